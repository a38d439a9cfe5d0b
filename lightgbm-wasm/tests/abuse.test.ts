import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type Booster, type Dataset, type LightGBM, LightGBMError, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", metric: "auc", num_leaves: 5, min_data_in_leaf: 5, num_iterations: 3};
const {columns, label} = binaryData(200, 4);
const make = (): Dataset => lightgbm.dataset({columns, label, params});

const mistakes: [name: string, call: (dataset: Dataset, booster: Booster) => unknown, message: RegExp][] = [
  ["no columns", () => lightgbm.dataset({columns: [], label}), /features have no columns/],
  ["no rows", () => lightgbm.dataset({columns: [[], []], label: []}), /at least one row/],
  ["uneven columns", () => lightgbm.dataset({columns: [[1, 2], [1]], label: [0, 1]}), /Column 1 has 1 rows/],
  [
    "text and numbers",
    () => lightgbm.dataset({columns: [["x", 1]] as never, label: [0, 1]}),
    /Column 0 holds text and 1/
  ],
  [
    "half a column",
    () => lightgbm.dataset({matrix: new Float64Array(6), columnCount: 1.5, label}),
    /columnCount must be/
  ],
  ["no column count", () => lightgbm.dataset({matrix: new Float64Array(6), columnCount: 0, label}), /from 1 on, not 0/],
  ["a broken matrix", () => lightgbm.dataset({matrix: new Float64Array(7), columnCount: 2, label}), /7 numbers cannot/],
  [
    "rows of rows",
    () => lightgbm.dataset({matrix: [[1, 2]] as never, columnCount: 2, label}),
    /numbers: an Array at index 0/
  ],
  [
    "an order",
    () => lightgbm.dataset({matrix: new Float64Array(6), columnCount: 2, order: "col" as never}),
    /"column"/
  ],
  ["a row too far", () => lightgbm.dataset({columns, label, rows: [200]}), /no row 200 among 200/],
  ["half a row", () => lightgbm.dataset({columns, label, rows: [0.5]}), /no row 0.5/],
  ["few labels", () => lightgbm.dataset({columns, label: [0, 1]}), /label has 2 values for 200 rows/],
  [
    "a missing label",
    () => lightgbm.dataset({columns: [[1, 2]], label: [0, Number.NaN]}),
    /label must be finite.*row 1 has NaN/
  ],
  ["a null label", () => lightgbm.dataset({columns: [[1, 2]], label: [0, null] as never}), /label must be finite/],
  ["an infinite weight", () => lightgbm.dataset({columns: [[1, 2]], weight: [0, 1 / 0]}), /weight must be finite/],
  [
    "a negative query",
    () => lightgbm.dataset({columns, label, group: [201, -1]}),
    /must be a whole number from 0 on, not -1/
  ],
  ["few queries", () => lightgbm.dataset({columns, label, group: [100, 99]}), /have 199 rows, the dataset 200/],
  ["a name too few", () => lightgbm.dataset({columns, label, featureNames: ["a"]}), /names/],
  ["a category nowhere", () => lightgbm.dataset({columns, label, categoricalFeatures: ["z"]}), /no feature "z"/],
  ["a category beyond", () => lightgbm.dataset({columns, label, categoricalFeatures: [9]}), /no feature 9 to be/],
  [
    "validation of other columns",
    (d) => lightgbm.dataset({columns: columns.slice(1), label, reference: d}),
    /3 columns, but 4/
  ],
  ["an unfinished builder", () => lightgbm.datasetBuilder({rowCount: 5, sample: {columns}}).finish(), /Only 0 of 5/],
  ["half a builder", () => lightgbm.datasetBuilder({rowCount: 2.5, sample: {columns}}), /rowCount must be/],
  ["no bins", () => lightgbm.datasetBuilder({rowCount: 5}), /needs a sample/],
  ["a subset of nothing", (d) => d.subset(new Int32Array()), /at least one row/],
  ["a subset that goes back", (d) => d.subset(Int32Array.of(3, 2)), /must ascend/],
  ["a subset beyond", (d) => d.subset(Int32Array.of(3, 200)), /no row 200/],
  ["bins of nothing", (d) => d.binCount(4), /from 0 to 3, not 4/],
  ["bins before all", (d) => d.binCount(-1), /not -1/],
  ["few columns", (_, b) => b.predict({columns: columns.slice(1)}), /number of features/],
  [
    "a kind",
    (_, b) => b.predict({columns}, {kind: "contrib" as never}),
    /no prediction kind "contrib"; did you mean "contributions"/
  ],
  ["no kind at all", (_, b) => b.predict({columns}, {kind: "toString" as never}), /no prediction kind/],
  ["a row's kind", (_, b) => b.rowPredictor({kind: "prob" as never}), /did you mean "probability"/],
  ["half an iteration", (_, b) => b.predict({columns}, {numIteration: 1.5}), /numIteration must be/],
  ["an iteration before", (_, b) => b.predict({columns}, {startIteration: -1}), /startIteration must be/],
  ["an importance", (_, b) => b.featureImportance("weight" as never), /no importance "weight"/],
  ["a short row", (_, b) => b.rowPredictor().predict([1]), /The row has 1 values/],
  ["a number for a text", () => lightgbm.boosterFromString(7 as never), /must be a string/],
  [
    "an unknown parameter",
    (d) => lightgbm.train({num_leafs: 3} as never, d),
    /no parameter "num_leafs"; did you mean "num_leaf"/
  ],
  [
    "no training labels",
    () => lightgbm.train(params, lightgbm.dataset({columns, params})),
    /training data have no labels/
  ],
  [
    "no validation labels",
    (d) => lightgbm.train(params, d, {validSets: {x: lightgbm.dataset({columns, reference: d})}}),
    /"x" has no labels/
  ],
  ["half an evaluation", (d) => lightgbm.train(params, d, {evaluationPeriod: 0}), /evaluationPeriod must be/],
  ["fewer iterations than none", (d) => lightgbm.train(params, d, {numIterations: -1}), /numIterations must be/],
  ["no folds", (d) => lightgbm.cv(params, d, {folds: []}), /needs folds/],
  ["a fold beyond", (d) => lightgbm.cv(params, d, {folds: [{training: [1, 2], validation: [999]}]}), /no row 999/],
  [
    "two objectives",
    (d) => lightgbm.train(params, d, {objective: () => ({gradient: [], hessian: []})}),
    /two objectives/
  ],
  [
    "few gradients",
    (d) => lightgbm.train({num_leaves: 3}, d, {objective: () => ({gradient: [1], hessian: [1]})}),
    /1 gradients/
  ],
  ["folds of nothing", (d) => lightgbm.cv(params, d, {folds: undefined as never}), /`folds` must be their number/],
  [
    "weights of classes",
    () => lightgbm.dataset({columns, label, classWeight: {0: 1, 1: "2"} as never}),
    /`classWeight` must be "balanced" or a record/
  ],
  ["half a position", () => lightgbm.dataset({columns, label, position: label.map(() => 0.5)}), /A position must be/],
  ["a leaf's value", (_, b) => b.setLeafValue(0, 0, Number.NaN), /must be a finite number, not NaN/],
  ["half a bin", (_, b) => b.splitValueHistogram(0, 2.5), /The number of bins must be/],
  ["no row", (_, b) => b.rowPredictor().predict(undefined as never), /must be a list of values/],
  ["a file that is not there", () => lightgbm.datasetFromFile("nowhere.csv"), /nowhere.csv/]
];

describe("a mistake", () => {
  it.each(mistakes)("is an error with a sentence, and nothing else is lost: %s", async (_, call, message) => {
    using dataset = make();
    using booster = await lightgbm.train(params, dataset);
    const expected = booster.predict({columns});
    const attempt = async (): Promise<unknown> => await call(dataset, booster);
    await expect(attempt()).rejects.toThrow(LightGBMError);
    await expect(attempt()).rejects.toThrow(message);
    expect(booster.predict({columns})).toEqual(expected);
  });
});
