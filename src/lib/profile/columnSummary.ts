import {moments} from "../statistics/moments.js";
import {countBelow, countDistinct, finitePart, quantile} from "../statistics/quantiles.js";
import {type ColumnSummary, quantileLevels} from "./featureProfile.js";

/** Digits that a summary keeps: more than any page shows, few enough for 200 features to be a small file. */
const significantDigits = 7;

/**
 * What a column looks like.
 * @param sorted  its values, as from sortedKnown
 * @param rows    how many there are with the missing ones
 */
export function summarizeColumn(sorted: Float64Array, rows: number): ColumnSummary {
  const finite = finitePart(sorted);
  const {mean, standardDeviation, skewness} = moments(finite);
  const quantiles = quantileLevels.map((level) => quantile(finite, level)).filter((value) => value !== undefined);
  return {
    rows,
    missing: rows - sorted.length,
    infinite: sorted.length - finite.length,
    zeros: countBelow(sorted, 0, {orEqual: true}) - countBelow(sorted, 0),
    distinct: countDistinct(sorted),
    mean: roundedIfKnown(mean),
    standardDeviation: roundedIfKnown(standardDeviation),
    skewness: roundedIfKnown(skewness, 4),
    minimum: roundedIfKnown(quantile(finite, 0)),
    maximum: roundedIfKnown(quantile(finite, 1)),
    quantiles: quantiles.length > 0 ? quantiles.map((value) => rounded(value)) : undefined
  };
}

function roundedIfKnown(value: number | undefined, digits?: number): number | undefined {
  return value === undefined ? undefined : rounded(value, digits);
}

/** A number with this many significant digits; the largest ones, which would round to infinity, as they are. */
export function rounded(value: number, digits = significantDigits): number {
  const short = Number(value.toPrecision(digits));
  return Number.isFinite(short) ? short : value;
}
