/**
 * The two-sample Kolmogorov–Smirnov statistic: the largest distance between two empirical distribution functions, from
 * 0 (the same) to 1 (no overlap). Undefined where one of the samples is empty.
 * @param left   sorted values without NaN
 * @param right  sorted values without NaN
 */
export function kolmogorovSmirnov(left: Float64Array, right: Float64Array): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    // The functions are compared after each value, when all that equal it have been passed in both.
    const value = Math.min(left[i], right[j]);
    while (left[i] === value) ++i;
    while (right[j] === value) ++j;
    largest = Math.max(largest, Math.abs(i / left.length - j / right.length));
  }
  return largest;
}
