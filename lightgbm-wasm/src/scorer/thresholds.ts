/** Values nearer to zero than this are zeros to LightGBM (`kZeroThreshold`, a float). */
export const zeroLimit = Math.fround(1e-35);
/** The double below the lowest of them. */
export const belowZeros = nextBelow(-zeroLimit);

/** LightGBM takes values near zero for zeros: all thresholds there separate the same rows, and these two do so. */
export function effectiveThreshold(threshold: number): number {
  if (Math.abs(threshold) > zeroLimit) return threshold;
  return threshold >= 0 ? zeroLimit : belowZeros;
}

/** The double below a finite number. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const double = new Float64Array([value]);
  new BigInt64Array(double.buffer)[0] += value < 0 ? 1n : -1n;
  return double[0];
}

/** How many of the thresholds, which ascend, are below the value. */
export function countBelow(thresholds: Float64Array, value: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
