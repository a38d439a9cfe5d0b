// @vitest-environment jsdom
import {expect, test} from "vitest";
import {densityBins, displayRange} from "../../../../src/components/features/density.js";
import {FeatureDetail} from "../../../../src/components/features/featureDetail.js";
import {FeatureHistogram} from "../../../../src/components/features/featureHistogram.js";
import {SparkHistogram} from "../../../../src/components/features/sparkHistogram.js";
import {TargetRateChart} from "../../../../src/components/features/targetRateChart.js";
import {sampleFeatureProfiles} from "../../../fixtures/featureSamples.js";
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

test.each([
  ["huge", [-1.7e308, 0, 1.7e308]],
  ["tiny", [0, 1e-300]],
  ["far from zero", [1e300, 1.000000000001e300]]
])("%s values are drawn in units of a power of ten", (_, edges) => {
  const rows = edges.slice(1).map(() => 10);
  const extreme = {...feature, edges, trainCounts: rows, testCounts: rows, positiveCounts: rows.map(() => 1)};
  for (const Chart of [FeatureHistogram, TargetRateChart, SparkHistogram]) {
    expect(Chart(extreme).outerHTML).not.toMatch(/NaN|Infinity/);
  }
  expect(FeatureHistogram(extreme).textContent).toMatch(/in units of 1e−?\d+/);
});

test("a feature without values draws nothing, and says why", () => {
  const empty = {...feature, edges: [0, 1], trainCounts: [0], testCounts: [0], positiveCounts: [0], auc: undefined};
  expect(SparkHistogram(empty).outerHTML).not.toMatch(/NaN|Infinity/);
  const none = {rows: 10, missing: 10, infinite: 0, zeros: 0, distinct: 0};
  const detail = FeatureDetail({...empty, train: none, test: none, drift: undefined}, {positiveRate: 0.1});
  expect(detail.querySelector("h2")?.textContent).toBe(`${feature.name} has no values in train`);
  expect(detail.querySelector("svg")).toBeNull();
  expect(detail.textContent).not.toMatch(/NaN|undefined|null/);
  expect(detail.querySelectorAll("td")[8].textContent).toBe("0");
});

test("a rate of a few rows that is above the frame has no dot there", () => {
  const [trainCounts, positiveCounts] = [
    [500, 500, 2],
    [50, 60, 2]
  ];
  const few = {...feature, edges: [0, 1, 2, 3], trainCounts, testCounts: trainCounts, positiveCounts};
  const dots = [...TargetRateChart(few).querySelectorAll("g[aria-label=dot] circle")];
  const heights = dots.map((dot) => Number(dot.getAttribute("cy")));
  expect(heights).toHaveLength(2);
  expect(Math.min(...heights)).toBeGreaterThan(28);
});

test("a constant feature still draws", () => {
  const constant = {...feature, edges: [1, 1], trainCounts: [10], testCounts: [10], positiveCounts: [1]};
  for (const Chart of [FeatureHistogram, TargetRateChart, SparkHistogram]) {
    expect(Chart(constant).outerHTML).not.toMatch(/NaN|Infinity/);
  }
});
