import {expect, test} from "vitest";
import {auc, thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {aucInterval, aucStandardErrorByChance, rankAuc} from "../../../../src/lib/statistics/rankAuc.js";

test("ties count half, as in scikit-learn", () => {
  // roc_auc_score([1, 0, 0, 1, 1, 0, 0, 1], [3.5, -1, 2, 2, 8, 0, -4.25, 2])
  expect(rankAuc(Float64Array.of(2, 2, 3.5, 8), Float64Array.of(-4.25, -1, 0, 2, 2, 2, 3.5, 8))).toBe(0.9375);
});

test("agrees with the metric for scores that are not sorted", () => {
  const random = new RandomSource(5);
  const labels = Uint8Array.from({length: 500}, () => random.integer(2));
  const scores = Float64Array.from({length: 500}, (_, row) => random.integer(40) + labels[row]);
  const positives = scores.filter((_, row) => labels[row] === 1).sort();
  expect(rankAuc(positives, scores.slice().sort())).toBeCloseTo(auc(thresholdCurve(labels, scores)) ?? 0, 14);
});

test("one class alone has no AUC", () => {
  expect(rankAuc(new Float64Array(0), Float64Array.of(1, 2))).toBeUndefined();
  expect(rankAuc(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBeUndefined();
});

test("the interval is Hanley and McNeil's", () => {
  // Python: t, a, n = .893, 51, 58; q1, q2 = t / (2 - t), 2 * t * t / (1 + t)
  // ((t * (1 - t) + (a - 1) * (q1 - t * t) + (n - 1) * (q2 - t * t)) / (a * n)) ** .5
  const [low, high] = aucInterval(0.893, 51, 58);
  expect((high - low) / 2 / 1.959963984540054).toBeCloseTo(0.03251158176764658, 12);
  expect((low + high) / 2).toBeCloseTo(0.893, 10);
  expect(aucInterval(1, 3, 4)).toEqual([1, 1]);
});

test("chance moves an AUC by its standard error", () => {
  const random = new RandomSource(7);
  const aucs = Array.from({length: 400}, () => {
    const all = Float64Array.from({length: 60}, () => random.uniform());
    return rankAuc(all.slice(0, 20).sort(), all.slice().sort()) ?? 0;
  });
  const spread = Math.sqrt(aucs.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / aucs.length);
  expect(spread / aucStandardErrorByChance(20, 40)).toBeGreaterThan(0.9);
  expect(spread / aucStandardErrorByChance(20, 40)).toBeLessThan(1.1);
});
