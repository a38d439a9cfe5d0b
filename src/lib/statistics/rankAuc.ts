import {normal95} from "./wilsonInterval.js";

/**
 * AUC of a single column as a score: the chance that a random positive has a higher value than a random negative, ties
 * counting half (Mann and Whitney's U over the number of pairs). One merge of sorted values, so cheap where they are
 * sorted anyway; `metrics/auc` is for scores that are not. Undefined where one of the
 * classes is empty.
 * @param positives  sorted values of the rows with target 1
 * @param all        sorted values of all rows
 */
export function rankAuc(positives: Float64Array, all: Float64Array): number | undefined {
  const negatives = all.length - positives.length;
  if (positives.length === 0 || negatives === 0) return undefined;
  let doubledRanks = 0;
  let begin = 0;
  let end = 0;
  for (const value of positives) {
    while (all[begin] < value) ++begin;
    end = Math.max(end, begin);
    while (end < all.length && all[end] === value) ++end;
    // Ranks count from 1; equal values have the mean of theirs.
    doubledRanks += begin + 1 + end;
  }
  const pairs = positives.length * negatives;
  return (doubledRanks / 2 - (positives.length * (positives.length + 1)) / 2) / pairs;
}

/**
 * 95 % interval of an AUC, with the standard error of Hanley and McNeil (Radiology 143, 1982).
 * @param positives rows with target 1
 * @param negatives rows with target 0
 */
export function aucInterval(auc: number, positives: number, negatives: number): [number, number] {
  const positivePairs = auc / (2 - auc);
  const negativePairs = (2 * auc ** 2) / (1 + auc);
  const variance =
    auc * (1 - auc) + (positives - 1) * (positivePairs - auc ** 2) + (negatives - 1) * (negativePairs - auc ** 2);
  const half = normal95 * Math.sqrt(Math.max(0, variance) / (positives * negatives));
  return [Math.max(0, auc - half), Math.min(1, auc + half)];
}

/**
 * How far from 0.5 the AUC of a column that has nothing to do with the target may be by chance: the standard deviation
 * of Mann and Whitney's U over the number of pairs, without ties, which would make it smaller.
 */
export function aucStandardErrorByChance(positives: number, negatives: number): number {
  return Math.sqrt((positives + negatives + 1) / (12 * positives * negatives));
}
