import {type Confusion, f1, precision, recall} from "./confusion.js";
import type {ThresholdCurve} from "./thresholdCurve.js";

/** What a wrong prediction costs, in any unit: only their ratio decides. */
export interface Costs {
  /** A row with target 0 that is predicted as 1. */
  falseAlarm: number;
  /** A row with target 1 that is predicted as 0. */
  miss: number;
}

/** What a threshold makes of the rows. */
export interface ThresholdMeasures {
  confusion: Confusion;
  precision: number;
  recall: number;
  f1: number;
  /** Precision over the share of positives: how many times better than choosing rows at random. 0 without either. */
  lift: number;
  /** Share of the rows that are predicted as 1. */
  flagged: number;
  /** Mean cost of a row. */
  cost: number;
}

/** The counts at a threshold, by halving: rows with a score of at least `threshold` are predicted as 1. */
export function confusionOf(
  {thresholds, truePositives, falsePositives, positives, negatives}: ThresholdCurve,
  threshold: number
): Confusion {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle] >= threshold) low = middle + 1;
    else high = middle;
  }
  const [truePositive, falsePositive] = low === 0 ? [0, 0] : [truePositives[low - 1], falsePositives[low - 1]];
  return {
    truePositives: truePositive,
    falsePositives: falsePositive,
    trueNegatives: negatives - falsePositive,
    falseNegatives: positives - truePositive
  };
}

export function measuresAt(curve: ThresholdCurve, threshold: number, costs: Costs): ThresholdMeasures {
  const confusion = confusionOf(curve, threshold);
  const {truePositives, falsePositives, falseNegatives} = confusion;
  const rows = curve.positives + curve.negatives;
  const flagged = truePositives + falsePositives;
  return {
    confusion,
    precision: precision(confusion),
    recall: recall(confusion),
    f1: f1(confusion),
    lift: flagged === 0 || curve.positives === 0 ? 0 : (truePositives * rows) / (flagged * curve.positives),
    flagged: rows === 0 ? 0 : flagged / rows,
    cost: rows === 0 ? 0 : (costs.falseAlarm * falsePositives + costs.miss * falseNegatives) / rows
  };
}

/** What is to be as high as possible, from the counts of rows predicted as 1; undefined where it may not be chosen. */
export type Criterion = (counts: {
  truePositives: number;
  falsePositives: number;
  positives: number;
  negatives: number;
}) => number | undefined;

export const byF1: Criterion = ({truePositives, falsePositives, positives}) =>
  (2 * truePositives) / (truePositives + falsePositives + positives);

/** Youden's J, sensitivity + specificity − 1: where the ROC is farthest above its diagonal. */
export const byYouden: Criterion = ({truePositives, falsePositives, positives, negatives}) =>
  truePositives / positives - falsePositives / negatives;

/** Least cost. */
export const byCost =
  ({falseAlarm, miss}: Costs): Criterion =>
  ({truePositives, falsePositives, positives}) =>
    -(falseAlarm * falsePositives + miss * (positives - truePositives));

/** Highest recall among the thresholds of at least this precision. */
export const byPrecision =
  (least: number): Criterion =>
  ({truePositives, falsePositives}) =>
    truePositives > 0 && truePositives >= least * (truePositives + falsePositives) ? truePositives : undefined;

/**
 * The threshold at which a criterion is highest; of equally good ones the highest. It lies midway between two
 * neighbouring scores, so that a rounding of the scores' last digits changes no prediction. Predicting no row as 1 is
 * a choice as well: a threshold above all scores. Undefined where no threshold may be chosen, and for rows of one
 * class, of which no criterion says anything.
 */
export function bestThreshold(curve: ThresholdCurve, criterion: Criterion): number | undefined {
  const {thresholds, truePositives, falsePositives, positives, negatives} = curve;
  if (positives === 0 || negatives === 0) return undefined;
  const counts = {truePositives: 0, falsePositives: 0, positives, negatives};
  let best = -1;
  let bestValue = criterion(counts);
  for (let i = 0; i < thresholds.length; ++i) {
    counts.truePositives = truePositives[i];
    counts.falsePositives = falsePositives[i];
    const value = criterion(counts);
    if (value !== undefined && (bestValue === undefined || value > bestValue)) {
      bestValue = value;
      best = i;
    }
  }
  return bestValue === undefined ? undefined : thresholdAfter(thresholds, best);
}

/** A threshold that entry `index` of the curve is above, and the next one below. */
function thresholdAfter(thresholds: Float64Array, index: number): number {
  // Above all scores: midway to 1, as scores are probabilities; just above 1 where one of them is 1.
  if (index < 0) return thresholds[0] < 1 ? (thresholds[0] + 1) / 2 : 1 + Number.EPSILON;
  const next = thresholds[index + 1];
  return next === undefined ? thresholds[index] : (thresholds[index] + next) / 2;
}

/** The threshold with the highest F1; 1 where there are no positives, and the lowest score where all rows are. */
export function bestF1Threshold(curve: ThresholdCurve): number {
  if (curve.positives === 0) return 1;
  return bestThreshold(curve, byF1) ?? curve.thresholds[curve.thresholds.length - 1];
}
