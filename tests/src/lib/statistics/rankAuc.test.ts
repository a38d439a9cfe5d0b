import {expect, test} from "vitest";
import {auc} from "../../../../src/lib/metrics/auc.js";
import {thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {rankAuc} from "../../../../src/lib/statistics/rankAuc.js";

test("ties count half, as in scikit-learn", () => {
  // roc_auc_score([1, 0, 0, 1, 1, 0, 0, 1], [3.5, -1, 2, 2, 8, 0, -4.25, 2])
  expect(rankAuc(Float64Array.of(2, 2, 3.5, 8), Float64Array.of(-4.25, -1, 0, 2, 2, 2, 3.5, 8))).toBe(0.9375);
});

test("agrees with the metric for scores that are not sorted", () => {
  const random = new RandomSource(5);
  const labels = Uint8Array.from({length: 500}, () => random.integer(2));
  const scores = Float64Array.from({length: 500}, (_, row) => random.integer(40) + labels[row]);
  const positives = scores.filter((_, row) => labels[row] === 1).sort();
  expect(rankAuc(positives, scores.slice().sort())).toBeCloseTo(auc(thresholdCurve(labels, scores)), 14);
});

test("one class alone has no AUC", () => {
  expect(rankAuc(new Float64Array(0), Float64Array.of(1, 2))).toBeNaN();
  expect(rankAuc(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBeNaN();
});
