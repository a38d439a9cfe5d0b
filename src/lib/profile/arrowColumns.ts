import {
  type Data,
  type DataType,
  Field,
  Float32,
  Float64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint32,
  Utf8,
  vectorFromArray
} from "apache-arrow";
import {UserError} from "../errors.js";

/** Columns of one length, as they go into a file: texts, numbers that may not exist, or lists of numbers. */
export type ColumnValues =
  | {kind: "texts"; values: readonly string[]}
  | {kind: "numbers"; values: readonly (number | undefined)[]}
  | {kind: "lists"; values: readonly ArrayLike<number>[]}
  /** Lists of numbers of which seven digits are enough, and none is above 3e38. */
  | {kind: "short lists"; values: readonly ArrayLike<number>[]}
  /** Lists of whole numbers from 0 to 2³² − 1. */
  | {kind: "counts"; values: readonly ArrayLike<number>[]};

/** The columns as an Arrow stream, with a text beside them. */
export function writeColumns(columns: Readonly<Record<string, ColumnValues>>, metadata: string): Uint8Array {
  const data = Object.entries(columns).map(([name, column]): [string, Data] => [name, dataOf(column)]);
  const fields = data.map(([name, {type}]) => new Field(name, type, true));
  const schema = new Schema(fields, new Map([["json", metadata]]));
  const length = Object.values(columns)[0]?.values.length ?? 0;
  const struct = makeData({type: new Struct(fields), length, nullCount: 0, children: data.map(([, each]) => each)});
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), "stream");
}

function dataOf(column: ColumnValues): Data {
  if (column.kind === "texts") return vectorFromArray(column.values, new Utf8()).data[0];
  if (column.kind === "numbers")
    return vectorFromArray(
      column.values.map((value) => value ?? null),
      new Float64()
    ).data[0];
  const length = column.values.length;
  const valueOffsets = new Int32Array(length + 1);
  for (const [row, values] of column.values.entries()) valueOffsets[row + 1] = valueOffsets[row] + values.length;
  const total = valueOffsets[length];
  const child = childOf(column.kind, column.values, total);
  const type = new List<DataType>(new Field("item", child.type, false));
  return makeData({type, length, nullCount: 0, valueOffsets, child});
}

function childOf(kind: "lists" | "short lists" | "counts", lists: readonly ArrayLike<number>[], length: number): Data {
  if (kind === "counts") return makeData({type: new Uint32(), length, data: fill(new Uint32Array(length), lists)});
  if (kind === "lists") return makeData({type: new Float64(), length, data: fill(new Float64Array(length), lists)});
  return makeData({type: new Float32(), length, data: fill(new Float32Array(length), lists)});
}

function fill<Values extends Float64Array | Float32Array | Uint32Array>(
  into: Values,
  lists: readonly ArrayLike<number>[]
): Values {
  let offset = 0;
  for (const list of lists) {
    into.set(list, offset);
    offset += list.length;
  }
  return into;
}

/** What a file of columns is, as errors name it. */
export interface ColumnsDocument {
  /** At the beginning of a sentence. */
  title: string;
  /** The first part of the errors' codes. */
  code: string;
}

/** The columns of an Arrow stream. */
export class ArrowColumns {
  readonly #table: Table;
  readonly #document: ColumnsDocument;
  /** The text beside the columns. */
  readonly metadata: string;

  /** @throws UserError CODE-not-arrow */
  constructor(bytes: Uint8Array, document: ColumnsDocument) {
    this.#document = document;
    try {
      this.#table = tableFromIPC(bytes);
    } catch {
      throw this.#error("not-arrow", "is not an Arrow file, or is cut short.");
    }
    this.metadata = this.#table.schema.metadata.get("json") ?? "";
    if (this.metadata === "") throw this.#error("not-arrow", "is not one of this program's, or is cut short.");
  }

  get length(): number {
    return this.#table.numRows;
  }

  texts(name: string): string[] {
    return this.#column(name, (value) => (typeof value === "string" ? value : undefined));
  }

  /** Undefined for what does not exist. */
  numbers(name: string): (number | undefined)[] {
    return this.#column<{number?: number}>(name, (value) => {
      if (value === null) return {};
      return typeof value === "number" ? {number: value} : undefined;
    }).map(({number}) => number);
  }

  /** Of either kind. */
  lists(name: string): Float64Array[] {
    return this.#column(name, (value) => {
      const short = asList(value, Float32Array);
      return short === undefined ? asList(value, Float64Array) : Float64Array.from(short);
    });
  }

  counts(name: string): Uint32Array[] {
    return this.#column(name, (value) => asList(value, Uint32Array));
  }

  #column<T>(name: string, read: (value: unknown) => T | undefined): T[] {
    const vector = this.#table.getChild(name);
    if (vector === null) throw this.#error("missing-field", `lacks \`${name}\`.`);
    return Array.from({length: vector.length}, (_, row) => {
      const value = read(vector.get(row));
      if (value === undefined) throw this.#error("bad-field", `has something else than expected in \`${name}\`.`);
      return value;
    });
  }

  #error(code: string, what: string): UserError {
    return new UserError(`${this.#document.code}-${code}`, `${this.#document.title} ${what}`);
  }
}

function asList<List extends Float64Array | Float32Array | Uint32Array>(
  value: unknown,
  type: {new (length: number): List}
): List | undefined {
  if (typeof value !== "object" || value === null || !("toArray" in value) || typeof value.toArray !== "function")
    return undefined;
  const list: unknown = value.toArray();
  return list instanceof type ? list : undefined;
}
