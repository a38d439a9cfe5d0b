/** A copy of a column in ascending order, without missing values (NaN). */
export function sortedKnown(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; ++row) if (!Number.isNaN(values[row])) known[count++] = values[row];
  // Without a comparison function typed arrays sort natively.
  return known.subarray(0, count).sort();
}

/** The part of a sorted column between its infinite values. @param sorted as from sortedKnown */
export function finitePart(sorted: Float64Array): Float64Array {
  return sorted.subarray(countBelow(sorted, -Infinity, {orEqual: true}), countBelow(sorted, Infinity));
}

/**
 * The value below which a share of the values lies, between two of them by linear interpolation: type 7 of Hyndman and
 * Fan (1996), as NumPy, pandas and d3 have it. Undefined where there are no values.
 * @param sorted  ascending, finite
 * @param level   in [0, 1]
 */
export function quantile(sorted: Float64Array, level: number): number | undefined {
  const position = (sorted.length - 1) * level;
  const index = Math.floor(position);
  const below = sorted[index];
  if (below === undefined) return undefined;
  const above = sorted[index + 1] ?? below;
  const weight = position - index;
  const distance = above - below;
  // Two values of opposite sign may be farther apart than the largest number.
  return Number.isFinite(distance) ? below + weight * distance : below * (1 - weight) + above * weight;
}

/** How many values differ from each other. */
export function countDistinct(sorted: Float64Array): number {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let index = 1; index < sorted.length; ++index) if (sorted[index] !== sorted[index - 1]) ++distinct;
  return distinct;
}

/** How many values are below the given one; with `orEqual`, below it or equal to it. */
export function countBelow(sorted: Float64Array, value: number, {orEqual = false} = {}): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
