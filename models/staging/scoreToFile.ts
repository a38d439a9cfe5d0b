import {type FileHandle, mkdir, open, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {readBytes} from "../../dataset/readBytes.js";
import type {CsvSummary} from "../../src/lib/csv/csvReader.js";
import type {ResultFormat} from "../../src/lib/scoring/results.js";
import {type ScoreCsvOptions, scoreCsv} from "../../src/lib/scoring/scoreCsv.js";

export interface ScoreToFileOptions extends Omit<ScoreCsvOptions, "onBlock" | "file"> {
  /** Path of the CSV file to score. */
  input: string;
  /** Path of the file to write; one that is there is replaced only once the new one is whole. */
  output: string;
  format: ResultFormat;
}

/**
 * Scores a CSV file into another, in constant memory.
 * @throws {UserError} `file-missing`, or `csv-…` for a mistake in the input
 */
export async function scoreToFile({input, output, format, ...options}: ScoreToFileOptions): Promise<CsvSummary> {
  return writeBeside(output, async (file) => {
    await file.appendFile(format.header(options.manifest.idColumn));
    return scoreCsv(readBytes(input), {
      ...options,
      file: input,
      onBlock: async (block) => {
        await file.appendFile(format.rows(block));
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
