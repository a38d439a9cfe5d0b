import process from "node:process";
import {standardStream, writeOutput} from "../../dataset/output.js";
import {readBytes} from "../../dataset/readBytes.js";
import type {ResultFormat} from "../../src/lib/scoring/results.js";
import {
  type CheckedCsv,
  type ColumnsOfModel,
  type ScoreCsvOptions,
  scoreCheckedCsv
} from "../../src/lib/scoring/scoreCsv.js";
import type {CheckedModel} from "../../src/lib/scoring/valueChecks.js";

export interface ScoreToFileOptions extends Omit<ScoreCsvOptions, "onBlock" | "file"> {
  /** Path of the CSV file to score; `-` is standard input. */
  input: string;
  /** Path of the file to write, as `writeOutput` takes it. */
  output: string;
  format: ResultFormat;
  manifest: ColumnsOfModel & CheckedModel;
}

/**
 * Scores a CSV file into another; of its rows, only the ids stay in memory.
 * @throws {UserError} `file-missing`, or `csv-…` for a mistake in the input
 */
export function scoreToFile({input, output, format, ...options}: ScoreToFileOptions): Promise<CheckedCsv> {
  const isPiped = input === standardStream;
  return writeOutput(output, async (file) => {
    await file.write(format.header(options.manifest.idColumn));
    return scoreCheckedCsv(isPiped ? process.stdin : readBytes(input), {
      ...options,
      file: isPiped ? "standard input" : input,
      onBlock: async (block) => {
        await file.write(format.rows(block));
      }
    });
  });
}
