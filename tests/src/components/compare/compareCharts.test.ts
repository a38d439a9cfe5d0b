// @vitest-environment jsdom
import {expect, test} from "vitest";
import {comparedRuns} from "../../../../src/components/compare/comparedRuns.js";
import {CurveOverlay, curveData, curveOverlayFinding} from "../../../../src/components/compare/curveOverlay.js";
import {
  ImportanceRanks,
  importanceRanks,
  importanceRanksFinding
} from "../../../../src/components/compare/importanceRanks.js";
import {MetricDifferences} from "../../../../src/components/compare/metricDifferences.js";
import {
  calibrationOverlayFinding,
  precisionRecallOverlayFinding,
  rocOverlayFinding
} from "../../../../src/components/compare/overlayFindings.js";
import {
  CalibrationOverlay,
  DensityOverlay,
  PrecisionRecallOverlay,
  RocOverlay
} from "../../../../src/components/compare/overlays.js";
import {PairedFoldsChart} from "../../../../src/components/compare/pairedFoldsChart.js";
import {
  differingNames,
  ParameterDifferences,
  parameterData,
  parametersFinding
} from "../../../../src/components/compare/parameterDifferences.js";
import {modelColors, modelHues} from "../../../../src/components/encoding.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {sampleReport, sampleReportDetail} from "../../../fixtures/experimentSamples.js";
import {aucColumn, crossValidated, singleRun} from "../../lib/experiment/runRows.js";
import {chartMarkup} from "../chartMarkup.js";

const report = sampleReport();
const places = [0, 3, 5];
const runs = places.map((place) => report.runs[place]);
const compared = comparedRuns(runs, aucColumn, modelColors(report.runs));
const details = compared.map(({run: {name}, color}, i) => ({
  name,
  color,
  detail: sampleReportDetail(places[i], {features: 30})
}));
const predictions = details.flatMap(({name, color, detail: {outOfFold}}) =>
  "reason" in outOfFold ? [] : [{name, color, outOfFold}]
);
const importances = details.flatMap(({name, color, detail: {importance}}) =>
  "reason" in importance ? [] : [{name, color, importance}]
);
const curves = details.map(({name, color, detail}) => ({name, color, curve: detail.curves[0]}));

test("the best run comes first, and no two look alike", () => {
  const same = [0, 1, 2, 3, 4].map((i) =>
    crossValidated(`run ${i}`, [0.8 + 0.01 * i, 0.81], {model: i < 3 ? "a" : "b"})
  );
  const found = comparedRuns([singleRun("none", 0.1, {metrics: {}}), ...same], aucColumn, modelColors(same));
  expect(found.map(({run}) => run.name)).toEqual(["run 4", "run 3", "run 2", "run 1", "run 0", "none"]);
  expect(new Set(found.map(({color}) => color)).size).toBe(6);
  // The first of each model has the hue that it has on every page.
  expect([found[0].color, found[2].color]).toEqual([modelHues[1], modelHues[0]]);
});

test("the same folds of neighbouring runs are joined, if their rows are the same", async () => {
  await expect(chartMarkup(PairedFoldsChart(compared, aucColumn))).toMatchFileSnapshot(
    "__snapshots__/paired-folds.svg"
  );
  const joins = (second: Parameters<typeof crossValidated>[2]) =>
    PairedFoldsChart(
      [crossValidated("a", [0.8, 0.9]), crossValidated("b", [0.7, 0.8], second)].map((run) => ({run, color: "#000"})),
      aucColumn
    ).querySelectorAll("[aria-label=link] path").length;
  expect(joins({})).toBe(2);
  expect(joins({foldsKey: "others"})).toBe(0);
  expect(joins({foldsKey: undefined})).toBe(0);
});

test("learning curves: mean, band and best step of each run", async () => {
  await expect(chartMarkup(CurveOverlay(curves))).toMatchFileSnapshot("__snapshots__/curve-overlay.svg");
  expect(curveOverlayFinding(curves.slice(0, 1))).toMatch(
    /^Validation AUC is best at step [\d,]+ of [\d,]+ for lightgbm-tuned$/
  );
  expect(Object.keys(curveData(curves)[0])).toEqual(["run", "step", "mean", "low", "high"]);
});

test("receiver operating characteristics, precision by recall, calibration and scores lie over each other", async () => {
  await expect(chartMarkup(RocOverlay(predictions))).toMatchFileSnapshot("__snapshots__/roc-overlay.svg");
  await expect(chartMarkup(PrecisionRecallOverlay(predictions))).toMatchFileSnapshot(
    "__snapshots__/precision-recall-overlay.svg"
  );
  await expect(chartMarkup(CalibrationOverlay(predictions))).toMatchFileSnapshot(
    "__snapshots__/calibration-overlay.svg"
  );
  await expect(chartMarkup(DensityOverlay(predictions))).toMatchFileSnapshot("__snapshots__/density-overlay.svg");
});

test("what they say is read off the curves", () => {
  const outOfFold = {
    positives: 10,
    negatives: 90,
    histogram: {edges: [0, 1], positives: [10], negatives: [90]},
    roc: {falsePositiveRate: [0, 0, 0.2, 1], truePositiveRate: [0, 0.4, 0.8, 1]},
    calibration: {meanProbability: [0.1, 0.3], positiveRate: [0.12, 0.24], rows: [50, 50]}
  };
  const sample = [{name: "a", color: "#000", outOfFold}];
  expect(rocOverlayFinding(sample)).toBe("At a false positive rate of 10 %, recall is 60 % for a");
  // Between (0.4, 4 of 4) and (0.8, 8 of 26).
  expect(precisionRecallOverlayFinding(sample)).toBe("At a recall of 50 %, precision is 83 % for a");
  expect(calibrationOverlayFinding(sample)).toBe("Calibration error in percentage points: 4.0 for a");
});

test("features are ranked by gain in each run", async () => {
  await expect(chartMarkup(ImportanceRanks(importances, {limit: 5}))).toMatchFileSnapshot(
    "__snapshots__/importance-ranks.svg"
  );
  const run = (name: string, gains: Record<string, number>) => ({
    name,
    color: "#000",
    importance: Object.entries(gains).map(([feature, gain]) => ({feature, gain: [gain], split: [1]}))
  });
  const two = [run("a", {x: 6, y: 3, z: 1}), run("b", {y: 9, x: 1, w: 0})];
  expect(importanceRanks(two, {limit: 2})).toEqual([
    {name: "a", feature: "x", rank: 1, share: 0.6},
    {name: "a", feature: "y", rank: 2, share: 0.3},
    {name: "b", feature: "x", rank: 2, share: 0.1},
    {name: "b", feature: "y", rank: 1, share: 0.9}
  ]);
  expect(importanceRanks(two, {limit: 3}).find(({name, feature}) => name === "b" && feature === "w")).toMatchObject({
    rank: undefined
  });
  expect(importanceRanksFinding(two, {limit: 2})).toBe(
    "2 of the 2 features with the highest gain are the same in both"
  );
});

test("parameters that differ are listed, what is not as in the first run is marked", () => {
  const logged: Record<string, string>[] = [
    {x: "1", y: "2"},
    {x: "1", y: "3"},
    {y: "2", z: "4"}
  ];
  const [a, b, c] = logged.map((params, i) => ({
    run: crossValidated(`run ${i}`, [0.9 - 0.1 * i, 0.9], {params}),
    color: "#000"
  }));
  expect(differingNames([a, b])).toEqual(["y"]);
  expect(parametersFinding([a, b])).toBe("They differ in 1 of 2 parameters");
  expect(parametersFinding([a, a])).toBe("All 2 parameters are the same");
  const table = ParameterDifferences([a, b, c]);
  const rows = Array.from(table.querySelectorAll("tbody tr"), ({innerHTML}) => innerHTML.split("<mark>").length - 1);
  expect(rows).toEqual([1, 1, 1]);
  expect(parameterData([a, c])).toEqual([
    {parameter: "x", "run 0": "1", "run 2": ""},
    {parameter: "z", "run 0": "", "run 2": "4"}
  ]);
});

test("differences carry both questions; the rows' answer is filled in, and both are in the data", () => {
  const [a, b] = [crossValidated("a", [0.9, 0.91, 0.92]), crossValidated("b", [0.8, 0.812, 0.82])].map((run) => ({
    run,
    color: "#000"
  }));
  const table = MetricDifferences([a, b], [aucColumn, metricColumn("f1")]);
  const cells = () => Array.from(table.node.querySelectorAll("td"), ({textContent}) => textContent?.trim());
  expect(cells()).toEqual(["AUC", "0.9100 and 0.8107", "…", expect.stringMatching(/^better \+0\.0993 \+0\.09/)]);
  table.setRows(b.run, aucColumn, {call: "too close to call", interval: {mean: 0.1, low: -0.1, high: 0.3}});
  expect(cells()[2]).toBe("too close to call +0.1000 −0.1000 to +0.3000");
  expect(table.data()).toEqual([
    expect.objectContaining({
      first: "a",
      second: "b",
      metric: "auc",
      rows_difference: 0.1,
      rows_verdict: "too close to call",
      folds_verdict: "better"
    })
  ]);
});
