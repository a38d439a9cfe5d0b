// @vitest-environment jsdom
import {expect, test} from "vitest";
import {densityBins, displayRange} from "../../../../src/components/features/density.js";
import {FeatureHistogram} from "../../../../src/components/features/featureHistogram.js";
import {SparkHistogram} from "../../../../src/components/features/sparkHistogram.js";
import {TargetRateChart} from "../../../../src/components/features/targetRateChart.js";
import {sampleFeatureProfiles} from "../../../fixtures/reportSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const feature = sampleFeatureProfiles({features: 14}).features[13];

test("a feature's histogram: train filled, test as an outline", async () => {
  await expect(chartMarkup(FeatureHistogram(feature))).toMatchFileSnapshot("__snapshots__/feature-histogram.svg");
});

test("target rate by bin, with intervals and the rate of all rows", async () => {
  const chart = TargetRateChart(feature, {positiveRate: 0.1005});
  await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/target-rate.svg");
});

test("a feature in a table's row", async () => {
  await expect(chartMarkup(SparkHistogram(feature))).toMatchFileSnapshot("__snapshots__/spark-histogram.svg");
});

test("densities add up to 1 over the widths of their bins", () => {
  const bins = densityBins(feature);
  const area = (name: "trainDensity" | "testDensity") =>
    bins.reduce((sum, bin) => sum + bin[name] * (bin.high - bin.low), 0);
  expect(area("trainDensity")).toBeCloseTo(1, 12);
  expect(area("testDensity")).toBeCloseTo(1, 12);
});

test("an outlier does not flatten a histogram: very wide outer bins are cut", () => {
  const bins = densityBins({
    edges: [-1000, 0, 1, 2, 3, 4.5],
    trainCounts: [1, 5, 5, 5, 1],
    testCounts: [1, 5, 5, 5, 1],
    positiveCounts: [0, 0, 0, 0, 0]
  });
  expect(displayRange(bins)).toEqual([-3, 4.5]);
});

test("a constant feature still draws", () => {
  const constant = {...feature, edges: [1, 1], trainCounts: [10], testCounts: [10], positiveCounts: [1]};
  for (const Chart of [FeatureHistogram, TargetRateChart, SparkHistogram]) {
    expect(Chart(constant).outerHTML).not.toMatch(/NaN|Infinity/);
  }
});
