import {readFile} from "node:fs/promises";
import {CompressionType, compressionRegistry, DataType, RecordBatchReader} from "apache-arrow";
import {decompress as decompressZstandard} from "fzstd";
import {UserError} from "../../src/lib/errors.js";
import {decompressLz4} from "./lz4.js";
import {refuseEmpty, type TextRowsOptions, type TextRowsSummary, textOf} from "./textRows.js";

compressionRegistry.set(CompressionType.LZ4_FRAME, {decode: decompressLz4});
// In memory of its own, as numbers must begin at a multiple of their size.
compressionRegistry.set(CompressionType.ZSTD, {decode: (bytes) => decompressZstandard(bytes).slice()});

/**
 * Reads an Arrow file or stream as rows of texts; its buffers may be compressed.
 * @throws UserError table-damaged, table-nested-column, table-empty
 */
export async function readArrowRows(
  path: string,
  {sink, onProgress, signal}: TextRowsOptions
): Promise<TextRowsSummary> {
  const content = await readFile(path);
  const batches = openBatches(content, path);
  const {fields} = batches.schema;
  const rows = sink({names: fields.map(({name}) => name), hasDecimalPoint: true});
  let row = 0;
  for (const batch of nextBatches(batches, path)) {
    signal?.throwIfAborted();
    const columns = fields.map(({name, type}, index) => ({
      name,
      values: batch.getChildAt(index),
      read: readerOf(type)
    }));
    for (let i = 0; i < batch.numRows; ++i) {
      ++row;
      rows.row(
        columns.map(({name, values, read}) => textOf(read(values?.get(i)), {file: path, row, column: name})),
        row
      );
    }
    // How many batches there are is not known before the last.
    onProgress?.(0.5);
  }
  refuseEmpty(row, path);
  return {format: "Arrow", rows: row};
}

function openBatches(content: Uint8Array, path: string) {
  try {
    const reader = RecordBatchReader.from(content);
    if (!reader.isSync()) throw new Error("it is no file");
    return reader.open();
  } catch (error) {
    throw damaged(error, path);
  }
}

function* nextBatches(batches: ReturnType<typeof openBatches>, path: string) {
  try {
    yield* batches;
  } catch (error) {
    throw damaged(error, path);
  }
}

function damaged(error: unknown, file: string): unknown {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError("table-damaged", `The Arrow file cannot be read: ${reason}.`, {file});
}

/** Dates and times come as milliseconds; decimals as their digits. */
function readerOf(type: DataType): (value: unknown) => unknown {
  if (DataType.isDictionary(type)) return readerOf(type.dictionary);
  if (DataType.isDate(type) || DataType.isTimestamp(type))
    return (value) => (typeof value === "number" || typeof value === "bigint" ? new Date(Number(value)) : value);
  if (DataType.isDecimal(type))
    return (value) => (value === null || value === undefined ? value : Number(`${String(value)}e${-type.scale}`));
  return (value) => value;
}
