import {checkInteger, choose, describe} from "./arguments.js";
import {type Categories, codesOf, textColumns} from "./categories.js";
import {LightGBMError} from "./error.js";
import {
  type Column,
  type ColumnFeatures,
  FeatureTable,
  hasLength,
  isNumberArray,
  type MatrixFeatures,
  type NumberArray,
  type RowIndices
} from "./features.js";
import {readBlock, type Strides} from "./scorer/rows.js";

interface StridedColumn {
  values: NumberArray;
  offset: number;
  stride: number;
}

/** Columns, or a matrix in either order. */
export class DenseTable extends FeatureTable {
  readonly #column: (index: number) => StridedColumn;
  /** The columns as `readRows` has found them, so that it need not unpack an Arrow vector again for every block. */
  readonly #found: StridedColumn[] = [];

  /** Texts are read as the codes of these categories. */
  constructor(data: ColumnFeatures | MatrixFeatures, categories?: Categories) {
    if ("columns" in data) {
      const {columns} = data;
      super(rowsOf(columns), columns.length, data.rows);
      const codes = codesOf(textColumns(columns), categories);
      this.#column = (index) => ({values: numbersOf(columns[index], index, codes.get(index)), offset: 0, stride: 1});
    } else {
      const {columnCount, order = "row"} = data;
      checkInteger("columnCount", columnCount, 1);
      const values = matrixOf(data.matrix);
      const available = values.length / columnCount;
      if (!Number.isInteger(available)) {
        throw new LightGBMError(`A matrix of ${values.length} numbers cannot have ${columnCount} columns.`);
      }
      super(available, columnCount, data.rows);
      this.#column = choose("order", order, {row: true, column: false})
        ? (index) => ({values, offset: index, stride: columnCount})
        : (index) => ({values, offset: index * available, stride: 1});
    }
  }

  override readColumn(index: number, target: Float64Array, rows?: RowIndices): void {
    const {values, offset, stride} = this.#column(index);
    const chosen = this.rows;
    for (let i = 0; i < target.length; ++i) {
      const position = rows === undefined ? i : rows[i];
      target[i] = values[offset + stride * (chosen === undefined ? position : chosen[position])];
    }
  }

  override readRows(start: number, count: number, target: Float64Array): void {
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

  override readBlock(start: number, count: number, target: Float64Array): Strides {
    const columnAt = (index: number): StridedColumn => {
      this.#found[index] ??= this.#column(index);
      return this.#found[index];
    };
    return readBlock(columnAt, this, start, count, target);
  }
}

/** How many rows the columns have, all of them the same. */
function rowsOf(columns: readonly Column[]): number {
  if (!Array.isArray(columns) || !columns.every(hasLength)) {
    throw new LightGBMError("The columns must be a list of arrays of numbers.");
  }
  if (columns.length === 0) throw new LightGBMError("The features have no columns.");
  const available = columns[0].length;
  const uneven = columns.findIndex((column) => column.length !== available);
  if (uneven >= 0) {
    throw new LightGBMError(`Column ${uneven} has ${columns[uneven].length} rows, but column 0 has ${available}.`);
  }
  return available;
}

function matrixOf(matrix: MatrixFeatures["matrix"]): NumberArray {
  if (isNumberArray(matrix)) return matrix;
  if (!Array.isArray(matrix)) throw new LightGBMError(`A matrix must be a list of numbers, not ${describe(matrix)}.`);
  return Float64Array.from<unknown>(matrix, (value, i) => {
    if (value === null) return Number.NaN;
    if (typeof value === "number") return value;
    throw new LightGBMError(`The matrix holds something other than numbers: ${describe(value)} at index ${i}.`);
  });
}

function numbersOf(column: Column, index: number, codes?: ReadonlyMap<string, number>): NumberArray {
  if (isNumberArray(column)) return column;
  if ("nullCount" in column && column.nullCount === 0 && column.data.length === 1) {
    const {values} = column.data[0];
    if (isNumberArray(values)) return values.subarray(0, column.length);
  }
  return Float64Array.from<unknown>(column, (value, row) => {
    if (value === null) return Number.NaN;
    if (typeof value === "number" && !codes) return value;
    // What is no category is a missing value, as in pandas.
    if (typeof value === "string" && codes) return codes.get(value) ?? Number.NaN;
    throw new LightGBMError(`Column ${index} holds something other than numbers: ${describe(value)} in row ${row}.`);
  });
}
