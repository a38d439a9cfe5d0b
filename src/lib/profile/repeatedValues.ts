import {rateHomogeneity} from "../statistics/chiSquare.js";

/** Training rows by how often their value of a feature occurs in the training rows: once, twice, or more often. */
export interface RepeatedValues {
  rows: number[];
  positives: number[];
  /** That classes with one target rate would differ so much; absent where there is nothing to compare. */
  chance?: number;
}

/** What the entries of `RepeatedValues` are. */
export const occurrenceClasses = ["once", "twice", "more often"] as const;

/**
 * @param sorted     values of all rows that have one, ascending
 * @param positives  those of rows with target 1, ascending
 */
export function repeatedValues(sorted: Float64Array, positives: Float64Array): RepeatedValues {
  const rows = occurrenceClasses.map(() => 0);
  const positiveRows = occurrenceClasses.map(() => 0);
  let positive = 0;
  for (let begin = 0; begin < sorted.length; ) {
    const value = sorted[begin];
    let end = begin + 1;
    while (end < sorted.length && sorted[end] === value) ++end;
    const firstPositive = positive;
    while (positive < positives.length && positives[positive] === value) ++positive;
    const occurrences = Math.min(end - begin, occurrenceClasses.length) - 1;
    rows[occurrences] += end - begin;
    positiveRows[occurrences] += positive - firstPositive;
    begin = end;
  }
  const test = rateHomogeneity(rows, positiveRows);
  return {rows, positives: positiveRows, ...(test && {chance: test.chance})};
}
