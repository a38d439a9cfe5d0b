import {moments} from "./moments.js";

/** Multiplications that take about a second. */
const affordable = 2e9;
/** Rows whose values of all columns are in the processor's cache at once. */
const blockRows = 256;

export interface CorrelationMatrix {
  columns: number;
  /** By pair (i, j) with i < j, row by row; NaN where one of the columns is constant or has no values. */
  coefficients: Float64Array;
  /** Rows that they were computed from, evenly taken from all. */
  rows: number;
}

/** Where the pair of columns is in `coefficients`. */
export function pairIndex(i: number, j: number, columns: number): number {
  const [first, second] = i < j ? [i, j] : [j, i];
  return first * columns - (first * (first + 1)) / 2 + second - first - 1;
}

/**
 * Pearson's correlation of every pair of columns. A missing or infinite value counts as the column's mean, which draws
 * the coefficients of such a column towards 0.
 * @param options.maximumRows fewer where all pairs would take longer than some seconds
 */
export function correlationMatrix(
  values: readonly Float64Array[],
  {maximumRows = Infinity}: {maximumRows?: number} = {}
): CorrelationMatrix {
  const columns = values.length;
  const pairs = (columns * (columns - 1)) / 2;
  const all = values[0]?.length ?? 0;
  const rows = Math.min(all, maximumRows, Math.max(1000, Math.floor((4 * affordable) / Math.max(1, pairs))));
  const step = rows === 0 ? 1 : all / rows;
  const standardised = values.map((column) => standardise(column, rows, step));
  const sums = new Float64Array(pairs);
  const block = new Float64Array(blockRows * columns);
  for (let begin = 0; begin < rows; begin += blockRows) {
    const count = Math.min(blockRows, rows - begin);
    for (let column = 0; column < columns; ++column)
      block.set(standardised[column].subarray(begin, begin + count), column * blockRows);
    addProducts(block, columns, count, sums);
  }
  for (let i = 0, pair = 0; i < columns; ++i) {
    for (let j = i + 1; j < columns; ++j, ++pair)
      sums[pair] = isVaried(standardised[i]) && isVaried(standardised[j]) ? sums[pair] : Number.NaN;
  }
  return {columns, coefficients: sums, rows};
}

/** The column with mean 0 and length 1; empty if it does not vary. */
function standardise(column: Float64Array, rows: number, step: number): Float64Array {
  const taken = Float64Array.from({length: rows}, (_, row) => column[Math.floor(row * step)]);
  const finite = taken.filter(Number.isFinite);
  const {mean = 0, standardDeviation = 0} = moments(finite);
  if (!(standardDeviation > 0)) return new Float64Array();
  const length = standardDeviation * Math.sqrt(finite.length - 1);
  return taken.map((value) => (Number.isFinite(value) ? (value - mean) / length : 0));
}

const isVaried = (column: Float64Array) => column.length > 0;

/** A column with four others at a time. */
function addProducts(block: Float64Array, columns: number, count: number, sums: Float64Array): void {
  for (let i = 0; i < columns; ++i) {
    const left = i * blockRows;
    let j = i + 1;
    let pair = pairIndex(i, j, columns);
    for (; j + 4 <= columns; j += 4, pair += 4) {
      const right = j * blockRows;
      let [first, second, third, fourth] = [0, 0, 0, 0];
      for (let row = 0; row < count; ++row) {
        const value = block[left + row];
        first += value * block[right + row];
        second += value * block[right + blockRows + row];
        third += value * block[right + 2 * blockRows + row];
        fourth += value * block[right + 3 * blockRows + row];
      }
      sums[pair] += first;
      sums[pair + 1] += second;
      sums[pair + 2] += third;
      sums[pair + 3] += fourth;
    }
    for (; j < columns; ++j, ++pair) {
      const right = j * blockRows;
      let sum = 0;
      for (let row = 0; row < count; ++row) sum += block[left + row] * block[right + row];
      sums[pair] += sum;
    }
  }
}
