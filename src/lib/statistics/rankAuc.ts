/**
 * AUC of a single column as a score: the chance that a random positive has a higher value than a random negative, ties
 * counting half (Mann and Whitney's U over the number of pairs). One merge of sorted values, so cheap where they are
 * sorted anyway; `metrics/auc` is for scores that are not. NaN where one of the classes is empty.
 * @param positives  sorted values of the rows with target 1
 * @param all        sorted values of all rows
 */
export function rankAuc(positives: Float64Array, all: Float64Array): number {
  const negatives = all.length - positives.length;
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
