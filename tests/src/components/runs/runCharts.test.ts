// @vitest-environment jsdom
import {expect, test} from "vitest";
import {CalibrationChart, calibrationFinding} from "../../../../src/components/runs/calibrationChart.js";
import {ImportanceChart, importanceFinding} from "../../../../src/components/runs/importanceChart.js";
import {curveFinding, LearningCurves} from "../../../../src/components/runs/learningCurves.js";
import {RocChart, rocFinding} from "../../../../src/components/runs/rocChart.js";
import {ScoresByTarget} from "../../../../src/components/runs/scoresByTarget.js";
import {sampleExperiment, sampleRunDetail} from "../../../fixtures/reportSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const forest = sampleExperiment().runs.at(-1)!;
const run = sampleRunDetail(forest, {features: 8});

test("learning curves: validation solid, training dashed, one line a fold", async () => {
  await expect(chartMarkup(LearningCurves(run))).toMatchFileSnapshot("__snapshots__/learning-curves.svg");
});

test("importance: a dot for each fold, the most important feature first", async () => {
  await expect(chartMarkup(ImportanceChart(run.importance, {limit: 5}))).toMatchFileSnapshot(
    "__snapshots__/importance.svg"
  );
});

test("scores by target: both classes on the same scale, with the threshold", async () => {
  const chart = ScoresByTarget(run.outOfFold, {threshold: 0.2134});
  await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/scores-by-target.html");
});

test("receiver operating characteristic beside guessing", async () => {
  await expect(chartMarkup(RocChart(run.outOfFold.roc))).toMatchFileSnapshot("__snapshots__/roc.svg");
});

test("calibration beside the line of agreement", async () => {
  await expect(chartMarkup(CalibrationChart(run.outOfFold))).toMatchFileSnapshot("__snapshots__/calibration.svg");
});

test("a run without iterations or importances says so", () => {
  const folds = run.folds.map((fold) => ({
    ...fold,
    curves: {
      auc: {iterations: [], training: [], validation: []},
      logloss: {iterations: [], training: [], validation: []}
    }
  }));
  expect(curveFinding({folds}, "auc")).toBe("No AUC was recorded by iteration");
  expect(LearningCurves({folds}).tagName).toBe("svg");
  expect(importanceFinding([])).toBe("No importances were recorded");
  expect(importanceFinding([{feature: "var_0", gain: [0, 0], split: [0, 0]}])).toMatch(/^No feature has a gain/);
});

test("curves that still fall or have turned are told apart", () => {
  const withValidation = (validation: number[]) => ({
    folds: run.folds.map((fold) => ({
      ...fold,
      curves: {
        ...fold.curves,
        logloss: {iterations: validation.map((_, i) => 10 * (i + 1)), training: validation, validation}
      }
    }))
  });
  const falling = Array.from({length: 20}, (_, i) => 0.3 - 0.005 * i);
  expect(curveFinding(withValidation(falling), "logloss")).toMatch(/^Validation log loss still improves at 200 trees/);
  expect(curveFinding(withValidation(falling.toReversed()), "logloss")).toMatch(/has worsened by 200 trees/);
  expect(curveFinding(withValidation(falling.map(() => 0.3)), "logloss")).toMatch(
    /has levelled off by 200 trees; training log loss is the same$/
  );
});

test("the receiver operating characteristic is read off at 10 % false alarms, between points", () => {
  const roc = {falsePositiveRate: [0, 0.05, 0.15, 1], truePositiveRate: [0, 0.4, 0.6, 1]};
  expect(rocFinding(roc)).toBe("True positive rate 50 % at a false positive rate of 10 %");
});

test("calibration error weighs bins by their rows", () => {
  const calibration = {meanProbability: [0.1, 0.3], positiveRate: [0.2, 0.3], rows: [100, 300]};
  expect(calibrationFinding({calibration})).toBe("Calibration error 2.5 percentage points, the mean over 2 bins");
});
