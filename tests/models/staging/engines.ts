import type {LightGBM} from "lightgbm-wasm";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web/wasm";
import {onnxSession} from "../../../src/lib/scoring/onnxSession.js";

web.env.wasm.numThreads = 1;

/** Rows for a model, row by row. */
export interface Matrix {
  values: Float64Array;
  rows: number;
}

/**
 * How far ONNX Runtime, native or as WebAssembly, is at most from LightGBM, in probability.
 * @param text the model as LightGBM's text
 * @param model the same as ONNX
 */
export async function largestDifference(
  lightgbm: LightGBM,
  {text, model}: {text: string; model: Uint8Array},
  {values, rows}: Matrix
): Promise<number> {
  const columnCount = values.length / rows;
  using booster = lightgbm.boosterFromString(text);
  const expected = booster.predict({matrix: values, columnCount});
  let largest = 0;
  for (const {InferenceSession, Tensor} of [node, web]) {
    const session = onnxSession(await InferenceSession.create(model), Tensor, columnCount);
    const found = await session.run(values, rows);
    for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(found[row] - expected[row]));
  }
  return largest;
}
