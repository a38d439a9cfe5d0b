import {LightGBMError} from "../error.js";

type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Numbers one after the other: any typed array but those of BigInts, or a list, in which null is a missing value. */
export type ScoreNumbers = NumberArray | readonly (number | null)[];

/** Rows to score: by feature, or as a matrix; they are read where they are. NaN stands for a missing value. */
export type ScoreData = {
  /** Which rows to use, in this order; by default all. */
  rows?: Uint32Array | Int32Array | readonly number[];
} & (
  | {columns: readonly ScoreNumbers[]}
  | {
      matrix: ScoreNumbers;
      columnCount: number;
      /** "row": a row's values are neighbours (the default); "column": a column's are. */
      order?: "row" | "column";
    }
);

/** A feature's values, so far apart. */
export interface StridedColumn {
  values: NumberArray;
  offset: number;
  stride: number;
}

/** How far apart the values of neighbouring rows and of neighbouring features are, in numbers. */
export interface Strides {
  row: number;
  feature: number;
}

/** What a scorer reads rows from. */
export interface RowSource {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Copies `count` rows from `start` on into `target`, in the order that is least work. */
  readBlock(start: number, count: number, target: Float64Array): Strides;
}

export function rowSource(data: ScoreData): RowSource {
  const {rows} = data;
  const {columnCount, available, columnAt} = "columns" in data ? columnsOf(data.columns) : columnsOfMatrix(data);
  for (const row of rows ?? []) {
    if (!(Number.isInteger(row) && row >= 0 && row < available))
      throw new LightGBMError(`There is no row ${row} among ${available} rows.`);
  }
  return {
    rowCount: rows?.length ?? available,
    columnCount,
    readBlock: (start, count, target) => readBlock(columnAt, {columnCount, rows}, start, count, target)
  };
}

type ColumnAt = (index: number) => StridedColumn;

function columnsOf(columns: readonly ScoreNumbers[]) {
  if (!Array.isArray(columns)) throw noList("columns");
  const lists = columns.map((column) => numbersOf(column, "columns"));
  const available = lists[0]?.length ?? 0;
  for (const [i, {length}] of lists.entries()) {
    if (length !== available) throw new LightGBMError(`Column ${i} has ${length} rows, but column 0 has ${available}.`);
  }
  const columnAt: ColumnAt = (index) => ({values: lists[index], offset: 0, stride: 1});
  return {columnCount: columns.length, available, columnAt};
}

function columnsOfMatrix({matrix, columnCount, order = "row"}: Extract<ScoreData, {columnCount: number}>) {
  const values = numbersOf(matrix, "matrix");
  const available = values.length / columnCount;
  const isByColumn = order === "column";
  const isInOrder = isByColumn || order === "row";
  if (!(columnCount > 0 && Number.isInteger(columnCount) && Number.isInteger(available) && isInOrder)) {
    throw new LightGBMError(
      `A matrix of ${values.length} numbers cannot have ${columnCount} columns in ${order} order.`
    );
  }
  const columnAt: ColumnAt = (index) =>
    isByColumn ? {values, offset: index * available, stride: 1} : {values, offset: index, stride: columnCount};
  return {columnCount, available, columnAt};
}

/** `RowSource.readBlock` for columns in memory. */
export function readBlock(
  columnAt: ColumnAt,
  {columnCount, rows}: {columnCount: number; rows?: ArrayLike<number>},
  start: number,
  count: number,
  target: Float64Array
): Strides {
  for (let index = 0; index < columnCount; ++index) {
    const {values, offset, stride} = columnAt(index);
    const first = index * count;
    if (rows !== undefined) {
      for (let i = 0; i < count; ++i) target[first + i] = values[offset + stride * rows[start + i]];
    } else if (stride === 1) copy(values, offset + start, count, target, first);
    else {
      // The columns of a matrix, row by row: the first one brings all others along.
      copy(values, start * stride, count * stride, target, 0);
      return {row: stride, feature: 1};
    }
  }
  return {row: 1, feature: count};
}

function copy(values: NumberArray, start: number, count: number, target: Float64Array, at: number): void {
  target.set(start === 0 && count === values.length ? values : values.subarray(start, start + count), at);
}

function numbersOf(list: ScoreNumbers, name: string): NumberArray {
  if (ArrayBuffer.isView(list)) return list;
  if (!Array.isArray(list)) throw noList(name);
  return Float64Array.from(list, (value: unknown) => {
    if (typeof value !== "number" && value !== null) throw new LightGBMError(`"${value}" is not a number.`);
    return value ?? Number.NaN;
  });
}

export function noList(name: string): LightGBMError {
  return new LightGBMError(`"${name}" is not a list of numbers.`);
}
