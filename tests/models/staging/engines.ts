import type {LightGBM} from "lightgbm-wasm";
import {loadScorer} from "lightgbm-wasm/scorer";
import {treeModelOf} from "../../../models/staging/averageFolds.js";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {engineModels} from "../../../models/staging/portableModel.js";
import type {EngineModel} from "../../../src/lib/staged/stagedModel.js";

/** Rows for a model, row by row. */
export interface Matrix {
  values: Float64Array;
  rows: number;
}

/** What a text of trees is staged as. */
export const stagedForms = (text: string): EngineModel[] => engineModels(treeModelOf(text, {}));

/**
 * How far staged models are at most from LightGBM, in probability.
 * @param text the model as LightGBM's text
 */
export async function largestDifference(
  lightgbm: LightGBM,
  text: string,
  models: readonly EngineModel[],
  {values, rows}: Matrix
): Promise<number> {
  const columnCount = values.length / rows;
  using booster = lightgbm.boosterFromString(text);
  const expected = booster.predict({matrix: values, columnCount});
  const features = Array.from({length: columnCount}, (_, index) => String(index));
  let largest = 0;
  for (const model of models) {
    const session = await openNodeSession(model, {features});
    const found = await session.run(values, rows);
    for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(found[row] - expected[row]));
  }
  return largest;
}

/** In how many rows the raw score of the compiled trees, none of them added up, has other bits than LightGBM's. */
export async function differentBits(lightgbm: LightGBM, text: string, {values, rows}: Matrix): Promise<number> {
  const data = {matrix: values, columnCount: values.length / rows};
  using booster = lightgbm.boosterFromString(text);
  // A parameter keeps LightGBM's own trees from being compiled.
  const expected = booster.predict(data, {kind: "raw", params: {pred_early_stop: false}});
  const found = (await loadScorer(text)).predict(data, {kind: "raw"});
  return found.reduce((count, score, row) => count + (Object.is(score, expected[row]) ? 0 : 1), 0);
}
