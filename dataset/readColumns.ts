import {CsvReader, type CsvSink} from "../src/lib/csv/csvReader.js";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import type {Dataset} from "./dataset.js";

export type DatasetColumns = Pick<Dataset, "schema" | "ids" | "columns" | "target">;

export interface ReadColumnsOptions {
  /** How many bytes there are in all, to make room for their rows. */
  size: number;
  /** The file's name, for messages. */
  file: string;
  /** Which columns mean what; inferred if not given. */
  schema?: TableSchema;
  /** Called with each chunk before it is read, and the bytes up to its end. */
  onChunk?: (chunk: Uint8Array, bytes: number) => void;
}

/**
 * Reads CSV from its bytes to columns; categories become their codes.
 * @throws UserError csv-… (see CsvReader)
 */
export async function readColumns(
  chunks: AsyncIterable<Uint8Array>,
  {size, file, schema: known, onChunk}: ReadColumnsOptions
): Promise<DatasetColumns> {
  let sink: ColumnSink | undefined;
  const reader = new CsvReader({
    schema: known ?? "infer",
    file,
    sink: ({schema, hasTarget}) => {
      sink = new ColumnSink(schema.features.length, hasTarget, expectedRows(schema.features.length, size));
      return sink;
    }
  });
  for await (const chunk of chunks) {
    onChunk?.(chunk, reader.bytes + chunk.length);
    reader.push(chunk);
  }
  const {schema} = reader.finish();
  if (sink === undefined) throw new Error("A file that was read has no columns.");
  const {ids, target, columns} = sink;
  return {schema, ids, target, columns};
}

/** Cells of a file of four decimals have 7.5 bytes; files with shorter ones make the columns grow. */
function expectedRows(features: number, bytes: number): number {
  return bytes / (features * 7);
}

/** Collects rows as columns on SharedArrayBuffers. */
class ColumnSink implements CsvSink {
  readonly ids: string[] = [];
  readonly #hasTarget: boolean;
  #capacity: number;
  #columns: Float64Array[];
  #target: Uint8Array;

  /** @param expectedRows  memory for this many rows is reserved at once */
  constructor(featureCount: number, hasTarget: boolean, expectedRows: number) {
    this.#hasTarget = hasTarget;
    this.#capacity = Math.max(1, Math.ceil(expectedRows));
    this.#columns = Array.from({length: featureCount}, () => sharedFloats(this.#capacity));
    this.#target = sharedBytes(this.#capacity);
  }

  row(id: string, features: Float64Array, target: number): void {
    const row = this.ids.length;
    if (row === this.#capacity) this.#grow();
    const columns = this.#columns;
    for (let index = 0; index < columns.length; ++index) {
      const column = columns[index];
      if (column !== undefined) column[row] = features[index] ?? Number.NaN;
    }
    if (this.#hasTarget) this.#target[row] = target;
    this.ids.push(id);
  }

  /** The rows so far. */
  get columns(): Float64Array[] {
    return this.#columns.map((column) => column.subarray(0, this.ids.length));
  }

  get target(): Uint8Array | undefined {
    return this.#hasTarget ? this.#target.subarray(0, this.ids.length) : undefined;
  }

  #grow(): void {
    this.#capacity = Math.ceil(this.#capacity * 1.5);
    this.#columns = this.#columns.map((column) => withRoom(column, this.#capacity));
    const target = sharedBytes(this.#capacity);
    target.set(this.#target);
    this.#target = target;
  }
}

/** Zeros in memory that workers can share. */
function sharedFloats(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** Zeros in memory that workers can share. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** A column of the given length that begins with the values of this one: in the same memory if that goes on so far. */
export function withRoom(column: Float64Array, length: number): Float64Array {
  const {buffer, byteOffset} = column;
  if (byteOffset + length * Float64Array.BYTES_PER_ELEMENT <= buffer.byteLength)
    return new Float64Array(buffer, byteOffset, length);
  const longer = sharedFloats(length);
  longer.set(column);
  return longer;
}
