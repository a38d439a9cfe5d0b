import {readFile} from "node:fs/promises";
import {describe, expect, it, test} from "vitest";
import {RandomSource} from "../../../../src/lib/random.js";
import {
  logNormalDistribution,
  logNormalMass,
  normalDistribution,
  normalQuantile
} from "../../../../src/lib/statistics/normal.js";
import {parzenEstimator} from "../../../../src/lib/sweeps/parzenEstimator.js";
import {directionNumbers, SobolPoints} from "../../../../src/lib/sweeps/sobolPoints.js";
import type {Dimension} from "../../../../src/lib/sweeps/space.js";
import {type Observation, splitTrials} from "../../../../src/lib/sweeps/suggest.js";

interface References {
  parzen: {
    dimension: {from: number; to: number; scale?: "log"; step?: number} | {choices: string[]};
    values: number[];
    points: number[];
    logDensity: number[];
  }[];
  split: {trials: {number: number; value: number; prunedAt?: number}[]; splits: {count: number; good: number[]}[]};
  sobol: number[][];
  normal: {x: number[]; logDistribution: number[]; quantiles: [number, number][]};
}

// By tests/fixtures/sweeps/references.py: Optuna 5.0.0, SciPy 1.17.1.
const references: References = JSON.parse(await readFile("tests/fixtures/sweeps/references.json", "utf8"));

describe("the densities of a Parzen estimator are Optuna's", () => {
  const {parzen} = references;
  it.each(parzen.map((example) => ({...example, count: example.values.length, of: JSON.stringify(example.dimension)})))(
    "$count values of $of",
    ({dimension, values, points, logDensity}) => {
      const described: Dimension =
        "choices" in dimension ? {name: "x", ...dimension} : {name: "x", scale: "linear", ...dimension};
      const estimator = parzenEstimator(described, values);
      for (const [i, point] of points.entries()) {
        const expected = logDensity[i];
        expect(Math.abs(estimator.logDensity(point) - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      }
    }
  );
});

test("values are drawn as the density says", () => {
  const dimension: Dimension = {name: "x", from: 2, to: 12, step: 1, scale: "log"};
  const estimator = parzenEstimator(dimension, [3, 3, 4, 9]);
  const random = new RandomSource(1);
  const counts = new Map<number, number>();
  const draws = 20_000;
  for (let i = 0; i < draws; ++i) {
    const value = estimator.sample(random);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let total = 0;
  for (let value = 2; value <= 12; ++value) {
    const share = Math.exp(estimator.logDensity(value));
    total += share;
    // Five standard errors.
    expect(Math.abs((counts.get(value) ?? 0) / draws - share)).toBeLessThan(
      5 * Math.sqrt((share * (1 - share)) / draws)
    );
  }
  expect(total).toBeCloseTo(1, 12);
});

test("the good trials are those that Optuna takes", () => {
  const {trials, splits} = references.split;
  const observations: Observation[] = trials.map((trial) => ({...trial, settings: {}}));
  for (const {count, good} of splits)
    expect(splitTrials(observations.slice(0, count)).good.map(({number}) => number)).toEqual(good);
});

describe("Sobol points", () => {
  it("have the direction numbers of SciPy", () => {
    for (const [index, point] of references.sobol.entries()) {
      const gray = index ^ (index >>> 1);
      const ours = point.map((_, dimension) => {
        const directions = directionNumbers(dimension);
        let bits = 0;
        for (let bit = 0; bit < 8; ++bit) if ((gray >>> bit) & 1) bits ^= directions[bit];
        return (bits >>> 0) / 2 ** 32;
      });
      expect(ours).toEqual(point);
    }
  });

  it.each([1, 2, 3])("stay a net when scrambled: every 16th of each axis has one of 16 points (seed %i)", (seed) => {
    const points = new SobolPoints(40, seed);
    const drawn = Array.from({length: 16}, (_, index) => points.at(index));
    for (let dimension = 0; dimension < 40; ++dimension)
      expect(new Set(drawn.map((point) => Math.floor(point[dimension] * 16))).size).toBe(16);
    // In the first two dimensions also every square of four by four.
    expect(new Set(drawn.map(([x, y]) => 4 * Math.floor(x * 4) + Math.floor(y * 4))).size).toBe(16);
  });

  it("differ by seed", () => {
    expect(new SobolPoints(2, 1).at(5)).not.toEqual(new SobolPoints(2, 2).at(5));
    expect(new SobolPoints(2, 1).at(5)).toEqual(new SobolPoints(2, 1).at(5));
  });
});

test("the normal distribution has SciPy's values", () => {
  const {x, logDistribution, quantiles} = references.normal;
  for (const [i, at] of x.entries()) {
    const expected = logDistribution[i];
    expect(Math.abs(logNormalDistribution(at) - expected)).toBeLessThan(1e-13 * Math.abs(expected));
    expect(Math.abs(normalDistribution(at) / Math.exp(expected) - 1)).toBeLessThan(at < -30 ? 1e-11 : 1e-13);
  }
  for (const [p, expected] of quantiles) expect(normalQuantile(p)).toBeCloseTo(expected, 12);
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
  expect(() => normalQuantile(1.1)).toThrow(RangeError);
  expect(Math.exp(logNormalMass(-1, 1))).toBeCloseTo(0.6826894921370859, 14);
  expect(logNormalMass(20, 21)).toBeCloseTo(logNormalMass(-21, -20), 10);
  expect(logNormalMass(1, 1)).toBe(-Infinity);
});
