import {expect, test} from "vitest";
import {calibration} from "../../../../src/lib/metrics/calibration.js";
import {type RocCurve, rocCurve} from "../../../../src/lib/metrics/operatingCurves.js";
import {probabilityHistogram} from "../../../../src/lib/metrics/probabilityHistogram.js";
import {thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {labels, probabilities} from "./sample.js";

function requireCurve(roc: RocCurve | undefined): RocCurve {
  if (roc === undefined) throw new Error("There is no curve.");
  return roc;
}

test("the receiver operating characteristic has scikit-learn's points", () => {
  const roc = requireCurve(rocCurve(thresholdCurve(labels, probabilities), {points: 1000}));
  // sklearn.metrics.roc_curve(y, p, drop_intermediate=False): 86 points; the eleventh
  expect(roc.truePositiveRate).toHaveLength(86);
  expect(roc.falsePositiveRate[10]).toBeCloseTo(0.06779661016949153, 14);
  expect(roc.truePositiveRate[10]).toBeCloseTo(0.2073170731707317, 14);
});

test("a thinned curve keeps its ends, its limit and its area", () => {
  const rows = Array.from({length: 20_000}, (_, i) => i);
  const scores = rows.map((i) => (i * 7919) % 20_011);
  const targets = rows.map((i) => (scores[i] > (i * 104_729) % 20_000 ? 1 : 0));
  const {falsePositiveRate: x, truePositiveRate: y} = requireCurve(rocCurve(thresholdCurve(targets, scores)));
  expect(x.length).toBeLessThanOrEqual(200);
  expect(x.length).toBeGreaterThan(150);
  expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
  const area = x.slice(1).reduce((sum, _, i) => sum + ((x[i + 1] - x[i]) * (y[i + 1] + y[i])) / 2, 0);
  const full = requireCurve(rocCurve(thresholdCurve(targets, scores), {points: 1e6}));
  const fullArea = full.falsePositiveRate
    .slice(1)
    .reduce(
      (sum, right, i) =>
        sum + ((right - full.falsePositiveRate[i]) * (full.truePositiveRate[i + 1] + full.truePositiveRate[i])) / 2,
      0
    );
  expect(area).toBeCloseTo(fullArea, 4);
});

test.each([[[0, 0]], [[1, 1]]])("there is no curve of labels %j", (labels) => {
  expect(rocCurve(thresholdCurve(labels, [0.2, 0.4]))).toBeUndefined();
});

test("calibration bins are of equal size", () => {
  const bins = calibration(labels, probabilities);
  // [p[k].mean() for k in numpy.array_split(numpy.argsort(p, kind="stable"), 10)], and y
  const means = [0.042, 0.1425, 0.2435, 0.345, 0.446, 0.5475, 0.648, 0.7495, 0.8505, 0.9455];
  bins.meanProbability.forEach((mean, bin) => {
    expect(mean).toBeCloseTo(means[bin], 13);
  });
  expect(bins.positiveRate).toEqual([0.15, 0.3, 0.25, 0.2, 0.25, 0.45, 0.5, 0.7, 0.55, 0.75]);
  expect(bins.rows).toEqual(Array(10).fill(20));
  expect(calibration([0, 1, 1], [0.1, 0.2, 0.3], {bins: 2}).rows).toEqual([2, 1]);
});

test("the histogram counts every row once, in the bin whose edges hold it", () => {
  const {edges, positives, negatives} = probabilityHistogram([0, 1, 1, 0], [0, 0.02, 0.06, 1], {bins: 50});
  expect(edges[3]).toBe(0.06);
  expect(positives[1]).toBe(1);
  expect(positives[3]).toBe(1);
  expect([negatives[0], negatives[49]]).toEqual([1, 1]);
});

test("the histogram of a timid model ends at a round number above its highest probability", () => {
  expect(probabilityHistogram([0, 1], [0.08, 0.13]).edges.at(-1)).toBe(0.2);
});
