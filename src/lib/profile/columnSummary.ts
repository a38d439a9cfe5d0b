import {moments} from "../statistics/moments.js";
import {countBelow, countDistinct, quantile} from "../statistics/quantiles.js";
import {type ColumnSummary, quantileLevels} from "./featureProfile.js";

/** Digits that a summary keeps: more than any page shows, few enough for 200 features to be a small file. */
const significantDigits = 7;

/**
 * What a column looks like.
 * @param sorted  its values, as from sortedFinite
 * @param rows    how many there are with the missing ones
 */
export function summarizeColumn(sorted: Float64Array, rows: number): ColumnSummary {
  const {mean, standardDeviation, skewness} = moments(sorted);
  return {
    rows,
    missing: rows - sorted.length,
    zeros: countBelow(sorted, 0, {orEqual: true}) - countBelow(sorted, 0),
    distinct: countDistinct(sorted),
    mean: rounded(mean),
    standardDeviation: rounded(standardDeviation),
    skewness: rounded(skewness, 4),
    minimum: rounded(quantile(sorted, 0)),
    maximum: rounded(quantile(sorted, 1)),
    quantiles: quantileLevels.map((level) => rounded(quantile(sorted, level)))
  };
}

/** A number with so many significant digits. */
export function rounded(value: number, digits = significantDigits): number {
  return Number(value.toPrecision(digits));
}
