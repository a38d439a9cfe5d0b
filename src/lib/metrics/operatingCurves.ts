import type {ThresholdCurve} from "./thresholdCurve.js";

export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
}

/**
 * The receiver operating characteristic from (0, 0) to (1, 1), thinned to at most `points` points, which are evenly
 * spaced along the curve (in steps of true plus false positive rate) and all on it. Undefined where one of the
 * classes is missing.
 */
export function rocCurve(curve: ThresholdCurve, {points = 200}: {points?: number} = {}): RocCurve | undefined {
  const {truePositives, falsePositives, positives, negatives} = curve;
  if (points < 2) throw new RangeError("A curve has at least two points.");
  if (positives === 0 || negatives === 0) return undefined;
  const roc: RocCurve = {falsePositiveRate: [0], truePositiveRate: [0]};
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

export interface PrecisionRecallCurve {
  recall: number[];
  precision: number[];
}

/**
 * Precision by recall, from the highest threshold to the lowest, thinned to at most `points` points: those at which
 * recall has risen by another step, all of them on the curve. Undefined without positives.
 */
export function precisionRecallCurve(
  {truePositives, falsePositives, positives}: ThresholdCurve,
  {points = 200}: {points?: number} = {}
): PrecisionRecallCurve | undefined {
  if (points < 2) throw new RangeError("A curve has at least two points.");
  if (positives === 0) return undefined;
  const curve: PrecisionRecallCurve = {recall: [], precision: []};
  const last = truePositives.length - 1;
  const step = 1 / (points - 1);
  let next = 0;
  for (let i = 0; i <= last; ++i) {
    const recall = truePositives[i] / positives;
    if (i < last && (recall < next || truePositives[i] === 0 || curve.recall.length === points - 1)) continue;
    curve.recall.push(recall);
    curve.precision.push(truePositives[i] / (truePositives[i] + falsePositives[i]));
    next = (Math.floor(recall / step) + 1) * step;
  }
  return curve;
}
