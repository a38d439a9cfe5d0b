import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {kolmogorovSmirnov} from "../../../../src/lib/drift/kolmogorovSmirnov.js";
import {quantileLevels} from "../../../../src/lib/profile/featureProfile.js";
import {chiSquareTail, rateHomogeneity} from "../../../../src/lib/statistics/chiSquare.js";
import {correlationMatrix, pairIndex} from "../../../../src/lib/statistics/correlationMatrix.js";
import {moments} from "../../../../src/lib/statistics/moments.js";
import {quantile, sortedKnown} from "../../../../src/lib/statistics/quantiles.js";
import {rankAuc} from "../../../../src/lib/statistics/rankAuc.js";

interface Reference {
  tails: {value: number; degrees: number; tail: number}[];
  homogeneity: {rows: number[]; positives: number[]; statistic: number; degrees: number; chance: number}[];
  columns: number[][];
  correlations: number[][];
  features: {
    values: number[];
    other: number[];
    target: number[];
    mean: number;
    standardDeviation: number;
    skewness: number;
    quantiles: number[];
    kolmogorovSmirnov: number;
    auc: number;
  }[];
}

// By featureStatistics.py, with SciPy and NumPy.
const reference: Reference = JSON.parse(readFileSync("tests/fixtures/statistics/featureStatistics.json", "utf8"));

const relative = (found: number, expected: number) => Math.abs(found / expected - 1);

test("tails of χ² are SciPy's", () => {
  for (const {value, degrees, tail} of reference.tails)
    expect(relative(chiSquareTail(value, degrees), tail), `${value}, ${degrees}`).toBeLessThan(1e-11);
  expect([chiSquareTail(0, 3), chiSquareTail(Infinity, 3)]).toEqual([1, 0]);
});

test("groups have one rate by SciPy's contingency test", () => {
  for (const {rows, positives, ...expected} of reference.homogeneity) {
    const found = rateHomogeneity(rows, positives);
    expect(found?.degrees).toBe(expected.degrees);
    expect(relative(found?.statistic ?? 0, expected.statistic)).toBeLessThan(1e-12);
    expect(relative(found?.chance ?? 0, expected.chance)).toBeLessThan(1e-11);
  }
  expect(rateHomogeneity([10, 0], [3, 0])).toBeUndefined();
  expect(rateHomogeneity([10, 5], [0, 0])).toBeUndefined();
});

test("moments, quantiles, distances and AUC are SciPy's and NumPy's, to a relative 1e-9", () => {
  for (const {values, other, target, ...expected} of reference.features) {
    const sorted = sortedKnown(Float64Array.from(values));
    const positives = sortedKnown(Float64Array.from(values.filter((_, row) => target[row] === 1)));
    const {mean = 0, standardDeviation = 0, skewness = 0} = moments(Float64Array.from(values));
    const found = [
      [mean, expected.mean],
      [standardDeviation, expected.standardDeviation],
      [skewness, expected.skewness],
      ...quantileLevels.map((level, i) => [quantile(sorted, level) ?? 0, expected.quantiles[i]]),
      [kolmogorovSmirnov(sorted, sortedKnown(Float64Array.from(other))) ?? 0, expected.kolmogorovSmirnov],
      [rankAuc(positives, sorted) ?? 0, expected.auc]
    ];
    for (const [ours, theirs] of found)
      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
  }
});

test("correlations are NumPy's, also of values of very different size", () => {
  const columns = reference.columns.map((column) => Float64Array.from(column));
  const {coefficients, rows} = correlationMatrix(columns);
  expect(rows).toBe(700);
  for (let i = 0; i < columns.length; ++i)
    for (let j = 0; j < columns.length; ++j)
      if (i !== j) expect(coefficients[pairIndex(i, j, columns.length)]).toBeCloseTo(reference.correlations[i][j], 12);
});

test("a constant column correlates with nothing, and missing values count as the mean", () => {
  const values = Float64Array.of(1, 2, 3, 4);
  const {coefficients} = correlationMatrix([values, Float64Array.of(5, 5, 5, 5), Float64Array.of(2, 4, Number.NaN, 8)]);
  expect(coefficients[0]).toBeNaN();
  expect(coefficients[2]).toBeNaN();
  // numpy.corrcoef([1, 2, 3, 4], [2, 4, 14/3, 8])
  expect(coefficients[1]).toBeCloseTo(0.9660917830792961, 12);
});

test("of many rows some are taken evenly", () => {
  const ramp = Float64Array.from({length: 100}, (_, row) => row);
  const {coefficients, rows} = correlationMatrix([ramp, ramp.map((value) => -value)], {maximumRows: 10});
  expect([rows, coefficients[0]]).toEqual([10, expect.closeTo(-1, 12)]);
});
