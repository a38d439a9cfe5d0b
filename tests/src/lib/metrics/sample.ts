/**
 * 200 rows of integer arithmetic with many ties, 82 of them positive. The reference numbers beside it come from
 * scikit-learn 1.9 and SciPy 1.17 on the same rows:
 *
 *     i = numpy.arange(200)
 *     p = numpy.round(((i * 7919) % 1000 + 0.5) / 1000, 2)
 *     y = ((i * i * 31 + i * 17) % 97 < 97 * p * 0.6 + 5).astype(int)
 */
const indices = Array.from({length: 200}, (_, i) => i);

export const probabilities = indices.map((i) => Math.round(((i * 7919) % 1000) / 10 + 0.05) / 100);
export const labels = indices.map((i) => ((i * i * 31 + i * 17) % 97 < 97 * probabilities[i] * 0.6 + 5 ? 1 : 0));
