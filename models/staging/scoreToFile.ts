import {replaceFile} from "../../dataset/files.js";
import {readBytes} from "../../dataset/readBytes.js";
import type {CheckedModel} from "../../src/lib/scoring/inputChecks.js";
import type {ResultFormat} from "../../src/lib/scoring/results.js";
import {type CheckedCsv, type ScoreCsvOptions, scoreCheckedCsv} from "../../src/lib/scoring/scoreCsv.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";

export interface ScoreToFileOptions extends Omit<ScoreCsvOptions, "onBlock" | "file"> {
  /** Path of the CSV file to score. */
  input: string;
  /** Path of the file to write; one that is there is replaced only once the new one is whole. */
  output: string;
  format: ResultFormat;
  manifest: Pick<Manifest, "idColumn"> & CheckedModel;
}

/**
 * Scores a CSV file into another; of its rows, only the ids stay in memory.
 * @throws {UserError} `file-missing`, or `csv-…` for a mistake in the input
 */
export function scoreToFile({input, output, format, ...options}: ScoreToFileOptions): Promise<CheckedCsv> {
  return replaceFile(output, async (file) => {
    await file.appendFile(format.header(options.manifest.idColumn));
    return scoreCheckedCsv(readBytes(input), {
      ...options,
      file: input,
      onBlock: async (block) => {
        await file.appendFile(format.rows(block));
      }
    });
  });
}
