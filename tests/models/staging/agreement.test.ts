import {type LightGBM, loadLightGBM, type Params} from "lightgbm-wasm";
import {beforeAll, describe, expect, test} from "vitest";
import {ensureBuilt} from "../../../lightgbm-wasm/build.js";
import {fitNaiveBayes} from "../../../src/lib/estimators/naiveBayes.js";
import {RandomSource} from "../../../src/lib/random.js";
import {mergeFolds} from "../../../src/lib/trees/mergeFolds.js";
import {mergedText} from "../../fixtures/stagedModel.js";
import {differentBits, largestDifference, stagedForms} from "./engines.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const oddValues = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, 2];

/** Row by row, values as the competition's, with four decimals; every tenth an odd one. */
function randomRows(rows: number, columns: number, seed: number, values: readonly number[] = oddValues): Float64Array {
  const random = new RandomSource(seed);
  return Float64Array.from({length: rows * columns}, () =>
    random.uniform() < 0.1
      ? (values[random.integer(values.length)] ?? Number.NaN)
      : Math.round((random.uniform() * 30 - 10) * 1e4) / 1e4
  );
}

/** Checks every form that a text is staged as, and that compiled trees have LightGBM's own bits. */
async function expectSameScores(text: string, columnCount: number, engines: readonly string[]): Promise<void> {
  const rows = {values: randomRows(10_000, columnCount, 2), rows: 10_000};
  const forms = stagedForms(text);
  expect(forms.map(({engine}) => engine)).toEqual(engines);
  expect(await largestDifference(lightgbm, text, forms, rows)).toBeLessThan(1e-6);
  expect(await differentBits(lightgbm, text, rows)).toBe(0);
}

async function trainFolds(params: Params, numIterations: number): Promise<string[]> {
  const columnCount = 200;
  const trainingRows = 1500;
  const matrix = randomRows(trainingRows, columnCount, 1, [Number.NaN, 0, 1, 2]);
  const label = Float32Array.from({length: trainingRows}, (_, row) => {
    const [a, b, c] = matrix.subarray(row * columnCount);
    return (a || 0) + (b || 0) > (c || 0) ? 1 : 0;
  });
  const texts: string[] = [];
  for (const fold of [0, 1, 2]) {
    const foldRows = Uint32Array.from(label.keys()).filter((row) => row % 3 !== fold);
    using dataset = lightgbm.dataset({matrix, columnCount, label, rows: foldRows, params});
    using booster = await lightgbm.train(params, dataset, {numIterations});
    texts.push(booster.toString());
  }
  return texts;
}

const common: Params = {objective: "binary", min_data_in_leaf: 20, max_bin: 31, seed: 5, feature_fraction: 0.4};

const both = ["scorer", "onnx"];

describe("the average of the folds, on 10,000 random rows with missing and infinite values and zeros", () => {
  test.each([
    ["stumps", {...common, num_leaves: 2, learning_rate: 0.1}, 300, both],
    ["trees", {...common, num_leaves: 20, learning_rate: 0.05}, 40, both],
    ["random forests", {...common, boosting: "rf", num_leaves: 20, bagging_freq: 1, bagging_fraction: 0.6}, 20, both],
    [
      "splits on categories",
      {...common, num_leaves: 20, categorical_feature: [0, 3, 7], min_data_per_group: 5},
      40,
      ["scorer"]
    ],
    ["zeros as missing values", {...common, num_leaves: 20, zero_as_missing: true}, 40, ["scorer"]]
  ] as const)("%s score the same as in LightGBM", async (_, params, iterations, engines) => {
    await expectSameScores(mergeFolds(await trainFolds(params, iterations)), 200, engines);
  });

  test("models of Python's LightGBM score the same as in LightGBM", () => expectSameScores(mergedText, 6, both));

  test("naive Bayes scores the same in LightGBM and in both engines as it does itself", async () => {
    const [rows, columnCount] = [1500, 200];
    const matrix = randomRows(rows, columnCount, 1);
    const columns = Array.from({length: columnCount}, (_, column) =>
      Float64Array.from({length: rows}, (_, row) => matrix[row * columnCount + column])
    );
    const target = Uint8Array.from({length: rows}, (_, row) =>
      (columns[0][row] || 0) > (columns[1][row] || 0) ? 1 : 0
    );
    const featureNames = columns.map((_, column) => `var_${column}`);
    const training = Uint32Array.from({length: 1000}, (_, row) => row);
    const {text, predict} = fitNaiveBayes({columns, target, featureNames}, training, {
      bins: 20,
      alpha: 0.5,
      prior: "shared"
    });
    using booster = lightgbm.boosterFromString(text);
    const found = booster.predict({matrix, columnCount});
    for (let row = 0; row < rows; ++row) expect(Math.abs(found[row] - predict(row))).toBeLessThan(1e-12);
    await expectSameScores(text, columnCount, both);
  });

  test("LightGBM scores the mean of the folds' raw scores", async () => {
    const texts = await trainFolds({...common, num_leaves: 4, learning_rate: 0.1}, 20);
    using merged = lightgbm.boosterFromString(mergeFolds(texts));
    const data = {matrix: randomRows(100, 200, 3), columnCount: 200};
    const folds = texts.map((text) => {
      using booster = lightgbm.boosterFromString(text);
      return booster.predict(data, {kind: "raw"});
    });
    for (const [row, raw] of merged.predict(data, {kind: "raw"}).entries()) {
      expect(raw).toBeCloseTo((folds[0][row] + folds[1][row] + folds[2][row]) / 3, 13);
    }
    expect(merged.predict(data, {kind: "contributions"})).toHaveLength(100 * 201);
  });
});
