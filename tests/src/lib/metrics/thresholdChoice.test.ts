import {expect, test} from "vitest";
import {calibration} from "../../../../src/lib/metrics/calibration.js";
import {confusionAt} from "../../../../src/lib/metrics/confusion.js";
import {precisionRecallCurve} from "../../../../src/lib/metrics/operatingCurves.js";
import {
  bestThreshold,
  byCost,
  byF1,
  byPrecision,
  byYouden,
  type Criterion,
  confusionOf,
  measuresAt
} from "../../../../src/lib/metrics/thresholdChoice.js";
import {averagePrecision, thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import references from "../../../fixtures/statistics/comparisons.json" with {type: "json"};

const {labels, first: scores} = references.rows;
const {at, costs: costsOf, least, ...reference} = references.thresholds;
const costs = {falseAlarm: costsOf[0], miss: costsOf[1]};
const curve = thresholdCurve(labels, scores);

test("measures at a threshold are scikit-learn's", () => {
  const {confusion, ...measures} = measuresAt(curve, at.threshold, costs);
  expect(confusion).toEqual(confusionAt(labels, scores, at.threshold));
  const {threshold: _, ...expected} = at;
  expect(measures).toEqual(
    Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 14)]))
  );
});

test("the counts are those of the rows at every threshold, of scores and between them", () => {
  for (const threshold of [0, scores[0], scores[1], 0.1234, 0.5, 1, 1.5])
    expect(confusionOf(curve, threshold)).toEqual(confusionAt(labels, scores, threshold));
});

test.each<[string, Criterion, number]>([
  ["F1", byF1, reference.flaggedByF1],
  ["Youden's J", byYouden, reference.flaggedByYouden],
  ["cost", byCost(costs), reference.flaggedByCost],
  ["a least precision", byPrecision(least), reference.flaggedByPrecision]
])("the best threshold by %s predicts as scikit-learn's best cut", (_, criterion, flagged) => {
  const threshold = bestThreshold(curve, criterion) ?? Number.NaN;
  const {truePositives, falsePositives} = confusionAt(labels, scores, threshold);
  expect(truePositives + falsePositives).toBe(flagged);
  expect(scores).not.toContain(threshold);
});

test("the least cost is that of every cut, and none is cheaper", () => {
  const threshold = bestThreshold(curve, byCost(costs)) ?? Number.NaN;
  expect(measuresAt(curve, threshold, costs).cost).toBeCloseTo(reference.leastCost, 14);
});

test("where every false alarm costs more than all misses, nothing is flagged; where misses do, everything is", () => {
  const mistaken = thresholdCurve([0, 1, 0], [0.8, 0.6, 0.1]);
  const none = bestThreshold(mistaken, byCost({falseAlarm: 9, miss: 1})) ?? Number.NaN;
  expect(none).toBe(0.9);
  expect(measuresAt(mistaken, none, costs)).toMatchObject({lift: 0, flagged: 0, precision: 0});
  const all = bestThreshold(curve, byCost({falseAlarm: 1, miss: 1e6})) ?? Number.NaN;
  expect(measuresAt(curve, all, costs).recall).toBe(1);
  expect(bestThreshold(thresholdCurve([0, 1], [1, 0]), byCost({falseAlarm: 9, miss: 1}))).toBeGreaterThan(1);
});

test("a precision that no threshold reaches, and rows of one class, have no best threshold", () => {
  expect(bestThreshold(thresholdCurve([0, 1, 0], [0.9, 0.5, 0.1]), byPrecision(0.9))).toBeUndefined();
  expect(bestThreshold(thresholdCurve([1, 1], [0.9, 0.5]), byYouden)).toBeUndefined();
});

test("precision by recall has scikit-learn's points, and thinned ones are among them", () => {
  const {recall, precision} = precisionRecallCurve(curve, {points: 10_000}) ?? {recall: [], precision: []};
  const points = reference.recall.map((value, i) => [value, reference.precision[i]]);
  const isIn = (x: number, y: number) => points.some(([r, p]) => Math.abs(r - x) + Math.abs(p - y) < 1e-14);
  expect(recall.every((value, i) => isIn(value, precision[i]))).toBe(true);
  expect(new Set(recall)).toEqual(new Set(reference.recall.filter((value) => value > 0)));
  const thin = precisionRecallCurve(curve, {points: 20}) ?? {recall: [], precision: []};
  expect(thin.recall.length).toBeLessThanOrEqual(20);
  expect(thin.recall.at(-1)).toBe(1);
  expect(thin.recall.every((value, i) => isIn(value, thin.precision[i]))).toBe(true);
  expect(precisionRecallCurve(thresholdCurve([0, 0], [0.1, 0.2]))).toBeUndefined();
});

test("average precision and calibration are scikit-learn's and NumPy's", () => {
  expect(averagePrecision(curve)).toBeCloseTo(reference.averagePrecision, 13);
  const {meanProbability, positiveRate, rows} = calibration(labels, scores);
  reference.calibration.forEach(([probability, rate, count], bin) => {
    expect(meanProbability[bin]).toBeCloseTo(probability, 13);
    expect(positiveRate[bin]).toBeCloseTo(rate, 13);
    expect(rows[bin]).toBe(count);
  });
});
