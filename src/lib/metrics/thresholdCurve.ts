import {checkRows} from "../statistics/labelledRows.js";

/**
 * What a classifier would predict at every threshold that its scores allow, highest first. At entry i, the rows with
 * a score of at least `thresholds[i]` are predicted as 1: `truePositives[i]` of them rightly, `falsePositives[i]`
 * wrongly. Rows of equal score share an entry, so every metric made from the curve treats ties fairly.
 */
export interface ThresholdCurve {
  thresholds: Float64Array;
  truePositives: Float64Array;
  falsePositives: Float64Array;
  positives: number;
  negatives: number;
}

/**
 * @param labels 0 or 1 by row
 * @param scores higher means likelier 1, by row; none may be NaN
 */
export function thresholdCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCurve {
  const rows = checkRows(labels, scores);
  const order = Uint32Array.from({length: rows}, (_, row) => row);
  order.sort((a, b) => scores[b] - scores[a]);
  const thresholds = new Float64Array(rows);
  const truePositives = new Float64Array(rows);
  const falsePositives = new Float64Array(rows);
  let entries = 0;
  let positives = 0;
  for (let rank = 0; rank < rows; ++rank) {
    const row = order[rank];
    if (labels[row] === 1) ++positives;
    if (rank + 1 < rows && scores[order[rank + 1]] === scores[row]) continue;
    thresholds[entries] = scores[row];
    truePositives[entries] = positives;
    falsePositives[entries] = rank + 1 - positives;
    ++entries;
  }
  return {
    thresholds: thresholds.subarray(0, entries),
    truePositives: truePositives.subarray(0, entries),
    falsePositives: falsePositives.subarray(0, entries),
    positives,
    negatives: rows - positives
  };
}

/**
 * Area under the receiver operating characteristic: the chance that a random positive has a higher score than a
 * random negative, ties counting half (as ranks averaged over ties give). Undefined where one of the classes is
 * missing.
 */
export function auc({truePositives, falsePositives, positives, negatives}: ThresholdCurve): number | undefined {
  if (positives === 0 || negatives === 0) return undefined;
  // Twice the area in units of one positive by one negative: whole numbers, hence exact.
  let doubled = 0;
  let previousTrue = 0;
  let previousFalse = 0;
  for (let i = 0; i < truePositives.length; ++i) {
    doubled += (falsePositives[i] - previousFalse) * (truePositives[i] + previousTrue);
    previousTrue = truePositives[i];
    previousFalse = falsePositives[i];
  }
  return doubled / (2 * positives * negatives);
}

/**
 * Average precision: precision at every threshold, weighted by the gain in recall, Σ (Rᵢ − Rᵢ₋₁) Pᵢ, without
 * interpolation (scikit-learn's `average_precision_score`). Undefined where there are no positives.
 */
export function averagePrecision({truePositives, falsePositives, positives}: ThresholdCurve): number | undefined {
  if (positives === 0) return undefined;
  let sum = 0;
  let previous = 0;
  for (let i = 0; i < truePositives.length; ++i) {
    const gained = truePositives[i] - previous;
    if (gained > 0) sum += (gained * truePositives[i]) / (truePositives[i] + falsePositives[i]);
    previous = truePositives[i];
  }
  return sum / positives;
}

/** 0.240: a threshold as it is shown everywhere; predictions use all its digits. */
export const formatThreshold = (threshold: number): string => threshold.toFixed(3);
