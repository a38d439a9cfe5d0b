// @vitest-environment jsdom
import {expect, test} from "vitest";
import {ImportanceChart, importanceFinding} from "../../../../src/components/runs/importanceChart.js";
import {RocChart, rocFinding} from "../../../../src/components/runs/rocChart.js";
import {ScoresByTarget} from "../../../../src/components/runs/scoresByTarget.js";
import {sampleExperiment, sampleRunDetail} from "../../../fixtures/reportSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const forest = sampleExperiment().runs.at(-1)!;
const run = sampleRunDetail(forest, {features: 8});

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

test("a run without importances says so", () => {
  expect(importanceFinding([])).toBe("No importances were recorded");
  expect(importanceFinding([{feature: "var_0", gain: [0, 0], split: [0, 0]}])).toMatch(/^No feature has a gain/);
});

test("the receiver operating characteristic is read off at 10 % false alarms, between points", () => {
  const roc = {falsePositiveRate: [0, 0.05, 0.15, 1], truePositiveRate: [0, 0.4, 0.6, 1]};
  expect(rocFinding(roc)).toBe("True positive rate 50 % at a false positive rate of 10 %");
});
