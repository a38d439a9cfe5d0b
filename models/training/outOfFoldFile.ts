import {csvField} from "../../src/lib/csv/csvWriter.js";
import type {FoldAssignments, TrainingData} from "./trainedModel.js";

/** Probabilities are written with five decimals: more would say nothing about 20,000 rows, and take more room. */
const decimals = 5;

/**
 * `ID_code,kfold,target,probability`, in the training file's order; without rows that are never held out. Of a row that
 * is held out several times the fold is the first, and the probability the mean.
 */
export function formatOutOfFold(
  {data, idColumn, targetColumn}: {data: TrainingData; idColumn: string; targetColumn: string},
  {assignments}: FoldAssignments,
  probabilities: Float64Array
): string {
  const header = [idColumn, "kfold", targetColumn, "probability"].map(csvField).join(",");
  const lines = data.ids.map((id, row) => {
    const probability = probabilities[row] ?? Number.NaN;
    if (Number.isNaN(probability)) return "";
    return `${csvField(id)},${assignments[row]},${data.target[row]},${probability.toFixed(decimals)}\n`;
  });
  return `${header}\n${lines.join("")}`;
}
