import {checkInteger} from "./arguments.js";
import type {FeatureTable} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import type {Params} from "./parameters.js";
import {SparseTable} from "./sparseTable.js";

/**
 * What to predict: the objective's natural output (a probability for binary and multiclass, a value for regression),
 * the raw score before its transformation, the index of the leaf in each tree, or SHAP contributions.
 */
export type PredictionKind = "probability" | "raw" | "leaf" | "contributions";

export interface IterationRange {
  /** The first iteration to use, from 0 on. */
  startIteration?: number;
  /** How many iterations to use; by default up to `bestIteration`, and without one all. */
  numIteration?: number;
}

export interface PredictOptions extends IterationRange {
  kind?: PredictionKind;
  /** LightGBM's parameters for prediction, such as pred_early_stop. */
  params?: Params;
}

/** @internal Which iterations LightGBM is to use: the first one, and how many (-1 for all). */
export function iterationRange(
  {startIteration = 0, numIteration}: IterationRange,
  bestIteration: number | undefined
): [start: number, count: number] {
  checkInteger("startIteration", startIteration, 0);
  // LightGBM takes -1 for all.
  if (numIteration !== undefined) checkInteger("numIteration", numIteration, -1);
  return [startIteration, numIteration ?? bestIteration ?? -1];
}

/** @internal LightGBM's number of each kind. */
export const predictionKinds = {probability: 0, raw: 1, leaf: 2, contributions: 3} as const;

/** @internal Predictions as LightGBM is asked for them. */
export interface PredictionRequest {
  booster: Pointer;
  /** One of `predictionKinds`. */
  type: number;
  /** The first iteration, and how many (-1 for all). */
  start: number;
  count: number;
  columnCount: number;
  /** How many numbers the prediction of a row has. */
  outputCount: number;
  params: string;
}

/** @internal The kind of scores that compiled trees can predict; undefined if they cannot. */
export function scoreKind({kind = "probability", params = {}}: PredictOptions): "raw" | "probability" | undefined {
  return (kind === "raw" || kind === "probability") && Object.keys(params).length === 0 ? kind : undefined;
}

const float64 = 1;
// As much as the processor's cache holds.
const blockBytes = 1 << 20;

/** @internal Predicts row by row, a block of rows at a time. */
export function predictTable(native: NativeModule, table: FeatureTable, request: PredictionRequest): Float64Array {
  const {rowCount, columnCount} = table;
  const {booster, type, start, count, outputCount: outputs} = request;
  return native.scope((allocate) => {
    const out = allocate(8);
    // Sparse rows are not made wide.
    const width = table instanceof SparseTable ? 1 : columnCount;
    const blockRows = Math.max(1, Math.min(rowCount, Math.floor(blockBytes / 8 / Math.max(width, outputs))));
    const predictions = new Float64Array(rowCount * outputs);
    const results = allocate(blockRows * outputs * 8);
    const params = native.writeString(request.params, allocate);
    if (table instanceof SparseTable) {
      table.eachBlock(native, blockRows, (csr, row, rows) => {
        native.call("LGBM_BoosterPredictForCSR", booster, ...csr, type, start, count, params, out, results);
        predictions.set(native.float64(results, rows * outputs), row * outputs);
      });
      return predictions;
    }
    const block = allocate(blockRows * columnCount * 8);
    for (let row = 0; row < rowCount; row += blockRows) {
      const rows = Math.min(blockRows, rowCount - row);
      table.readRows(row, rows, native.float64(block, rows * columnCount));
      const matrix = [block, float64, rows, columnCount, 1] as const;
      native.call("LGBM_BoosterPredictForMat", booster, ...matrix, type, start, count, params, out, results);
      predictions.set(native.float64(results, rows * outputs), row * outputs);
    }
    return predictions;
  });
}
