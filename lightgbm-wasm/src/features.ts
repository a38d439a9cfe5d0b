import {checkInteger, choose, describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import {readBlock, type Strides} from "./scorer/rows.js";

/** Numbers in one block of memory, which may be shared between threads. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** As much of an Arrow vector of numbers as is needed here; a null is a missing value. */
export interface NumberVector extends Iterable<unknown> {
  readonly length: number;
  readonly nullCount: number;
  readonly data: readonly {readonly values: unknown; readonly length: number}[];
}

export type Column = NumberArray | NumberVector | readonly (number | null)[];

/** Which rows to use, in this order. */
export type RowIndices = Uint32Array | Int32Array | readonly number[];

export interface ColumnFeatures {
  columns: readonly Column[];
  rows?: RowIndices;
}

export interface MatrixFeatures {
  matrix: Float64Array | Float32Array;
  columnCount: number;
  /** "row": a row's values are neighbours (the default); "column": a column's are. */
  order?: "row" | "column";
  rows?: RowIndices;
}

/** The values of the features; they are read where they are, never copied as a whole. */
export type FeatureData = ColumnFeatures | MatrixFeatures;

interface StridedColumn {
  values: NumberArray;
  offset: number;
  stride: number;
}

/** One way to read every form of feature data: by column, or as blocks of rows. */
export class FeatureTable {
  /** How many rows are in use. */
  readonly rowCount: number;
  /** How many rows there are, in use or not. */
  readonly sourceRows: number;
  readonly columnCount: number;
  readonly rows: RowIndices | undefined;
  readonly #column: (index: number) => StridedColumn;
  /** The columns as `readRows` has found them, so that it need not unpack an Arrow vector again for every block. */
  readonly #found: StridedColumn[] = [];

  constructor(data: FeatureData) {
    let available: number;
    if ("columns" in data) {
      const {columns} = data;
      if (!Array.isArray(columns) || !columns.every(hasLength)) {
        throw new LightGBMError("The columns must be a list of arrays of numbers.");
      }
      if (columns.length === 0) throw new LightGBMError("The features have no columns.");
      available = columns[0].length;
      this.columnCount = columns.length;
      const uneven = columns.findIndex((column) => column.length !== available);
      if (uneven >= 0) {
        throw new LightGBMError(`Column ${uneven} has ${columns[uneven].length} rows, but column 0 has ${available}.`);
      }
      this.#column = (index) => ({values: numbersOf(columns[index], index), offset: 0, stride: 1});
    } else {
      const {matrix, columnCount, order = "row"} = data;
      checkInteger("columnCount", columnCount, 1);
      if (!isNumberArray(matrix)) {
        throw new LightGBMError(`A matrix must be a Float64Array or a Float32Array, not ${describe(matrix)}.`);
      }
      available = matrix.length / columnCount;
      this.columnCount = columnCount;
      if (!Number.isInteger(available)) {
        throw new LightGBMError(`A matrix of ${matrix.length} numbers cannot have ${columnCount} columns.`);
      }
      this.#column = choose("order", order, {row: true, column: false})
        ? (index) => ({values: matrix, offset: index, stride: columnCount})
        : (index) => ({values: matrix, offset: index * available, stride: 1});
    }
    this.sourceRows = available;
    this.rows = data.rows;
    if (data.rows !== undefined && !hasLength(data.rows)) throw new LightGBMError("`rows` must be a list of numbers.");
    this.rowCount = data.rows?.length ?? available;
    if (data.rows !== undefined) checkRows(data.rows, available);
  }

  /** Copies the column's values at `rows` (positions among the rows in use; all if undefined) into `target`. */
  readColumn(index: number, target: Float64Array, rows?: RowIndices): void {
    const {values, offset, stride} = this.#column(index);
    const chosen = this.rows;
    for (let i = 0; i < target.length; ++i) {
      const position = rows === undefined ? i : rows[i];
      target[i] = values[offset + stride * (chosen === undefined ? position : chosen[position])];
    }
  }

  /**
   * Picks from a field, such as the label, what belongs to the rows in use. A field may have several numbers a row,
   * class by class.
   */
  pick(field: ArrayLike<number>, name: string): ArrayLike<number> {
    const {rows, rowCount, sourceRows} = this;
    for (let i = 0; i < field.length; ++i) {
      if (!Number.isFinite(field[i])) {
        throw new LightGBMError(`The ${name} must be finite numbers; row ${i % sourceRows} has ${describe(field[i])}.`);
      }
    }
    const classes = field.length / sourceRows;
    if (sourceRows > 0 && !(Number.isInteger(classes) && classes > 0)) {
      throw new LightGBMError(`The ${name} has ${field.length} values for ${sourceRows} rows.`);
    }
    if (rows === undefined) return field;
    const picked = new Float64Array(rowCount * classes);
    for (let i = 0; i < picked.length; ++i) {
      picked[i] = field[Math.floor(i / rowCount) * sourceRows + rows[i % rowCount]];
    }
    return picked;
  }

  /** Copies `count` rows from `start` on into `target`, row by row. */
  readRows(start: number, count: number, target: Float64Array): void {
    const {columnCount, rows} = this;
    for (let index = 0; index < columnCount; ++index) {
      this.#found[index] ??= this.#column(index);
      const {values, offset, stride} = this.#found[index];
      for (let i = 0; i < count; ++i) {
        const position = rows === undefined ? start + i : rows[start + i];
        target[i * columnCount + index] = values[offset + stride * position];
      }
    }
  }

  /** Copies `count` rows from `start` on into `target`, in the order that is least work. */
  readBlock(start: number, count: number, target: Float64Array): Strides {
    const columnAt = (index: number): StridedColumn => {
      this.#found[index] ??= this.#column(index);
      return this.#found[index];
    };
    return readBlock(columnAt, this, start, count, target);
  }
}

export function checkRows(rows: RowIndices, available: number): void {
  for (const row of rows) {
    if (!(Number.isInteger(row) && row >= 0 && row < available)) {
      throw new LightGBMError(`There is no row ${describe(row)} among ${available} rows.`);
    }
  }
}

function hasLength(value: unknown): boolean {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number";
}

/** Refuses features that are not as many as those of the data or the model that they go with. */
export function checkColumns({columnCount}: FeatureTable, expected: number): void {
  if (columnCount !== expected) {
    throw new LightGBMError(`The features have ${columnCount} columns, but ${expected} are expected.`);
  }
}

function numbersOf(column: Column, index: number): NumberArray {
  if (isNumberArray(column)) return column;
  if ("nullCount" in column && column.nullCount === 0 && column.data.length === 1) {
    const {values} = column.data[0];
    if (isNumberArray(values)) return values.subarray(0, column.length);
  }
  return Float64Array.from<unknown>(column, (value, row) => {
    if (value === null) return Number.NaN;
    if (typeof value === "number") return value;
    throw new LightGBMError(`Column ${index} holds something other than numbers: ${describe(value)} in row ${row}.`);
  });
}

export function isNumberArray(value: unknown): value is NumberArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}
