// @vitest-environment jsdom
import {expect, test} from "vitest";
import {FoldMetricChart} from "../../../../src/components/runs/foldMetricChart.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const {runs} = sampleExperiment();

test("draws a dot for each fold and a tick for the mean of each run", async () => {
  await expect(chartMarkup(FoldMetricChart(runs.slice(0, 3), {width: 640}))).toMatchFileSnapshot(
    "__snapshots__/fold-auc.svg"
  );
});

test("puts names over the rows where there is no room beside them", async () => {
  const chart = FoldMetricChart(runs.slice(0, 3), {width: 360});
  await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/fold-auc-narrow.svg");
});

test("brings out the selected runs and draws the baseline through all rows", async () => {
  const chart = FoldMetricChart(runs, {metric: "logloss", selected: [runs[1].runId], baseline: runs[4]});
  await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/fold-logloss-selected.svg");
});

test("says so where no run has the metric", () => {
  expect(FoldMetricChart([]).textContent).toBe("No run has this metric.");
});
