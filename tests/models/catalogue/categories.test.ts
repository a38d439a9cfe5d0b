import {loadLightGBM} from "lightgbm-wasm";
import {expect, test} from "vitest";
import {foldAssignments} from "../../../dataset/foldAssignments.js";
import {partition} from "../../../dataset/foldRows.js";
import {type TreeParams, treeModel} from "../../../models/catalogue/treeModel.js";
import {averageModels} from "../../../models/staging/averageFolds.js";
import type {TrainingData} from "../../../models/training/trainedModel.js";
import {RandomSource} from "../../../src/lib/random.js";

/** Every other of 30 categories makes target 1 likelier: codes, which are by frequency, say nothing of it. */
function tableOf(rows: number): TrainingData {
  const random = new RandomSource(6);
  const category = Float64Array.from({length: rows}, () =>
    random.uniform() < 0.03 ? Number.NaN : Math.min(random.integer(30), random.integer(30))
  );
  const number = Float64Array.from({length: rows}, () => random.uniform());
  const target = Uint8Array.from(category, (code, row) =>
    random.uniform() < 0.1 + 0.3 * (code % 2 || 0) + 0.3 * (number[row] ?? 0) ? 1 : 0
  );
  return {
    ids: [],
    target,
    featureNames: ["number", "job title"],
    columns: [number, category],
    categorical: ["job title"]
  };
}

const data = tableOf(3000);
const folds = partition(foldAssignments(data.target, {folds: 3}));
const params = {num_iterations: 10, num_leaves: 4, learning_rate: 0.3, min_data_in_leaf: 40};

async function trained(change: Partial<TreeParams> = {}) {
  const model = treeModel({name: "small", title: "Small", params: {...params, ...change}});
  const {folds: models, metrics} = await model.train(data, folds);
  const auc = metrics.reduce((sum, {auc = Number.NaN}) => sum + auc / metrics.length, 0);
  return {auc, texts: models.map(({text}) => text)};
}

test("trees split on sets of categories, which gains what codes hide, and the average of the folds scores the same", async () => {
  const [sets, codes] = [await trained(), await trained({categorical_feature: "name:"})];
  expect(sets.texts.every((text) => /^num_cat=[1-9]/m.test(text))).toBe(true);
  expect(codes.texts.some((text) => /^num_cat=[1-9]/m.test(text))).toBe(false);
  expect(sets.auc).toBeGreaterThan(codes.auc + 0.02);

  const averaged = averageModels("trees", sets.texts, {name: "small"});
  expect(averaged.onnx).toBeUndefined();
  expect(averaged.withoutOnnx).toContain("categor");
  expect(averageModels("trees", codes.texts, {name: "small"}).onnx).toBeDefined();
  // Categories that training did not see are missing, and go where those go.
  const rows = [0, 0.3, 0.6, 1].flatMap((number) => [0, 1, 2, 15, 28, 29, Number.NaN].map((code) => [number, code]));
  using lightgbm = await loadLightGBM();
  const raw = sets.texts.map((text) => {
    using booster = lightgbm.boosterFromString(text);
    return booster.predict({matrix: Float64Array.from(rows.flat()), columnCount: 2}, {kind: "raw"});
  });
  for (const [row, values] of rows.entries()) {
    const logOdds = raw.reduce((sum, fold) => sum + (fold[row] ?? Number.NaN) / raw.length, 0);
    expect(averaged.predict(values)).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12);
  }
});
