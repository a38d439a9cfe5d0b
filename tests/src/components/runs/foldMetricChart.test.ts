// @vitest-environment jsdom
import {expect, test} from "vitest";
import {modelColors} from "../../../../src/components/encoding.js";
import {FoldMetricChart} from "../../../../src/components/runs/foldMetricChart.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const {runs} = sampleExperiment();
const color = modelColors(runs);
const auc = metricColumn("auc");

test("draws a dot for each fold and a tick for the mean of each run", async () => {
  await expect(chartMarkup(FoldMetricChart(runs.slice(0, 3), auc, {width: 640, color}))).toMatchFileSnapshot(
    "__snapshots__/fold-auc.svg"
  );
});

test("puts names over the rows where there is no room beside them", async () => {
  const chart = FoldMetricChart(runs.slice(0, 3), auc, {width: 360, color});
  await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/fold-auc-narrow.svg");
});

test("draws a metric of any name, and a single run without a spread", () => {
  const metrics = {"val/rmse": {mean: 2.5, folds: []}};
  const single = FoldMetricChart([{...runs[0], metrics}], metricColumn("val/rmse"), {color});
  expect(single.textContent).toContain("2.5");
  expect(single.outerHTML).not.toMatch(/NaN|undefined/);
});

test("says so where no run has the metric", () => {
  expect(FoldMetricChart([], auc, {color}).textContent).toBe("No run has this metric.");
});
