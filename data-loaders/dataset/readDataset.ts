import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {CsvReader} from "../../src/lib/csv/csvReader.js";
import {ColumnSink} from "./columnSink.js";
import {Dataset} from "./dataset.js";
import {readBytes} from "./readBytes.js";

export interface ReadDatasetOptions {
  /** Called with the bytes read so far and the file's size. */
  onProgress?: (bytes: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Reads a CSV file of the competition's kind: the first column is the id, `target` is the target if it is there, all
 * others are features.
 * @throws UserError file-missing, csv-… (see CsvReader)
 */
export async function readDataset(path: string, {onProgress, signal}: ReadDatasetOptions = {}): Promise<Dataset> {
  const total = (await stat(path).catch(() => undefined))?.size ?? 0;
  const hash = createHash("sha256");
  let sink: ColumnSink | undefined;
  const reader = new CsvReader({
    schema: "infer",
    file: path,
    sink: ({schema, hasTarget}) => {
      sink = new ColumnSink(schema.features.length, hasTarget, expectedRows(schema.features.length, total));
      return sink;
    }
  });
  for await (const bytes of readBytes(path)) {
    signal?.throwIfAborted();
    hash.update(bytes);
    reader.push(bytes);
    onProgress?.(reader.bytes, total);
  }
  const {schema} = reader.finish();
  if (sink === undefined) throw new Error("A file that was read has no columns.");
  const {ids, target, columns} = sink;
  return new Dataset({schema, ids, target, columns, digest: hash.digest("hex")});
}

/** Cells of the competition's files have 7.5 bytes; files with shorter ones make the columns grow. */
function expectedRows(features: number, bytes: number): number {
  return bytes / (features * 7);
}
