import {expect, test} from "vitest";
import {isMetricName} from "../../../../src/lib/metrics/metrics.js";
import {rowDifference, rowMethod} from "../../../../src/lib/metrics/rowDifference.js";
import {finish} from "../../../../src/lib/statistics/pairedBootstrap.js";
import references from "../../../fixtures/statistics/comparisons.json" with {type: "json"};

const {labels, first, second, thresholds, means, bootstrap} = references.rows;

function difference(name: string, options = {}) {
  if (!isMetricName(name)) throw new Error(`There is no metric ${name}.`);
  const [a, b] = [first, second].map((probabilities, model) => ({probabilities, threshold: thresholds[model]}));
  return finish(rowDifference(name, labels, a, b, options));
}

test.each(Object.entries(means))("the interval of %s is that of a mean over rows", (name, {mean, low, high}) => {
  expect(difference(name)).toEqual({
    mean: expect.closeTo(mean, 13),
    low: expect.closeTo(low, 12),
    high: expect.closeTo(high, 12)
  });
});

test.each(Object.entries(bootstrap))("the paired bootstrap of %s is scikit-learn's, resampled", (name, reference) => {
  const interval = difference(name, {replicates: 10_000});
  if (interval === undefined) throw new Error("There is no interval.");
  expect(interval.mean).toBeCloseTo(reference.mean, 13);
  // Both are made of random numbers: the ends of 10,000 and of 20,000 replicates differ by some 2 % of the width.
  const width = reference.high - reference.low;
  expect(Math.abs(interval.low - reference.low)).toBeLessThan(0.04 * width);
  expect(Math.abs(interval.high - reference.high)).toBeLessThan(0.04 * width);
});

test("the same seed gives the same interval, another one another", () => {
  const options = {replicates: 200};
  expect(difference("f1", options)).toEqual(difference("f1", options));
  expect(difference("f1", {...options, seed: 2})).not.toEqual(difference("f1", options));
});

test("a model does not differ from itself by any metric", () => {
  for (const name of ["auc", "logloss", "f1", "average_precision"] as const) {
    const scored = {probabilities: first, threshold: 0.3};
    expect(finish(rowDifference(name, labels, scored, scored, {replicates: 50}))).toEqual({mean: 0, low: 0, high: 0});
  }
});

test("AUC is compared by DeLong's test, means by their interval, the rest by resampling", () => {
  expect(rowMethod("auc")).toBe("DeLong’s test");
  expect(rowMethod("brier")).toBe("normal interval of the rows’ mean");
  expect(rowMethod("average_precision")).toBe("paired bootstrap over rows");
});

test("a metric that needs a threshold says so; one that the rows lack is undefined", () => {
  const without = {probabilities: first};
  expect(() => finish(rowDifference("f1", labels, without, without))).toThrow("needs a threshold");
  const negatives = labels.map(() => 0);
  expect(finish(rowDifference("average_precision", negatives, without, without))).toBeUndefined();
  expect(finish(rowDifference("auc", negatives, without, without))).toBeUndefined();
});
