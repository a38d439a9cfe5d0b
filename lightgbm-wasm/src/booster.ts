import {checkInteger, choose} from "./arguments.js";
import {CompiledTrees} from "./compiledTrees.js";
import {LightGBMError} from "./error.js";
import {type FeatureData, FeatureTable} from "./features.js";
import {type ModelDump, parseDump} from "./modelDump.js";
import {checkModelText} from "./modelText.js";
import type {NativeModule, Pointer} from "./native.js";
import {NativeObject} from "./nativeObject.js";
import {type CheckedParams, checkParams, formatParams, type Params} from "./parameters.js";
import {parameterTable} from "./parameterTable.js";
import {RowPredictor} from "./rowPredictor.js";
import type {CompileOptions} from "./scorer/compile.js";
import type {Scorer, ScorerOptions} from "./scorer/scorer.js";
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

export interface PredictOptions extends IterationRange {
  kind?: PredictionKind;
  /** LightGBM's parameters for prediction, such as pred_early_stop. */
  params?: Params;
}

/** LightGBM's number of each kind. */
export const predictionKinds = {probability: 0, raw: 1, leaf: 2, contributions: 3} as const;
const importances = {split: 0, gain: 1} as const;
const float64 = 1;
// As much as the processor's cache holds.
const blockBytes = 1 << 20;
const deepest = 2000;

/** A model: a sequence of trees, trained here or read from LightGBM's text. */
export class Booster {
  /** After early stopping the number of iterations with the best evaluation; else undefined. */
  bestIteration: number | undefined;
  readonly #native: NativeModule;
  readonly #params: CheckedParams | undefined;
  readonly #object: NativeObject;
  /** How many splits lie above the deepest leaf, of a model from text. */
  #depth = 0;
  readonly #compiled: CompiledTrees;

  /** Used by `train` and `boosterFromString`. */
  constructor(native: NativeModule, handle: Pointer, params?: CheckedParams) {
    this.#native = native;
    this.#object = new NativeObject(native, "booster", handle);
    this.#params = params;
    this.#compiled = new CompiledTrees({
      text: (startIteration, numIteration) => this.toString({startIteration, numIteration}),
      params: () => this.params,
      sigmoid: params?.sigmoid
    });
  }

  static fromString(native: NativeModule, text: string): Booster {
    const {text: checked, depth} = checkModelText(text);
    const handle = native.scope((allocate) => {
      const iterations = allocate(4);
      return native.query("LGBM_BoosterLoadModelFromString", native.writeString(checked, allocate), iterations);
    });
    const booster = new Booster(native, handle);
    booster.#depth = depth;
    return booster;
  }

  /** The address that LightGBM knows this booster by. */
  get handle(): Pointer {
    return this.#object.address;
  }

  /** The address in an instance, which must be the booster's own. */
  handleIn(native: NativeModule): Pointer {
    return this.#object.addressIn(native);
  }

  /** Keeps the booster in memory until the function that is returned has been called. */
  retain(): () => void {
    return this.#object.retain();
  }

  /** The parameters of the training, as far as they are known to this LightGBM. */
  get params(): CheckedParams {
    return this.#params ?? loadedParams(readText(this.#native, "LGBM_BoosterGetLoadedParam", this.handle));
  }

  get featureCount(): number {
    return this.#native.query("LGBM_BoosterGetNumFeature", this.handle);
  }

  /** How many outputs a row has: 1, or for multiclass the number of classes. */
  get classCount(): number {
    return this.#native.query("LGBM_BoosterGetNumClasses", this.handle);
  }

  get iterationCount(): number {
    return this.#native.query("LGBM_BoosterGetCurrentIteration", this.handle);
  }

  get featureNames(): string[] {
    return readNames(this.#native, "LGBM_BoosterGetFeatureNames", this.handle);
  }

  /**
   * Predicts row by row: `rows × outputs` numbers. A row has one output, or one for each class; "leaf" gives one for
   * each tree; "contributions" gives, for each class, one for each feature and at the end the expected value.
   *
   * Trees that have many rows to score are compiled by the way, see `compile`; the results are the same to the last bit.
   */
  predict(data: FeatureData, {kind = "probability", params = {}, ...range}: PredictOptions = {}): Float64Array {
    const native = this.#native;
    const type = choose("prediction kind", kind, predictionKinds);
    if (kind === "contributions") this.checkDepth("contributions");
    const table = new FeatureTable(data);
    const {rowCount, columnCount} = table;
    const [start, count] = this.range(range);
    if ((kind === "raw" || kind === "probability") && columnCount === this.featureCount && hasNone(params)) {
      const scorer = this.#compiled.find([start, count, this.iterationCount], rowCount);
      if (scorer) return scorer.predictRows(table, {kind});
    }
    return native.scope((allocate) => {
      const out = allocate(8);
      native.call("LGBM_BoosterCalcNumPredict", this.handle, 1, type, start, count, out);
      const outputs = native.uint32(out)[0];
      const blockRows = Math.max(1, Math.min(rowCount, Math.floor(blockBytes / 8 / Math.max(columnCount, outputs))));
      const block = allocate(blockRows * columnCount * 8);
      const results = allocate(blockRows * outputs * 8);
      const text = native.writeString(formatParams(checkParams(params)), allocate);
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
          type,
          start,
          count,
          text,
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
      ...this.range(range),
      choose("importance", importance, importances)
    );
  }

  /** The trees as objects. */
  dumpModel({importance = "split", ...range}: {importance?: ImportanceType} & IterationRange = {}): ModelDump {
    const type = choose("importance", importance, importances);
    this.checkDepth("a dump");
    const arguments_ = [this.handle, ...this.range(range), type];
    return parseDump(readText(this.#native, "LGBM_BoosterDumpModel", ...arguments_));
  }

  /** Prepares predictions of single rows, for when they come one by one; several times faster after `compile`. */
  rowPredictor(options: PredictOptions = {}): RowPredictor {
    const iterations = [...this.range(options), this.iterationCount] as const;
    const scorer = hasNone(options.params) ? this.#compiled.find(iterations) : undefined;
    return new RowPredictor(this.#native, this, options, scorer);
  }

  /**
   * Compiles the trees to tables that score many times faster; `predict` and `rowPredictor` use them from then on for the
   * same iterations. The scorer has a small memory of its own, outlives the booster, and need not be freed. Throws a
   * `LightGBMError` for linear trees.
   */
  compile({sumStumps, ...options}: CompileOptions & ScorerOptions = {}): Scorer {
    return this.#compiled.make([...this.range(options), this.iterationCount], options, {sumStumps});
  }

  /** Must be called by whatever changes the trees. */
  treesChanged(): void {
    this.#compiled.forget();
  }

  /** For each feature how often it splits, or the total gain of its splits. */
  featureImportance(type: ImportanceType = "split", {numIteration}: {numIteration?: number} = {}): Float64Array {
    const native = this.#native;
    const [, count] = this.range({numIteration});
    const {featureCount} = this;
    return native.scope((allocate) => {
      const out = allocate(featureCount * 8);
      native.call("LGBM_BoosterFeatureImportance", this.handle, count, choose("importance", type, importances), out);
      return native.float64(out, featureCount).slice();
    });
  }

  free(): void {
    this.#object.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** LightGBM goes down the trees by recursion for some purposes, and the stack would not bear any depth. */
  checkDepth(purpose: string): void {
    if (this.#depth > deepest) {
      throw new LightGBMError(
        `The trees are ${this.#depth} splits deep, too deep for ${purpose} (${deepest} at most).`
      );
    }
  }

  /** Which iterations LightGBM is to use: the first one, and how many (-1 for all). */
  range({startIteration = 0, numIteration}: IterationRange): [start: number, count: number] {
    checkInteger("startIteration", startIteration, 0);
    // LightGBM takes -1 for all.
    if (numIteration !== undefined) checkInteger("numIteration", numIteration, -1);
    return [startIteration, numIteration ?? this.bestIteration ?? -1];
  }
}

function hasNone(params: Params = {}): boolean {
  return Object.keys(params).length === 0;
}

/** Keeps of a loaded model's parameters those that this package knows and that are set. */
function loadedParams(json: string): CheckedParams {
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<unknown>(JSON.parse(json))) {
    const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
    if (name in parameterTable && !isEmpty) params[name] = value;
  }
  return checkParams(params);
}
