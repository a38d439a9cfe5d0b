import type {ThresholdCurve} from "./thresholdCurve.js";

/**
 * Average precision: precision at every threshold, weighted by the gain in recall, Σ (Rᵢ − Rᵢ₋₁) Pᵢ, without
 * interpolation (scikit-learn's `average_precision_score`). 0 where there are no positives.
 */
export function averagePrecision({truePositives, falsePositives, positives}: ThresholdCurve): number {
  if (positives === 0) return 0;
  let sum = 0;
  let previous = 0;
  for (let i = 0; i < truePositives.length; ++i) {
    const gained = truePositives[i] - previous;
    if (gained > 0) sum += (gained * truePositives[i]) / (truePositives[i] + falsePositives[i]);
    previous = truePositives[i];
  }
  return sum / positives;
}
