# What index.ts measures of the features, by NumPy and SciPy, and scikit-learn where it is there: moments, quantiles,
# Kolmogorov-Smirnov, AUC, and the correlations of all pairs.
# python reference.py FOLDER ROWS FEATURES, with train.bin and test.bin (Float64, column by column) and target.bin in it
import json
import resource
import sys
import time

import numpy
import scipy.stats

folder, rows, features = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
train = numpy.fromfile(f"{folder}/train.bin").reshape(features, rows)
test = numpy.fromfile(f"{folder}/test.bin").reshape(features, rows)
target = numpy.fromfile(f"{folder}/target.bin", dtype=numpy.uint8).astype(bool)
start = time.process_time()
largest = 0.0
for column, other in zip(train, test):
    for values in (column, other):
        scipy.stats.describe(values)
        numpy.quantile(values, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
        numpy.unique(values, return_counts=True)
    scipy.stats.ks_2samp(column, other, method="asymp")
    ranks = scipy.stats.rankdata(column)
    ranks[target].sum()
correlations = numpy.corrcoef(train)
seconds = time.process_time() - start
print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
