import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {Dataset} from "./dataset.js";
import {readBytes} from "./readBytes.js";
import {readColumns} from "./readColumns.js";
import {readInParts} from "./readInParts.js";

export interface ReadDatasetOptions {
  /** Called with the bytes read so far and the file's size. */
  onProgress?: (bytes: number, total: number) => void;
  signal?: AbortSignal;
  /** Cores to read with: as many as there are, unless the file is too small for that to pay. */
  cores?: number;
}

/** Starting a worker takes as long as reading some 60 MB. */
const bytesWorthACore = 64_000_000;

/**
 * Reads a CSV file of the competition's kind: the first column is the id, `target` is the target if it is there, all
 * others are features.
 * @throws UserError file-missing, csv-… (see CsvReader)
 */
export async function readDataset(
  path: string,
  {onProgress, signal = new AbortController().signal, cores}: ReadDatasetOptions = {}
): Promise<Dataset> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  const parts = cores ?? Math.min(availableParallelism(), Math.floor(size / bytesWorthACore));
  const onBytes = (bytes: number) => onProgress?.(bytes, size);
  if (parts > 1) {
    const {onChunk, digest} = digester(signal);
    const columns = await readInParts(path, {parts, size, onChunk, onBytes, signal});
    if (columns !== undefined) return new Dataset({...columns, digest: digest()});
  }
  const {onChunk, digest} = digester(signal);
  const columns = await readColumns(readBytes(path), {
    size,
    file: path,
    onChunk: (chunk, bytes) => {
      onChunk(chunk);
      onBytes(bytes);
    }
  });
  return new Dataset({...columns, digest: digest()});
}

function digester(signal: AbortSignal): {onChunk: (chunk: Uint8Array) => void; digest: () => string} {
  const hash = createHash("sha256");
  return {
    onChunk: (chunk) => {
      signal.throwIfAborted();
      hash.update(chunk);
    },
    digest: () => hash.digest("hex")
  };
}
