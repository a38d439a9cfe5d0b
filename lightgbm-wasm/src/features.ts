import {describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {Strides} from "./scorer/rows.js";

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

/** Numbers, or text for a categorical feature; null is a missing value. */
export type Column = NumberArray | NumberVector | readonly (number | null)[] | readonly (string | null)[];

/** Which rows to use, in this order. */
export type RowIndices = Uint32Array | Int32Array | readonly number[];

export interface ColumnFeatures {
  columns: readonly Column[];
  rows?: RowIndices;
}

export interface MatrixFeatures {
  matrix: NumberArray | readonly (number | null)[];
  columnCount: number;
  /** "row": a row's values are neighbours (the default); "column": a column's are. */
  order?: "row" | "column";
  rows?: RowIndices;
}

/** A matrix of which only what is not zero is stored, in the words of SciPy's csr_matrix and csc_matrix. */
export interface SparseFeatures {
  /** "csr": row after row; "csc": column after column. */
  format: "csr" | "csc";
  /** Where each row or column begins in the other two, and at last their length. */
  indptr: IntegerArray;
  /** The column of each value, or its row. */
  indices: IntegerArray;
  data: NumberArray | readonly number[];
  shape: readonly [rows: number, columns: number];
  rows?: RowIndices;
}

export type IntegerArray = Exclude<NumberArray, Float64Array | Float32Array> | readonly number[];

/** The values of the features; they are read where they are, never copied as a whole. */
export type FeatureData = ColumnFeatures | MatrixFeatures | SparseFeatures;

/** @internal One way to read every form of feature data: by column, or as blocks of rows. */
export abstract class FeatureTable {
  /** How many rows are in use. */
  readonly rowCount: number;
  /** How many rows there are, in use or not. */
  readonly sourceRows: number;
  readonly columnCount: number;
  readonly rows: RowIndices | undefined;

  constructor(sourceRows: number, columnCount: number, rows: RowIndices | undefined) {
    if (rows !== undefined && !hasLength(rows)) throw new LightGBMError("`rows` must be a list of numbers.");
    if (rows !== undefined) checkRows(rows, sourceRows);
    this.sourceRows = sourceRows;
    this.columnCount = columnCount;
    this.rows = rows;
    this.rowCount = rows?.length ?? sourceRows;
  }

  /** Copies the column's values at `rows` (positions among the rows in use; all if undefined) into `target`. */
  abstract readColumn(index: number, target: Float64Array, rows?: RowIndices): void;

  /** Copies `count` rows from `start` on into `target`, row by row. */
  abstract readRows(start: number, count: number, target: Float64Array): void;

  /** Copies `count` rows from `start` on into `target`, in the order that is least work. */
  abstract readBlock(start: number, count: number, target: Float64Array): Strides;

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
}

/** @internal */
export function checkRows(rows: RowIndices, available: number): void {
  for (const row of rows) {
    if (!(Number.isInteger(row) && row >= 0 && row < available)) {
      throw new LightGBMError(`There is no row ${describe(row)} among ${available} rows.`);
    }
  }
}

/** @internal */
export function hasLength(value: unknown): boolean {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number";
}

/** @internal Refuses features that are not as many as those of the data or the model that they go with. */
export function checkColumns({columnCount}: FeatureTable, expected: number): void {
  if (columnCount !== expected) {
    throw new LightGBMError(`The features have ${columnCount} columns, but ${expected} are expected.`);
  }
}

export function isNumberArray(value: unknown): value is NumberArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}
