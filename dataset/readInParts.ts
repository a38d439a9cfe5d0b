import {open} from "node:fs/promises";
import {isDeepStrictEqual} from "node:util";
import {UserError} from "../src/lib/errors.js";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import type {FilePart} from "./partReader.js";
import {readBytes} from "./readBytes.js";
import {type DatasetColumns, readColumns, sharedBytes, withRoom} from "./readColumns.js";
import {runInWorker} from "./worker.js";

const lineFeed = 10;
/** Far longer than lines of 200 numbers, which have 1,600 bytes. */
const longestLine = 2 ** 18;

export interface ReadInPartsOptions {
  parts: number;
  /** The file's size in bytes. */
  size: number;
  /** Which columns mean what; inferred if not given. */
  schema?: TableSchema;
  /** Called with every chunk of the file, in its order. */
  onChunk: (chunk: Uint8Array) => void;
  /** Called with the bytes that all parts have read. */
  onBytes: (bytes: number) => void;
  signal?: AbortSignal;
}

/**
 * Reads a CSV file in parts, each on a core of its own: the first one here, the others in workers. Undefined if that
 * cannot be done, because of a mistake in the file, whose row no part knows, or because the file was cut within a
 * quoted cell. A part that ends within a quoted cell is refused, and so each part began rightly if none was.
 */
export async function readInParts(
  path: string,
  {parts, size, schema, onChunk, onBytes, signal}: ReadInPartsOptions
): Promise<DatasetColumns | undefined> {
  const found = await findParts(path, size, parts);
  if (found === undefined) return undefined;
  const {header, borders} = found;
  const bytesByPart = new Float64Array(parts);
  const report = (part: number) => (bytes: number) => {
    bytesByPart[part] = bytes;
    onBytes(bytesByPart.reduce((sum, each) => sum + each));
  };
  const ending = new AbortController();
  const others = borders.slice(1).map((start, index) => {
    const end = borders[index + 2] ?? size;
    const stopped = AbortSignal.any(signal === undefined ? [ending.signal] : [signal, ending.signal]);
    return runInWorker<FilePart, number, DatasetColumns>(
      new URL("./partReader.ts", import.meta.url),
      {path, header, schema, start, end},
      {onEvent: report(index + 1), signal: stopped}
    );
  });
  try {
    const ours = readFirstPart(path, {size, schema, end: borders[1] ?? size, onChunk, onBytes: report(0)});
    const read = await Promise.all([ours, ...others]);
    return join(read);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UserError) return undefined;
    throw error;
  } finally {
    // Some may still be at it when another has failed.
    ending.abort();
    await Promise.allSettled(others);
  }
}

interface FirstPart extends Pick<ReadInPartsOptions, "size" | "schema" | "onChunk" | "onBytes"> {
  /** Where the second part begins. */
  end: number;
}

/** Its columns get room for the rows of all parts. */
async function readFirstPart(path: string, {size, schema, end, onChunk, onBytes}: FirstPart): Promise<DatasetColumns> {
  const columns = await readColumns(readBytes(path, 0, end), {
    size,
    file: path,
    schema,
    onChunk: (chunk, bytes) => {
      onChunk(chunk);
      onBytes(bytes);
    }
  });
  for await (const chunk of readBytes(path, end)) onChunk(chunk);
  return columns;
}

/** The rows of all parts; the columns stay in the first part's memory if they fit. */
function join(parts: readonly DatasetColumns[]): DatasetColumns | undefined {
  const [first] = parts;
  if (first === undefined || !parts.every(({schema}) => isDeepStrictEqual(schema, first.schema))) return undefined;
  const rows = parts.reduce((sum, {ids}) => sum + ids.length, 0);
  const columns = first.columns.map((column) => withRoom(column, rows));
  const target = first.target === undefined ? undefined : sharedBytes(rows);
  let row = 0;
  for (const part of parts) {
    if (part.target !== undefined) target?.set(part.target, row);
    if (part !== first) part.columns.forEach((column, index) => void columns[index]?.set(column, row));
    row += part.ids.length;
  }
  return {schema: first.schema, ids: parts.flatMap(({ids}) => ids), columns, target};
}

/**
 * Where lines begin that cut a file into parts of about the same size, the first of them at 0, and the file's first
 * line. A line feed in a quoted cell is taken for a line's end. Undefined if lines are too long for that.
 */
async function findParts(
  path: string,
  size: number,
  count: number
): Promise<{header: Uint8Array; borders: number[]} | undefined> {
  const file = await open(path);
  try {
    const lineFrom = async (position: number) => {
      const {buffer, bytesRead} = await file.read(new Uint8Array(longestLine), 0, longestLine, position);
      const end = buffer.subarray(0, bytesRead).indexOf(lineFeed);
      return end < 0 ? undefined : buffer.slice(0, end + 1);
    };
    const header = await lineFrom(0);
    if (header === undefined) return undefined;
    const borders = [0];
    for (let part = 1; part < count; ++part) {
      const middle = Math.max(header.length, Math.floor((size * part) / count));
      const rest = await lineFrom(middle);
      if (rest === undefined) return undefined;
      borders.push(middle + rest.length);
    }
    return {header, borders};
  } finally {
    await file.close();
  }
}
