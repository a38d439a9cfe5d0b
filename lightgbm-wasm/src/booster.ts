import {LightGBMError} from "./error.js";
import {type FeatureData, FeatureTable} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import {readNames, readText} from "./strings.js";

/**
 * What to predict: the objective's natural output (a probability for binary and multiclass, a value for regression),
 * the raw score before its transformation, the index of the leaf in each tree, or SHAP contributions.
 */
export type PredictionKind = "probability" | "raw" | "leaf" | "contributions";

export type ImportanceType = "split" | "gain";

export interface IterationRange {
  /** The first iteration to use, from 0 on. */
  startIteration?: number;
  /** How many iterations to use; by default up to `bestIteration`, and without one all. */
  numIteration?: number;
}

const kinds = {probability: 0, raw: 1, leaf: 2, contributions: 3} as const;
const importances = {split: 0, gain: 1} as const;
const float64 = 1;
const blockBytes = 1 << 22;

/** A model: a sequence of trees, trained here or read from LightGBM's text. */
export class Booster {
  /** After early stopping the number of iterations with the best evaluation; else undefined. */
  bestIteration: number | undefined;
  readonly #native: NativeModule;
  #handle: Pointer;

  /** Used by `train` and `boosterFromString`. */
  constructor(native: NativeModule, handle: Pointer) {
    this.#native = native;
    this.#handle = handle;
  }

  static fromString(native: NativeModule, text: string): Booster {
    const handle = native.scope((allocate) => {
      const out = allocate(8);
      native.call("LGBM_BoosterLoadModelFromString", native.writeString(text, allocate), out, out + 4);
      return native.uint32(out + 4)[0];
    });
    return new Booster(native, handle);
  }

  /** The address that LightGBM knows this booster by. */
  get handle(): Pointer {
    if (this.#handle === 0) throw new LightGBMError("This booster has been freed.");
    return this.#handle;
  }

  get featureCount(): number {
    return this.#count("LGBM_BoosterGetNumFeature");
  }

  /** How many outputs a row has: 1, or for multiclass the number of classes. */
  get classCount(): number {
    return this.#count("LGBM_BoosterGetNumClasses");
  }

  get iterationCount(): number {
    return this.#count("LGBM_BoosterGetCurrentIteration");
  }

  get featureNames(): string[] {
    return readNames(this.#native, "LGBM_BoosterGetFeatureNames", this.handle);
  }

  /**
   * Predicts row by row: `rows × outputs` numbers. A row has one output, or one for each class; "leaf" gives one for
   * each tree; "contributions" gives, for each class, one for each feature and at the end the expected value.
   */
  predict(
    data: FeatureData,
    {kind = "probability", ...range}: {kind?: PredictionKind} & IterationRange = {}
  ): Float64Array {
    const native = this.#native;
    const table = new FeatureTable(data);
    const {rowCount, columnCount} = table;
    const [start, count] = this.#range(range);
    return native.scope((allocate) => {
      const out = allocate(8);
      native.call("LGBM_BoosterCalcNumPredict", this.handle, 1, kinds[kind], start, count, out);
      const outputs = native.uint32(out)[0];
      const blockRows = Math.max(1, Math.min(rowCount, Math.floor(blockBytes / 8 / Math.max(columnCount, outputs))));
      const block = allocate(blockRows * columnCount * 8);
      const results = allocate(blockRows * outputs * 8);
      const noParams = native.writeString("", allocate);
      const predictions = new Float64Array(rowCount * outputs);
      for (let row = 0; row < rowCount; row += blockRows) {
        const rows = Math.min(blockRows, rowCount - row);
        table.readRows(row, rows, native.float64(block, rows * columnCount));
        native.call(
          "LGBM_BoosterPredictForMat",
          this.handle,
          block,
          float64,
          rows,
          columnCount,
          1,
          kinds[kind],
          start,
          count,
          noParams,
          out,
          results
        );
        predictions.set(native.float64(results, rows * outputs), row * outputs);
      }
      return predictions;
    });
  }

  /** LightGBM's text form of the model, which every LightGBM reads. The same training gives the same text. */
  toString({importance = "split", ...range}: {importance?: ImportanceType} & IterationRange = {}): string {
    return readText(
      this.#native,
      "LGBM_BoosterSaveModelToString",
      this.handle,
      ...this.#range(range),
      importances[importance]
    );
  }

  /** For each feature how often it splits, or the total gain of its splits. */
  featureImportance(type: ImportanceType = "split", {numIteration}: {numIteration?: number} = {}): Float64Array {
    const native = this.#native;
    const [, count] = this.#range({numIteration});
    const {featureCount} = this;
    return native.scope((allocate) => {
      const out = allocate(featureCount * 8);
      native.call("LGBM_BoosterFeatureImportance", this.handle, count, importances[type], out);
      return native.float64(out, featureCount).slice();
    });
  }

  free(): void {
    if (this.#handle === 0) return;
    this.#native.call("LGBM_BoosterFree", this.#handle);
    this.#handle = 0;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #range({startIteration = 0, numIteration}: IterationRange): [start: number, count: number] {
    return [startIteration, numIteration ?? this.bestIteration ?? -1];
  }

  #count(name: "LGBM_BoosterGetNumFeature" | "LGBM_BoosterGetNumClasses" | "LGBM_BoosterGetCurrentIteration"): number {
    const native = this.#native;
    return native.scope((allocate) => {
      const out = allocate(4);
      native.call(name, this.handle, out);
      return native.int32(out)[0];
    });
  }
}
