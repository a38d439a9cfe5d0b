import {createReadStream} from "node:fs";
import {type FileHandle, mkdir, open, rename, rm} from "node:fs/promises";
import {basename, dirname} from "node:path";
import type {CsvSummary} from "../../src/lib/csv/csvReader.js";
import {UserError} from "../../src/lib/errors.js";
import type {ResultFormat} from "../../src/lib/scoring/results.js";
import {type ScoreCsvOptions, scoreCsv} from "../../src/lib/scoring/scoreCsv.js";

export interface ScoreToFileOptions extends Omit<ScoreCsvOptions, "onBlock" | "file"> {
  /** Path of the CSV file to score. */
  input: string;
  /** Path of the file to write; one that is there is replaced only once the new one is whole. */
  output: string;
  format: ResultFormat;
  signal?: AbortSignal;
}

/**
 * Scores a CSV file into another, in constant memory.
 * @throws {UserError} `file-not-found`, or `csv-…` for a mistake in the input
 */
export async function scoreToFile({
  input,
  output,
  format,
  signal,
  ...options
}: ScoreToFileOptions): Promise<CsvSummary> {
  return writeBeside(output, async (file) => {
    await file.write(format.header(options.manifest.idColumn));
    return scoreCsv(readChunks(input, signal), {
      ...options,
      file: basename(input),
      onBlock: async (block) => {
        await file.write(format.rows(block));
      }
    });
  });
}

/** Nothing is left where writing fails, and what was there before stays. */
async function writeBeside<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const partial = `${path}.${process.pid}.partial`;
  await mkdir(dirname(path), {recursive: true});
  try {
    const file = await open(partial, "w");
    const result = await write(file).finally(() => file.close());
    await rename(partial, path);
    return result;
  } finally {
    await rm(partial, {force: true});
  }
}

async function* readChunks(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, {highWaterMark: 1 << 20, signal});
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UserError("file-not-found", `There is no file ${path}.`, {file: path});
    }
    throw error;
  }
}
