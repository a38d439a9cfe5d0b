import {countBelow} from "../statistics/quantiles.js";

/** Target 1 along a feature, in bins of about as many rows each. */
export interface RateBins {
  /** The greatest value of each bin. */
  upper: number[];
  rows: number[];
  positives: number[];
}

/**
 * Rows with a value, in at most so many bins by its rank. Equal values are in one bin, so that of a feature of few
 * values there are fewer and larger ones.
 * @param sorted     values of all rows that have one, ascending
 * @param positives  those of rows with target 1, ascending
 */
export function rateByQuantile(sorted: Float64Array, positives: Float64Array, bins = 10): RateBins {
  const result: RateBins = {upper: [], rows: [], positives: []};
  let [rows, positiveRows] = [0, 0];
  for (let bin = 1; bin <= bins && rows < sorted.length; ++bin) {
    const last = Math.ceil((bin * sorted.length) / bins) - 1;
    if (last < rows) continue;
    const upper = sorted[last];
    const end = countBelow(sorted, upper, {orEqual: true});
    const positiveEnd = countBelow(positives, upper, {orEqual: true});
    result.upper.push(upper);
    result.rows.push(end - rows);
    result.positives.push(positiveEnd - positiveRows);
    [rows, positiveRows] = [end, positiveEnd];
  }
  return result;
}
