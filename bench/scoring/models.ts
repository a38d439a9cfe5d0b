import {readFile} from "node:fs/promises";
import {gunzipSync} from "node:zlib";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {loadLightGBM, type Params} from "../../lightgbm-wasm/src/index.js";
import {random} from "../../lightgbm-wasm/tests/data.js";
import {parseTreeEnsemble} from "../../src/lib/trees/parse.js";
import {speedData} from "../lightgbm/speedData.js";

export interface BenchmarkModel {
  name: string;
  text: string;
  /** Row by row. */
  rows: Float64Array;
  /** Whether stumps are added up beforehand, here as in the project's ONNX. */
  sumStumps: boolean;
}

const trainingRows = 40_000;

/** Models of the shapes that people have, on 200 features, and rows that they were not trained on. */
export async function* benchmarkModels(rowCount: number): AsyncGenerator<BenchmarkModel> {
  yield train("1,000 trees of 15 leaves", rowCount, {num_leaves: 15, num_iterations: 1000});
  yield {...(await train("9,000 stumps, added up", rowCount, stumps)), sumStumps: true};
  yield staged("the staged trees of one feature each, added up", rowCount);
  yield train("500 trees of 31 leaves", rowCount, {num_leaves: 31, num_iterations: 500});
  yield train("100 trees of 255 leaves", rowCount, {num_leaves: 255, num_iterations: 100, min_data_in_leaf: 5});
  yield train("300 trees of 31 leaves, values missing", rowCount, {num_leaves: 31, num_iterations: 300}, 0.1);
}

/** As many as five folds of 1,800, which is what staging averages. */
const stumps = {num_leaves: 2, num_iterations: 9000, learning_rate: 0.02, feature_fraction: 0.1};

async function train(name: string, rowCount: number, params: Params, missing = 0): Promise<BenchmarkModel> {
  await ensureBuilt();
  const {columns, label} = speedData(trainingRows + rowCount);
  const next = random(7);
  if (missing > 0) for (const column of columns) for (const i of column.keys()) if (next() < missing) column[i] = NaN;
  using lightgbm = await loadLightGBM();
  const all = {objective: "binary", feature_fraction: 0.4, learning_rate: 0.05, ...params};
  const used = Uint32Array.from({length: trainingRows}, (_, i) => i);
  using dataset = lightgbm.dataset({columns, label, rows: used, params: all});
  using booster = await lightgbm.train(all, dataset);
  const width = columns.length;
  const rows = new Float64Array(rowCount * width);
  for (const i of rows.keys()) rows[i] = columns[i % width][trainingRows + Math.floor(i / width)];
  return {name, text: booster.toString(), rows, sumStumps: false};
}

/** The model of the report, and rows between the least and the greatest threshold of each feature. */
async function staged(name: string, rowCount: number): Promise<BenchmarkModel> {
  const text = gunzipSync(await readFile("models/staged/model.txt.gz")).toString();
  const {trees, featureNames} = parseTreeEnsemble(text);
  const bounds = featureNames.map(() => ({low: Infinity, high: -Infinity}));
  for (const {splitFeature, threshold} of trees) {
    for (const [split, feature] of splitFeature.entries()) {
      bounds[feature].low = Math.min(bounds[feature].low, threshold[split]);
      bounds[feature].high = Math.max(bounds[feature].high, threshold[split]);
    }
  }
  const next = random(8);
  const rows = Float64Array.from({length: rowCount * bounds.length}, (_, i) => {
    const {low, high} = bounds[i % bounds.length];
    return Math.round(1e4 * (low + (high - low) * next())) / 1e4;
  });
  return {name, text, rows, sumStumps: true};
}
