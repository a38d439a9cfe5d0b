import {expect, test} from "vitest";
import {metricInterval} from "../../../../src/lib/experiment/metricInterval.js";
import {correctedInterval} from "../../../../src/lib/metrics/spread.js";

const folds = [0.96, 1, 0.97, 1, 0.99];
const mean = folds.reduce((sum, value) => sum + value, 0) / folds.length;

test("the interval of a metric ends where the metric does", () => {
  const free = correctedInterval(folds);
  expect(free?.high).toBeGreaterThan(1);
  expect(metricInterval("auc", {mean, folds})).toEqual({...free, high: 1});
  expect(metricInterval("logloss", {mean: 0.01, folds: [0, 0.02]})?.low).toBe(0);
});

test("of a metric of another name nothing is known of its ends, and one fold has none", () => {
  expect(metricInterval("val_rmse", {mean, folds})).toEqual(correctedInterval(folds));
  expect(metricInterval("auc", {mean, folds: [mean]})).toBeUndefined();
});
