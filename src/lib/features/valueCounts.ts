/** How often the values of a feature occur: those that occur more than once; any other number occurs once. */
export interface ValueCounts {
  feature: string;
  /** Rising. */
  values: Float64Array;
  counts: Uint8Array;
}

/** Counts are told apart up to here at most. */
const greatestCap = 255;

/** Counts the values of columns together, up to a cap. */
export function countValues(columns: readonly Float64Array[], cap: number): Omit<ValueCounts, "feature"> {
  const sorted = new Float64Array(columns.reduce((length, column) => length + column.length, 0));
  let length = 0;
  for (const column of columns) {
    sorted.set(column, length);
    length += column.length;
  }
  sorted.sort();
  const values: number[] = [];
  const counts: number[] = [];
  for (let first = 0, next = 0; first < length; first = next) {
    // Sorted, -0 is before 0, and equal to it; NaN, at the end, is equal to nothing.
    for (next = first + 1; next < length && sorted[next] === sorted[first]; ) ++next;
    if (next === first + 1 || !Number.isFinite(sorted[first])) continue;
    values.push(sorted[first] || 0);
    counts.push(Math.min(next - first, cap, greatestCap));
  }
  return {values: Float64Array.from(values), counts: Uint8Array.from(counts)};
}

/** How often each value occurs: at least once, as it occurs here; 0 where there is no number. */
export function lookUpCounts(table: ValueCounts, column: Float64Array): Float64Array {
  const {values, counts} = table;
  const {least, perUnit, starts} = indexOf(table);
  const last = starts.length - 2;
  const found = new Float64Array(column.length);
  for (let row = 0; row < column.length; ++row) {
    const value = column[row];
    const guess = (value - least) * perUnit;
    const bucket = guess >= last ? last : guess > 0 ? guess | 0 : 0;
    let low = starts[bucket];
    let high = starts[bucket + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < value) low = middle + 1;
      else high = middle;
    }
    if (values[low] === value) found[row] = counts[low];
    else found[row] = Number.isFinite(value) ? 1 : 0;
  }
  return found;
}

/** Where the values of equally wide buckets begin in the list: a bucket has few, so that it takes few steps to find one. */
interface BucketIndex {
  least: number;
  /** Buckets per unit of a value; 0 where there is one bucket. */
  perUnit: number;
  /** By bucket, and the end of the last. */
  starts: Uint32Array;
}

const indices = new WeakMap<ValueCounts, BucketIndex>();

/** Built once a table, as rows come in blocks. */
function indexOf(table: ValueCounts): BucketIndex {
  const known = indices.get(table);
  if (known !== undefined) return known;
  const {values} = table;
  const buckets = Math.max(1, values.length >> 1);
  const least = values[0] ?? 0;
  const width = (values.at(-1) ?? 0) - least;
  const perUnit = width > 0 && Number.isFinite(buckets / width) ? buckets / width : 0;
  const starts = new Uint32Array(buckets + 1);
  for (const value of values) ++starts[Math.min(buckets - 1, ((value - least) * perUnit) | 0) + 1];
  for (let bucket = 0; bucket < buckets; ++bucket) starts[bucket + 1] += starts[bucket];
  const index = {least, perUnit, starts};
  indices.set(table, index);
  return index;
}
