import {describe, expect, test} from "vitest";
import type {CurveSeries, LearningCurve} from "../../../../src/lib/experiment/experiment.js";
import {bestPoint, meanCurve, stepsThatMatter, summarizeCurve} from "../../../../src/lib/experiment/learningCurve.js";
import {auc, logloss} from "../../../fixtures/trialSamples.js";

const steps = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const series = (fold: number, part: CurveSeries["part"], values: number[]): CurveSeries => ({
  fold,
  part,
  steps: steps.slice(0, values.length),
  values
});
const rising = (end: number) => steps.map((step) => end - 0.1 + step / 1000);

test("the mean of curves is at the steps that all have", () => {
  const mean = meanCurve([series(0, "validation", [1, 2, 3]), series(1, "validation", [3, 6])]);
  expect(mean).toEqual({steps: [10, 20], mean: [2, 4], low: [1, 2], high: [3, 6]});
  expect(meanCurve([])).toEqual({steps: [], mean: [], low: [], high: []});
});

test("the best point is the first of equal ones, the lowest of a loss", () => {
  expect(bestPoint({steps: [1, 2, 3], values: [0.2, 0.9, 0.9]}, "higher")).toEqual({step: 2, value: 0.9});
  expect(bestPoint({steps: [1, 2, 3], values: [0.2, 0.1, 0.3]}, "lower")).toEqual({step: 2, value: 0.1});
  expect(bestPoint({steps: [], values: []}, "lower")).toBeUndefined();
});

describe("the summary of a curve", () => {
  test("has the gain of the last tenth and the gap to training, with intervals over the folds", () => {
    const curve: LearningCurve = {
      metric: auc,
      series: [0, 1, 2].flatMap((fold) => [
        series(fold, "validation", rising(0.9 + fold / 1000)),
        series(fold, "training", rising(0.95 + fold / 500))
      ])
    };
    const summary = summarizeCurve(curve);
    expect(summary).toMatchObject({folds: 3, last: 100, best: {step: 100}, bestOverLast: 0});
    expect(summary?.lastTenth?.mean).toBeCloseTo(0.01, 12);
    expect(summary?.gap?.mean).toBeCloseTo(0.051, 12);
    const {low = 1, high = 0} = summary?.gap?.interval ?? {};
    expect(low).toBeLessThan(0.051);
    expect(high).toBeGreaterThan(0.051);
  });

  test("counts a fall of a loss as a gain, and says how far the end is from the best", () => {
    const loss = [0.5, 0.4, 0.3, 0.2, 0.1, 0.11, 0.12, 0.13, 0.14, 0.15];
    const summary = summarizeCurve({metric: logloss, series: [series(0, "validation", loss)]});
    expect(summary?.best).toEqual({step: 50, value: 0.1});
    expect(summary?.bestOverLast).toBeCloseTo(0.05, 12);
    expect(summary?.lastTenth?.mean).toBeCloseTo(-0.01, 12);
    expect(summary?.lastTenth?.interval).toBeUndefined();
    expect(summary?.gap).toBeUndefined();
  });

  test("ends where the shortest fold does", () => {
    const curve = {metric: auc, series: [series(0, "validation", rising(0.9)), series(1, "validation", [0.1, 0.2])]};
    expect(summarizeCurve(curve)?.last).toBe(20);
  });

  test("is none of training alone", () => {
    expect(summarizeCurve({metric: auc, series: [series(0, "training", [0.5])]})).toBeUndefined();
  });
});

test("the last half of the steps is shown at first, and the best mean", () => {
  expect(stepsThatMatter({metric: auc, series: [series(0, "validation", rising(1))]})).toEqual([55, 100]);
  const falling = rising(1).toReversed();
  expect(stepsThatMatter({metric: auc, series: [series(0, "validation", falling)]})).toEqual([10, 100]);
  const early = falling.with(2, 2);
  expect(stepsThatMatter({metric: auc, series: [series(0, "validation", early)]})).toEqual([25.5, 100]);
  expect(stepsThatMatter({metric: auc, series: [series(0, "training", rising(1))]})).toEqual([55, 100]);
});
