import {csvField, spreadsheetField} from "../csv/csvWriter.js";
import {predictedPositive} from "./scoringSession.js";

/** Scores of some rows, in their order. */
export interface Scores {
  ids: readonly string[];
  probabilities: Float32Array;
}

/** The same scores with the predictions that another threshold makes of them. */
export function atThreshold<Scored extends {probabilities: Float32Array; predictions: Uint8Array; threshold: number}>(
  scored: Scored,
  threshold: number
): Scored {
  if (threshold === scored.threshold) return scored;
  const predictions = Uint8Array.from(scored.probabilities, (value) => Number(predictedPositive(value, threshold)));
  return {...scored, threshold, predictions};
}

/** How scores are written as CSV: a header, then one line a row, so that a file can be written block by block. */
export interface ResultFormat {
  header(idColumn: string): string;
  rows(scores: Scores): string;
}

/** The id and the target, as Kaggle takes them. The target is the probability, because AUC takes a score. */
export function submissionFormat(targetColumn = "target"): ResultFormat {
  return {
    header: (idColumn) => `${csvField(idColumn)},${csvField(targetColumn)}\n`,
    rows: (scores) => lines(scores, shortestFloat)
  };
}

/**
 * The upload's result: `ID_code,probability,prediction`.
 * @param forSpreadsheets writes ids so that spreadsheet programs do not execute any as a formula
 */
export function predictionFormat(
  threshold: number,
  {forSpreadsheets = false}: {forSpreadsheets?: boolean} = {}
): ResultFormat {
  const field = forSpreadsheets ? spreadsheetField : csvField;
  return {
    header: (idColumn) => `${field(idColumn)},probability,prediction\n`,
    rows: (scores) =>
      lines(
        scores,
        (probability) => `${shortestFloat(probability)},${predictedPositive(probability, threshold) ? 1 : 0}`,
        field
      )
  };
}

/** A whole file. */
export function formatResults(format: ResultFormat, scores: Scores, idColumn: string): string {
  return format.header(idColumn) + format.rows(scores);
}

function lines({ids, probabilities}: Scores, write: (probability: number) => string, field = csvField): string {
  return ids.map((id, row) => `${field(id)},${write(probabilities[row])}\n`).join("");
}

/** The shortest decimal that reads back as the same 32-bit number: as a double it would show digits that mean nothing. */
export function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
