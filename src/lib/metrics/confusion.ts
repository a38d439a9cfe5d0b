import {checkRows} from "../statistics/labelledRows.js";

/** Rows by what was predicted and whether it was right. */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/** Counts the predictions that a threshold makes: 1 for probabilities of at least `threshold`. */
export function confusionAt(labels: ArrayLike<number>, probabilities: ArrayLike<number>, threshold: number): Confusion {
  const rows = checkRows(labels, probabilities);
  const counts = {truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0};
  for (let row = 0; row < rows; ++row) {
    if (probabilities[row] >= threshold) ++counts[labels[row] === 1 ? "truePositives" : "falsePositives"];
    else ++counts[labels[row] === 1 ? "falseNegatives" : "trueNegatives"];
  }
  return counts;
}

/** Share of right predictions. */
export function accuracy({truePositives, trueNegatives, falsePositives, falseNegatives}: Confusion): number {
  return ratio(truePositives + trueNegatives, truePositives + trueNegatives + falsePositives + falseNegatives);
}

/** Share of positives among the rows predicted as 1; 0 where none is. */
export function precision({truePositives, falsePositives}: Confusion): number {
  return ratio(truePositives, truePositives + falsePositives);
}

/** Share of the positives that are predicted as 1; 0 where there are no positives. */
export function recall({truePositives, falseNegatives}: Confusion): number {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Harmonic mean of precision and recall; 0 where there are neither positives nor predictions of 1. */
export function f1({truePositives, falsePositives, falseNegatives}: Confusion): number {
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/** Division by zero gives 0: scikit-learn's default for these metrics. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
