"""A process that scores the same rows with `pip install lightgbm` again and again: python contender.py FOLDER THREADS."""

import json
import pathlib
import sys
import time

import lightgbm
import numpy

folder = pathlib.Path(sys.argv[1])
booster = lightgbm.Booster(model_file=folder / "model.txt")
rows = numpy.fromfile(folder / "rows.bin").reshape(-1, booster.num_feature())
threads = int(sys.argv[2])
booster.predict(rows, num_threads=threads)
print(json.dumps("ready"), flush=True)
for _ in sys.stdin:
    cpu, wall = time.process_time(), time.perf_counter()
    scores = booster.predict(rows, num_threads=threads)
    timing = {"cpuSeconds": time.process_time() - cpu, "wallSeconds": time.perf_counter() - wall}
    print(json.dumps({**timing, "scores": scores[:100].tolist()}), flush=True)
