import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {availableParallelism} from "node:os";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import {Dataset} from "./dataset.js";
import {DatasetCache} from "./datasetCache.js";
import {readBytes} from "./readBytes.js";
import {readColumns} from "./readColumns.js";
import {readInParts} from "./readInParts.js";
import {readSchemaBeside} from "./schemaFile.js";

export interface ReadDatasetOptions {
  /** Called with the bytes read so far and the file's size. */
  onProgress?: (bytes: number, total: number) => void;
  signal?: AbortSignal;
  /** Cores to read with: as many as there are, unless the file is too small for that to pay. */
  cores?: number;
  /** Where data sets are kept in Arrow's format, to be read faster the next time; nowhere if not given. */
  cacheDirectory?: string;
}

/** Starting a worker takes as long as reading some 60 MB. */
const bytesWorthACore = 64_000_000;

/**
 * Reads a CSV file to columns. Which of them mean what says `schema.json` beside it; without one, the first column is
 * the id, `target` is the target if it is there, and all others are features.
 * @throws UserError file-missing, csv-… (see CsvReader), schema-…
 */
export async function readDataset(path: string, options: ReadDatasetOptions = {}): Promise<Dataset> {
  const {cacheDirectory, signal} = options;
  const schema = await readSchemaBeside(path);
  if (cacheDirectory === undefined) return readCsv(path, schema, options);
  const cache = new DatasetCache(cacheDirectory);
  const cached = await cache.read(await digestOf(path, signal), schema);
  if (cached !== undefined) return cached;
  const dataset = await readCsv(path, schema, options);
  await cache.write(dataset, schema);
  return dataset;
}

async function readCsv(
  path: string,
  schema: TableSchema | undefined,
  {onProgress, signal, cores}: ReadDatasetOptions
): Promise<Dataset> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  const worthwhileCores = Math.min(availableParallelism(), Math.floor(size / bytesWorthACore));
  // A file that is empty or missing is reported by the plain way of reading.
  const parts = size === 0 ? 1 : (cores ?? worthwhileCores);
  const onBytes = (bytes: number) => onProgress?.(bytes, size);
  if (parts > 1) {
    const {onChunk, digest} = digester(signal);
    const columns = await readInParts(path, {parts, size, schema, onChunk, onBytes, signal});
    if (columns !== undefined) return new Dataset({...columns, digest: digest()});
  }
  const {onChunk, digest} = digester(signal);
  const columns = await readColumns(readBytes(path), {
    size,
    file: path,
    schema,
    onChunk: (chunk, bytes) => {
      onChunk(chunk);
      onBytes(bytes);
    }
  });
  return new Dataset({...columns, digest: digest()});
}

async function digestOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const {onChunk, digest} = digester(signal);
  for await (const chunk of readBytes(path)) onChunk(chunk);
  return digest();
}

function digester(signal: AbortSignal | undefined): {onChunk: (chunk: Uint8Array) => void; digest: () => string} {
  const hash = createHash("sha256");
  return {
    onChunk: (chunk) => {
      signal?.throwIfAborted();
      hash.update(chunk);
    },
    digest: () => hash.digest("hex")
  };
}
