import type {ThresholdCurve} from "./thresholdCurve.js";

export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
}

/**
 * The receiver operating characteristic from (0, 0) to (1, 1), thinned to at most `points` points, which are evenly
 * spaced along the curve (in steps of true plus false positive rate) and all on it.
 */
export function rocCurve(curve: ThresholdCurve, {points = 200}: {points?: number} = {}): RocCurve {
  const {truePositives, falsePositives, positives, negatives} = curve;
  if (points < 2) throw new RangeError("A curve has at least two points.");
  const roc: RocCurve = {falsePositiveRate: [0], truePositiveRate: [0]};
  if (positives === 0 || negatives === 0) return {falsePositiveRate: [0, 1], truePositiveRate: [0, 1]};
  const last = truePositives.length - 1;
  const step = 2 / (points - 1);
  let next = step;
  for (let i = 0; i <= last; ++i) {
    const truePositiveRate = truePositives[i] / positives;
    const falsePositiveRate = falsePositives[i] / negatives;
    const travelled = truePositiveRate + falsePositiveRate;
    if (i < last && (travelled < next || roc.truePositiveRate.length === points - 1)) continue;
    roc.falsePositiveRate.push(falsePositiveRate);
    roc.truePositiveRate.push(truePositiveRate);
    next = (Math.floor(travelled / step) + 1) * step;
  }
  return roc;
}
