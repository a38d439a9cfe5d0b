import {checkInteger, choose} from "./arguments.js";
import type {Categories} from "./categories.js";
import {DenseTable} from "./denseTable.js";
import {LightGBMError} from "./error.js";
import {type FeatureData, FeatureTable, hasLength, type RowIndices, type SparseFeatures} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import type {Strides} from "./scorer/rows.js";

const int32 = 2;
const float64 = 1;
// As many values as a block of rows has at most, unless a row alone has more.
const blockValues = 1 << 17;

/** What is stored, line after line: of rows or of columns. */
interface Lines {
  /** Where each line begins, and at last the length. */
  starts: Int32Array;
  /** The place of each value in its line. */
  places: Int32Array;
  values: Float64Array;
}

/** A table of any form of feature data. */
export function tableOf(data: FeatureData, categories?: Categories): DenseTable | SparseTable {
  return "indptr" in data ? new SparseTable(data) : new DenseTable(data, categories);
}

/** A matrix of which only what is not zero is stored. */
export class SparseTable extends FeatureTable {
  readonly #rows: Lines;
  #columns: Lines | undefined;

  constructor(data: SparseFeatures) {
    const {format, shape, rows} = data;
    const isByRow = choose("format", format, {csr: true, csc: false});
    if (!(Array.isArray(shape) && shape.length === 2))
      throw new LightGBMError("`shape` must be the numbers of rows and columns.");
    for (const extent of shape) checkInteger("An extent of the shape", extent, 0);
    const [rowCount, columnCount] = shape;
    const lines = readLines(data, isByRow ? rowCount : columnCount, isByRow ? columnCount : rowCount);
    super(rowCount, columnCount, rows);
    this.#rows = isByRow ? lines : transpose(lines, rowCount);
  }

  override readColumn(index: number, target: Float64Array, rows?: RowIndices): void {
    this.#columns ??= this.byColumn();
    const {starts, places, values} = this.#columns;
    const all = rows === undefined ? target : new Float64Array(this.rowCount);
    all.fill(0);
    for (let i = starts[index]; i < starts[index + 1]; ++i) all[places[i]] = values[i];
    if (rows !== undefined) for (let i = 0; i < target.length; ++i) target[i] = all[rows[i]];
  }

  override readRows(start: number, count: number, target: Float64Array): void {
    const {starts, places, values} = this.#rows;
    target.fill(0, 0, count * this.columnCount);
    for (let i = 0; i < count; ++i) {
      const row = this.#row(start + i);
      for (let j = starts[row]; j < starts[row + 1]; ++j) target[i * this.columnCount + places[j]] = values[j];
    }
  }

  override readBlock(start: number, count: number, target: Float64Array): Strides {
    this.readRows(start, count, target);
    return {row: this.columnCount, feature: 1};
  }

  /** The columns of the rows in use, or of some of these. */
  byColumn(rows?: RowIndices): Lines {
    const count = rows?.length ?? this.rowCount;
    return transpose(
      pickLines(this.#rows, count, (i) => this.#row(rows === undefined ? i : rows[i])),
      this.columnCount
    );
  }

  /**
   * Hands blocks of rows to a function of LightGBM's C API that takes them as CSR: the addresses and types that it wants
   * from `indptr` to the number of columns.
   */
  eachBlock(
    native: NativeModule,
    mostRows: number,
    use: (csr: readonly (number | bigint)[], start: number, count: number) => void
  ): void {
    for (let start = 0; start < this.rowCount; ) {
      const count = this.#blockRows(start, mostRows);
      const {starts, places, values} = pickLines(this.#rows, count, (i) => this.#row(start + i));
      native.scope((allocate) => {
        const indptr: Pointer = allocate(starts.length * 4);
        const indices = allocate(places.length * 4);
        const data = allocate(values.length * 8);
        native.int32(indptr, starts.length).set(starts);
        native.int32(indices, places.length).set(places);
        native.float64(data, values.length).set(values);
        const extents = [starts.length, values.length, this.columnCount].map(BigInt);
        use([indptr, int32, indices, data, float64, ...extents], start, count);
      });
      start += count;
    }
  }

  /** How many rows from `start` on make up a block. */
  #blockRows(start: number, most: number): number {
    const {starts} = this.#rows;
    let count = 0;
    let values = 0;
    for (let row = start; row < this.rowCount && count < most; ++row, ++count) {
      const source = this.#row(row);
      values += starts[source + 1] - starts[source];
      if (values > blockValues && count > 0) break;
    }
    return count;
  }

  #row(position: number): number {
    return this.rows === undefined ? position : this.rows[position];
  }
}

/** Checks what was given, so that nothing points elsewhere, and brings it into one form. */
function readLines({format, indptr, indices, data}: SparseFeatures, lineCount: number, extent: number): Lines {
  for (const [name, list] of Object.entries({indptr, indices, data}))
    if (!hasLength(list)) throw new LightGBMError(`\`${name}\` must be a list of numbers.`);
  const line = format === "csr" ? "row" : "column";
  if (indptr.length !== lineCount + 1) {
    throw new LightGBMError(
      `indptr has ${indptr.length} values for ${lineCount} ${line}s; it needs one more than these.`
    );
  }
  if (indices.length !== data.length) {
    throw new LightGBMError(`There are ${indices.length} indices for ${data.length} values.`);
  }
  for (let i = 0; i <= lineCount; ++i) {
    const least = i === 0 ? 0 : indptr[i - 1];
    if (!(Number.isInteger(indptr[i]) && indptr[i] >= least && indptr[i] <= data.length)) {
      throw new LightGBMError(`indptr must ascend from 0 to the number of values; at ${i} it has ${indptr[i]}.`);
    }
  }
  if (indptr[0] !== 0 || indptr[lineCount] !== data.length) {
    throw new LightGBMError(`indptr must begin with 0 and end with the number of values, ${data.length}.`);
  }
  for (let i = 0; i < indices.length; ++i) {
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < extent)) {
      throw new LightGBMError(`There is no ${line === "row" ? "column" : "row"} ${indices[i]} among ${extent}.`);
    }
  }
  return {starts: Int32Array.from(indptr), places: Int32Array.from(indices), values: Float64Array.from(data)};
}

/** Some of the lines, in an order of their own. */
function pickLines({starts, places, values}: Lines, count: number, source: (line: number) => number): Lines {
  const picked = new Int32Array(count + 1);
  for (let i = 0; i < count; ++i) picked[i + 1] = picked[i] + starts[source(i) + 1] - starts[source(i)];
  const pickedPlaces = new Int32Array(picked[count]);
  const pickedValues = new Float64Array(picked[count]);
  for (let i = 0; i < count; ++i) {
    const [start, end] = [starts[source(i)], starts[source(i) + 1]];
    pickedPlaces.set(places.subarray(start, end), picked[i]);
    pickedValues.set(values.subarray(start, end), picked[i]);
  }
  return {starts: picked, places: pickedPlaces, values: pickedValues};
}

/** Rows from columns, or columns from rows; within each line the places ascend. */
function transpose({starts, places, values}: Lines, extent: number): Lines {
  const turned = new Int32Array(extent + 1);
  for (const place of places) ++turned[place + 1];
  for (let i = 0; i < extent; ++i) turned[i + 1] += turned[i];
  const next = turned.slice(0, extent);
  const turnedPlaces = new Int32Array(places.length);
  const turnedValues = new Float64Array(values.length);
  for (let line = 0; line < starts.length - 1; ++line) {
    for (let i = starts[line]; i < starts[line + 1]; ++i) {
      const target = next[places[i]]++;
      turnedPlaces[target] = line;
      turnedValues[target] = values[i];
    }
  }
  return {starts: turned, places: turnedPlaces, values: turnedValues};
}
