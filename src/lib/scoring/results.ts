import {csvField} from "../csv/csvWriter.js";
import {predictedPositive} from "./scoringSession.js";

/** Scores of some rows, in their order. */
export interface Scores {
  ids: readonly string[];
  probabilities: Float32Array;
}

/** How scores are written as CSV: a header, then one line a row, so that a file can be written block by block. */
export interface ResultFormat {
  header(idColumn: string): string;
  rows(scores: Scores): string;
}

/** Kaggle's `ID_code,target`. The target is the probability, because the competition's metric, AUC, takes a score. */
export const submissionFormat: ResultFormat = {
  header: (idColumn) => `${csvField(idColumn)},target\n`,
  rows: (scores) => lines(scores, shortestFloat)
};

/** The upload's result: `ID_code,probability,prediction`. */
export function predictionFormat(threshold: number): ResultFormat {
  return {
    header: (idColumn) => `${csvField(idColumn)},probability,prediction\n`,
    rows: (scores) =>
      lines(
        scores,
        (probability) => `${shortestFloat(probability)},${predictedPositive(probability, threshold) ? 1 : 0}`
      )
  };
}

/** A whole file. */
export function formatResults(format: ResultFormat, scores: Scores, idColumn: string): string {
  return format.header(idColumn) + format.rows(scores);
}

function lines({ids, probabilities}: Scores, write: (probability: number) => string): string {
  return ids.map((id, row) => `${csvField(id)},${write(probabilities[row])}\n`).join("");
}

/** The shortest decimal that reads back as the same 32-bit number: as a double it would show digits that mean nothing. */
export function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
