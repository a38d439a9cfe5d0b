import {type Interval, normalInterval} from "./interval.js";
import {checkRows} from "./labelledRows.js";
import {erfc} from "./normal.js";
import {countBelow} from "./quantiles.js";

// The nonparametric comparison of correlated AUCs: E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, “Comparing the
// areas under two or more correlated receiver operating characteristic curves”, Biometrics 44 (1988), 837–845; in
// O(n log n) as X. Sun and W. Xu have it, IEEE Signal Processing Letters 21 (2014), 1389–1393.

/** An AUC by rows: of each, the share of the other class that it is ranked rightly against, ties counting half. */
export interface AucPlacements {
  /** Mean of either column. */
  auc: number;
  /** One a row with label 1, in the rows' order. */
  positives: Float64Array;
  /** One a row with label 0, in the rows' order. */
  negatives: Float64Array;
}

/**
 * @param labels 0 or 1 by row
 * @param scores higher means likelier 1, by row; none may be NaN
 * @returns undefined unless there are two rows of each class, of which alone a variance exists
 */
export function aucPlacements(labels: ArrayLike<number>, scores: ArrayLike<number>): AucPlacements | undefined {
  const rows = checkRows(labels, scores);
  const ofPositives = new Float64Array(rows);
  const ofNegatives = new Float64Array(rows);
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < rows; ++row) {
    if (labels[row] === 1) ofPositives[positives++] = scores[row];
    else ofNegatives[negatives++] = scores[row];
  }
  if (positives < 2 || negatives < 2) return undefined;
  const positiveScores = ofPositives.subarray(0, positives);
  const negativeScores = ofNegatives.subarray(0, negatives);
  const placements = {
    positives: sharesBelow(positiveScores, negativeScores),
    negatives: sharesBelow(negativeScores, positiveScores).map((share) => 1 - share)
  };
  return {...placements, auc: mean(placements.positives)};
}

/** For each value, the share of the others that is below it, equal ones counting half. */
function sharesBelow(values: Float64Array, others: Float64Array): Float64Array {
  const sorted = others.slice().sort();
  return values.map(
    (value) => (countBelow(sorted, value) + countBelow(sorted, value, {orEqual: true})) / (2 * sorted.length)
  );
}

export interface AucComparison {
  /** AUC of the first less that of the second, and its interval. */
  interval: Interval;
  standardError: number;
  /** Two-sided, of the hypothesis that both have the same AUC. */
  p: number;
}

/** DeLong's test of two models on the same rows. @throws RangeError if the rows differ in number */
export function delongTest(first: AucPlacements, second: AucPlacements, {confidence = 0.95} = {}): AucComparison {
  const positives = differences(first.positives, second.positives);
  const negatives = differences(first.negatives, second.negatives);
  const standardError = Math.sqrt(varianceOfMean(positives) + varianceOfMean(negatives));
  const difference = first.auc - second.auc;
  return {
    interval: normalInterval(difference, standardError, confidence),
    standardError,
    p: difference === 0 ? 1 : erfc(Math.abs(difference) / standardError / Math.SQRT2)
  };
}

/** The interval of one AUC, cut to what an AUC can be, with DeLong's standard error. */
export function delongInterval(
  {auc, positives, negatives}: AucPlacements,
  {confidence = 0.95} = {}
): Interval & {standardError: number} {
  const standardError = Math.sqrt(varianceOfMean(positives) + varianceOfMean(negatives));
  const {low, high} = normalInterval(auc, standardError, confidence);
  return {mean: auc, low: Math.max(0, low), high: Math.min(1, high), standardError};
}

function differences(first: Float64Array, second: Float64Array): Float64Array {
  if (first.length !== second.length) throw new RangeError("The models are compared on the same rows.");
  return first.map((value, row) => value - second[row]);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; ++row) sum += values[row];
  return sum / values.length;
}

/** The sample's variance (n − 1) over the number of values. */
export function varianceOfMean(values: Float64Array): number {
  const centre = mean(values);
  let squares = 0;
  for (let row = 0; row < values.length; ++row) squares += (values[row] - centre) ** 2;
  return squares / (values.length - 1) / values.length;
}
