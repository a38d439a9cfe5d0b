import {CsvReader} from "../src/lib/csv/csvReader.js";
import {ColumnSink} from "./columnSink.js";
import type {Dataset} from "./dataset.js";

export type DatasetColumns = Pick<Dataset, "schema" | "ids" | "columns" | "target">;

export interface ReadColumnsOptions {
  /** How many bytes there are in all, to make room for their rows. */
  size: number;
  /** The file's name, for messages. */
  file: string;
  /** Called with each chunk before it is read, and the bytes up to its end. */
  onChunk?: (chunk: Uint8Array, bytes: number) => void;
}

/**
 * Reads CSV of the competition's kind from its bytes to columns.
 * @throws UserError csv-… (see CsvReader)
 */
export async function readColumns(
  chunks: AsyncIterable<Uint8Array>,
  {size, file, onChunk}: ReadColumnsOptions
): Promise<DatasetColumns> {
  let sink: ColumnSink | undefined;
  const reader = new CsvReader({
    schema: "infer",
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

/** Cells of the competition's files have 7.5 bytes; files with shorter ones make the columns grow. */
function expectedRows(features: number, bytes: number): number {
  return bytes / (features * 7);
}
