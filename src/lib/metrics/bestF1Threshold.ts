import type {ThresholdCurve} from "./thresholdCurve.js";

/**
 * The threshold with the highest F1; of equally good ones the highest. It lies midway between two neighbouring
 * scores, so that a rounding of the scores' last digits changes no prediction. 1 where there are no positives.
 */
export function bestF1Threshold({thresholds, truePositives, falsePositives, positives}: ThresholdCurve): number {
  if (positives === 0) return 1;
  let best = 0;
  let bestScore = -1;
  for (let i = 0; i < thresholds.length; ++i) {
    const score = (2 * truePositives[i]) / (truePositives[i] + falsePositives[i] + positives);
    if (score > bestScore) {
      bestScore = score;
      best = i;
    }
  }
  const next = thresholds[best + 1];
  return next === undefined ? thresholds[best] : (thresholds[best] + next) / 2;
}
