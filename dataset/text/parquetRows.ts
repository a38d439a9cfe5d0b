import {brotliDecompressSync, gunzipSync} from "node:zlib";
import {decompress as decompressZstandard} from "fzstd";
import {asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetRead, parquetSchema} from "hyparquet";
import {UserError} from "../../src/lib/errors.js";
import {refuseEmpty, type TextRowsOptions, type TextRowsSummary, textOf} from "./textRows.js";

/** Snappy, which most files have, is hyparquet's own. */
const compressors: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ZSTD: (bytes) => decompressZstandard(bytes)
};

/** pandas writes its index under such a name. */
const indexName = /^__index_level_\d+__$/;

/**
 * Reads a Parquet file as rows of texts, a row group at a time.
 * @throws UserError table-damaged, table-nested-column, table-empty
 */
export async function readParquetRows(
  path: string,
  {sink, onProgress, signal}: TextRowsOptions
): Promise<TextRowsSummary> {
  const damaged = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return new UserError("table-damaged", `The Parquet file cannot be read: ${reason}.`, {file: path});
  };
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw damaged(error);
  });
  const columns = parquetSchema(metadata)
    .children.map(({element: {name}}) => name)
    .filter((name) => !indexName.test(name));
  const total = Number(metadata.num_rows);
  refuseEmpty(total, path);
  const rows = sink({names: columns, hasDecimalPoint: true});
  let row = 0;
  for (const group of metadata.row_groups) {
    signal?.throwIfAborted();
    const rowStart = row;
    const rowEnd = row + Number(group.num_rows);
    let read: unknown[][] = [];
    await parquetRead({
      file,
      metadata,
      columns,
      rowStart,
      rowEnd,
      compressors,
      onComplete: (values) => {
        read = values;
      }
    }).catch((error: unknown) => {
      throw damaged(error);
    });
    for (const values of read) {
      ++row;
      rows.row(
        columns.map((column, index) => textOf(values[index], {file: path, row, column})),
        row
      );
    }
    onProgress?.(row / total);
  }
  return {format: "Parquet", rows: row};
}
