// @vitest-environment jsdom
import {expect, test} from "vitest";
import {
  CumulativeDifference,
  cumulativeFinding,
  DensityByTarget
} from "../../../../src/components/features/distributionChart.js";
import {FeatureMosaic} from "../../../../src/components/features/featureMosaic.js";
import {
  correlationFinding,
  repeatsFinding,
  shapeFinding,
  shapeNote,
  trainOrTestFinding
} from "../../../../src/components/features/modelFindings.js";
import {ShapeChart, shapeSentence} from "../../../../src/components/features/shapeChart.js";
import {ShapeGrid} from "../../../../src/components/features/shapeGrid.js";
import type {FeatureShape, ModelShape} from "../../../../src/lib/profile/modelShape.js";
import {sampleFeatureProfiles} from "../../../fixtures/featureSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const {features} = sampleFeatureProfiles({features: 14});
const feature = features[13];

function shapeOf({name, rates}: (typeof features)[number], size: number): FeatureShape {
  const values = Float64Array.from(rates.upper, (_, i) => size * (i - 4.5));
  return {
    name,
    thresholds: Float64Array.from(rates.upper.slice(0, -1)),
    values,
    least: values.map((value) => value - 0.05),
    greatest: values.map((value) => value + 0.05),
    meanAbsolute: Math.abs(size) * 2.5
  };
}

const model: ModelShape = {
  model: "LightGBM",
  exact: true,
  intercept: -2.2,
  folds: 5,
  rows: 1500,
  explained: 1,
  features: features.map((each, i) => shapeOf(each, 0.1 - i / 200))
};
const shape = shapeOf(feature, 0.1);

test("a model's curve with the folds' band over the rates of target 1", async () => {
  const chart = ShapeChart(shape, feature, model, {positiveRate: 0.1}).querySelector("svg");
  await expect(chart && chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/shape-chart.svg");
});

test("the marker's value and its sentence move with the slider", () => {
  const chart = ShapeChart(shape, feature, model, {positiveRate: 0.1});
  let moved = 0;
  chart.addEventListener("input", () => ++moved);
  const slider = chart.querySelector("input");
  if (slider === null) throw new Error("there is no slider");
  slider.value = slider.max;
  slider.dispatchEvent(new Event("input", {bubbles: true}));
  expect(moved).toBe(1);
  expect(chart.value).toBeCloseTo(Number(slider.max), 6);
  expect(chart.querySelector("output")?.textContent).toBe(shapeSentence(shape, model, chart.value));
});

test("the sentence says what a value adds, and what that makes of the probability", () => {
  expect(
    shapeSentence(
      {
        ...shape,
        name: "x",
        thresholds: Float64Array.of(0),
        values: Float64Array.of(-1, 1),
        least: Float64Array.of(-1.2, 0.8),
        greatest: Float64Array.of(-0.8, 1.2)
      },
      model,
      3
    )
  ).toBe(
    "At x = 3.00 the model adds +1.00 to the log-odds (the models of 5 folds: +0.80 to +1.20). If all else adds nothing, that takes the probability from 10.0 % to 23.1 %."
  );
});

test("small multiples of a model, the rest by a button", () => {
  const opened: string[] = [];
  const profiles = new Map(features.map((each) => [each.name, each]));
  const grid = ShapeGrid(model, profiles, {positiveRate: 0.1, first: 4, onOpen: (name) => opened.push(name)});
  expect(grid.querySelectorAll(".shape-tile")).toHaveLength(4);
  grid.querySelector<HTMLElement>(".shape-tile:nth-child(2)")?.click();
  expect(opened).toEqual(["var_1"]);
  grid.querySelector<HTMLElement>("button:not(.shape-tile)")?.click();
  expect(grid.querySelectorAll(".shape-tile")).toHaveLength(14);
  expect(grid.outerHTML).not.toMatch(/NaN|Infinity|undefined/);
});

test("one curve of the small multiples", async () => {
  const grid = ShapeGrid({features: [shape]}, new Map([[feature.name, feature]]), {positiveRate: 0.1});
  const curve = grid.querySelector("svg");
  await expect(curve && chartMarkup(curve)).toMatchFileSnapshot("__snapshots__/shape-tile.svg");
});

test("a feature's distribution by target, and test against train", async () => {
  await expect(chartMarkup(DensityByTarget(feature))).toMatchFileSnapshot("__snapshots__/density-by-target.svg");
  await expect(chartMarkup(CumulativeDifference(feature))).toMatchFileSnapshot(
    "__snapshots__/cumulative-difference.svg"
  );
  // 1.3581 √(2/1500) is 5.0 %.
  expect(cumulativeFinding(feature)).toBe(
    "Train and test differ by 18.0 % in cumulative share, where sampling alone gives up to 5.0 % in 95 of 100 features of 1,500 and 1,500 rows."
  );
});

test("all distributions in one picture, coloured by importance", async () => {
  const picture = FeatureMosaic(features.slice(0, 3), {
    width: 300,
    importance: new Map([
      ["var_1", 1],
      ["var_2", 0.5]
    ])
  });
  await expect(chartMarkup(picture)).toMatchFileSnapshot("__snapshots__/mosaic.svg");
});

test("sentences say what the data support, and no more", () => {
  expect(shapeFinding(model)).toBe("The model is a sum of 14 curves; var_0 moves its score most");
  expect(shapeFinding({...model, exact: false, explained: 0.83})).toBe(
    "Curves explain 83 % of the score’s variance; var_0 moves it most"
  );
  expect(shapeNote({...model, exact: false, pairs: [{a: "x", b: "y", share: 0.25}]})).toContain("x with y (25.0 %)");
  const found = {auc: 0.5, low: 0.49, high: 0.51, train: 10, test: 10, features: [{name: "x", share: 0.5}]};
  expect(trainOrTestFinding(found)).toBe(
    "LightGBM cannot tell train from test: AUC 0.500 (95 % interval 0.490 to 0.510)."
  );
  expect(trainOrTestFinding({...found, auc: 0.9, low: 0.89, high: 0.91})).toContain("by x (50 % of the gain)");
  const pairs = {pairs: 3, rows: 100, byChance: 0.2, order: [], strongest: [{a: "x", b: "y", coefficient: -0.1}]};
  expect(correlationFinding(pairs)).toMatch(/^None of 3 pairs/);
  expect(correlationFinding({...pairs, byChance: 0.05})).toMatch(
    /^The strongest of 3 pairs of features is \|r\| = 0.100/
  );
  const repeats = {rows: [60, 40, 0], positives: [6, 12, 0], chance: 0.001};
  expect(repeatsFinding({...feature, repeats}, 20)).toContain("beyond chance among all features");
  expect(repeatsFinding({...feature, repeats}, 200)).toContain("no more than chance");
});
