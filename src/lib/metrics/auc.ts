import type {ThresholdCurve} from "./thresholdCurve.js";

/**
 * Area under the receiver operating characteristic: the chance that a random positive has a higher score than a
 * random negative, ties counting half (as ranks averaged over ties give). NaN where one of the classes is missing.
 */
export function auc({truePositives, falsePositives, positives, negatives}: ThresholdCurve): number {
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
