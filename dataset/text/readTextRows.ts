import {createHash} from "node:crypto";
import {open} from "node:fs/promises";
import {describeFileError} from "../files.js";
import {readBytes} from "../readBytes.js";
import {readArrowRows} from "./arrowRows.js";
import {readCsvRows} from "./csvRows.js";
import {readParquetRows} from "./parquetRows.js";
import type {TextRowsOptions, TextRowsSummary} from "./textRows.js";

/**
 * Reads any table as rows of texts: CSV in the forms that `CsvReader` reads, Parquet, or Arrow (a file, a stream, or
 * Feather of version 2), whichever its first bytes say. Numbers get the shortest text that reads back as the same.
 * @throws UserError file-missing, csv-…, table-…
 */
export async function readTextRows(path: string, options: TextRowsOptions): Promise<TextRowsSummary> {
  const start = await firstBytes(path);
  const text = String.fromCharCode(...start);
  if (text.startsWith("PAR1")) return readParquetRows(path, options);
  if (text.startsWith("ARROW1") || text.startsWith("\xff\xff\xff\xff")) return readArrowRows(path, options);
  return readCsvRows(path, options);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw describeFileError(error, path);
  });
  try {
    const {buffer, bytesRead} = await file.read(new Uint8Array(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw describeFileError(error, path);
  } finally {
    await file.close();
  }
}

/** What a file is known by: its size, and the hex SHA-256 of its bytes. */
export async function digestOfFile(path: string): Promise<{bytes: number; sha256: string}> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of readBytes(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return {bytes, sha256: hash.digest("hex")};
}
