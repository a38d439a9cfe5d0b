import {expect, test} from "vitest";
import {confusionAt, f1, precision, recall} from "../../../../src/lib/metrics/confusion.js";
import {measureAll, metricDefinition, metrics, Predictions} from "../../../../src/lib/metrics/metrics.js";
import {logloss} from "../../../../src/lib/metrics/probabilityLosses.js";
import {bestF1Threshold} from "../../../../src/lib/metrics/thresholdChoice.js";
import {auc, averagePrecision, thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {labels, probabilities} from "./sample.js";

test("every metric is scikit-learn's", () => {
  const measured = measureAll(new Predictions(labels, probabilities, 0.5));
  // sklearn.metrics.{roc_auc_score, log_loss, accuracy_score, …}(y, p or p >= 0.5)
  const reference = {
    auc: 0.7177552707730467,
    logloss: 1.0135710494292889,
    accuracy: 0.675,
    precision: 0.5841584158415841,
    recall: 0.7195121951219512,
    f1: 0.644808743169399,
    average_precision: 0.6229682089448995,
    brier: 0.22774999999999998
  };
  expect(Object.keys(measured)).toEqual(metrics.map(({name}) => name));
  for (const [name, value] of Object.entries(reference))
    expect(Object.entries(measured)).toContainEqual([name, expect.closeTo(value, 13)]);
});

test("tied scores count half in the AUC", () => {
  expect(auc(thresholdCurve([0, 1], [0.5, 0.5]))).toBe(0.5);
  expect(auc(thresholdCurve([0, 1, 1, 0], [1, 1, 2, 0]))).toBe(0.875);
});

test("the AUC of a single class does not exist, nor the average precision of no positives", () => {
  expect(auc(thresholdCurve([1, 1], [0.2, 0.4]))).toBeUndefined();
  expect(averagePrecision(thresholdCurve([0, 0], [0.2, 0.4]))).toBeUndefined();
  const one = measureAll(new Predictions([0, 0], [0.2, 0.4], 0.5));
  expect(one).not.toHaveProperty("auc");
  expect(one).toMatchObject({accuracy: 1});
  expect(measureAll(new Predictions([], [], 0.5))).toEqual({accuracy: 0, precision: 0, recall: 0, f1: 0});
});

test("every metric has a definition of its own", () => {
  expect(new Set(metrics.map(({name}) => name)).size).toBe(metrics.length);
  for (const {name} of metrics) expect(metricDefinition(name).name).toBe(name);
});

test("log loss keeps certain probabilities 2⁻⁵² from certainty", () => {
  // sklearn.metrics.log_loss([0, 1, 1], [0.0, 0.0, 1.0])
  expect(logloss([0, 1, 1], [0, 0, 1])).toBeCloseTo(12.014551129705717, 12);
});

test("division by zero gives 0", () => {
  const none = confusionAt([0, 0], [0.1, 0.2], 0.5);
  expect([precision(none), recall(none), f1(none)]).toEqual([0, 0, 0]);
});

test("the best threshold reaches the highest F1 of all thresholds", () => {
  const threshold = bestF1Threshold(thresholdCurve(labels, probabilities));
  // max of 2PR/(P+R) over sklearn.metrics.precision_recall_curve(y, p), at p = 0.42
  expect(f1(confusionAt(labels, probabilities, threshold))).toBeCloseTo(0.6464646464646465, 14);
  expect(threshold).toBeGreaterThan(0.4);
  expect(threshold).toBeLessThan(0.42);
});

test("labels and scores that do not belong together are refused", () => {
  expect(() => thresholdCurve([0, 1], [0.5])).toThrow("2 labels do not go with 1 scores.");
  expect(() => thresholdCurve([0, 2], [0.5, 0.5])).toThrow("Label 2");
  expect(() => thresholdCurve([0, 1], [0.5, Number.NaN])).toThrow("row 1");
});
