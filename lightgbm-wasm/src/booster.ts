import {choose} from "./arguments.js";
import {type Categories, formatCategories, parseCategories, readPandasLine} from "./categories.js";
import {CompiledTrees} from "./compiledTrees.js";
import {LightGBMError} from "./error.js";
import type {FeatureData} from "./features.js";
import {leafValue, scoreBounds, setLeafValue} from "./leafValues.js";
import {type ModelDump, parseDump} from "./modelDump.js";
import {checkModelText} from "./modelText.js";
import type {NativeModule, Pointer} from "./native.js";
import {NativeObject} from "./nativeObject.js";
import {type CheckedParams, checkParams, formatParams, loadedParams} from "./parameters.js";
import {
  type IterationRange,
  iterationRange,
  type PredictionRequest,
  type PredictOptions,
  predictionKinds,
  predictTable,
  scoreKind
} from "./prediction.js";
import {RowPredictor} from "./rowPredictor.js";
import type {CompileOptions} from "./scorer/compile.js";
import type {Scorer, ScorerOptions} from "./scorer/scorer.js";
import {tableOf} from "./sparseTable.js";
import {readNames, readText} from "./strings.js";
import {type SplitValueHistogram, splitValueHistogram, type TreeTableRow, treesToTable} from "./treeTable.js";

export type ImportanceType = "split" | "gain";

const importances = {split: 0, gain: 1} as const;
const deepest = 2000;

/** A model: a sequence of trees, trained here or read from LightGBM's text. */
export class Booster {
  /** After early stopping the number of iterations with the best evaluation; else undefined. */
  bestIteration: number | undefined;
  readonly #native: NativeModule;
  readonly #params: CheckedParams | undefined;
  /** What the codes of text columns mean; undefined if there were none in training. */
  readonly categories: Categories | undefined;
  /** The same as text, of a loaded model as it was. */
  #pandasLine: string | undefined;
  readonly #object: NativeObject;
  /** How many splits lie above the deepest leaf, of a model from text. */
  #depth = 0;
  readonly #compiled: CompiledTrees;

  /** @internal Used by `train` and `boosterFromString`. */
  constructor(native: NativeModule, handle: Pointer, params?: CheckedParams, categories?: Categories) {
    this.#native = native;
    this.categories = categories;
    this.#pandasLine = categories && formatCategories(categories);
    this.#object = new NativeObject(native, "booster", handle);
    this.#params = params;
    this.#compiled = new CompiledTrees({
      text: (startIteration, numIteration) => this.toString({startIteration, numIteration}),
      params: () => this.params,
      sigmoid: params?.sigmoid
    });
  }

  /** @internal */
  static fromString(native: NativeModule, text: string): Booster {
    const {text: checked, depth} = checkModelText(text);
    const handle = native.scope((allocate) => {
      const iterations = allocate(4);
      return native.query("LGBM_BoosterLoadModelFromString", native.writeString(checked, allocate), iterations);
    });
    const line = readPandasLine(checked);
    const booster = new Booster(native, handle, undefined, parseCategories(line, checked));
    booster.#pandasLine = line;
    booster.#depth = depth;
    return booster;
  }

  /** @internal The address that LightGBM knows this booster by. */
  get handle(): Pointer {
    return this.#object.address;
  }

  /** @internal The address in an instance, which must be the booster's own. */
  handleIn(native: NativeModule): Pointer {
    return this.#object.addressIn(native);
  }

  /** @internal Keeps the booster in memory until the function that is returned has been called. */
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
  predict(data: FeatureData, options: PredictOptions = {}): Float64Array {
    const table = tableOf(data, this.categories);
    const {rowCount, columnCount} = table;
    const request = this.#request(options);
    const {start, count} = request;
    const kind = scoreKind(options);
    if (kind !== undefined && columnCount === request.columnCount) {
      const scorer = this.#compiled.find([start, count, this.iterationCount], rowCount);
      if (scorer) return scorer.predictRows(table, {kind});
    }
    return predictTable(this.#native, table, request);
  }

  /** LightGBM's text form of the model, which every LightGBM reads. The same training gives the same text. */
  toString({importance = "split", ...range}: {importance?: ImportanceType} & IterationRange = {}): string {
    const type = choose("importance", importance, importances);
    const text = readText(this.#native, "LGBM_BoosterSaveModelToString", this.handle, ...this.#range(range), type);
    // LightGBM's library does not know of this line, which Python adds.
    return this.#pandasLine === undefined ? text : `${text}\npandas_categorical:${this.#pandasLine}\n`;
  }

  /** The trees as objects. */
  dumpModel({importance = "split", ...range}: {importance?: ImportanceType} & IterationRange = {}): ModelDump {
    const type = choose("importance", importance, importances);
    this.#checkDepth("a dump");
    const arguments_ = [this.handle, ...this.#range(range), type];
    return parseDump(readText(this.#native, "LGBM_BoosterDumpModel", ...arguments_));
  }

  /** Prepares predictions of single rows, for when they come one by one; several times faster after `compile`. */
  rowPredictor(options: PredictOptions = {}): RowPredictor {
    const request = this.#request(options);
    const kind = scoreKind(options);
    const scorer = kind && this.#compiled.find([request.start, request.count, this.iterationCount]);
    const release = this.retain();
    try {
      const compiled = scorer && ((row: ArrayLike<number>) => scorer.predictRow(row, {kind}));
      return new RowPredictor(this.#native, request, {release, categories: this.categories, compiled});
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * Compiles the trees to tables that score many times faster; `predict` and `rowPredictor` use them from then on for the
   * same iterations. The scorer has a small memory of its own, outlives the booster, and need not be freed. Throws a
   * `LightGBMError` for linear trees.
   */
  compile({sumStumps, ...options}: CompileOptions & ScorerOptions = {}): Scorer {
    return this.#compiled.make([...this.#range(options), this.iterationCount], options, {sumStumps});
  }

  /** How many trees there are: one for each class in each iteration. */
  get treeCount(): number {
    return this.#native.query("LGBM_BoosterNumberOfTotalModel", this.handle);
  }

  /** The least and the greatest raw score that the trees can give. */
  get scoreBounds(): {lower: number; upper: number} {
    return scoreBounds(this.#native, this.handle);
  }

  /** The value that a leaf adds to the raw score. */
  leafValue(tree: number, leaf: number): number {
    return leafValue(this.#native, this.handle, tree, leaf);
  }

  setLeafValue(tree: number, leaf: number, value: number): void {
    setLeafValue(this.#native, this.handle, tree, leaf, value);
    this.treesChanged();
  }

  /** All nodes and leaves, as Python's `trees_to_dataframe`. */
  treesToTable(): TreeTableRow[] {
    return treesToTable(this.dumpModel({numIteration: -1}));
  }

  /** How often a feature's splits lie in each of some equal ranges of values; by default as many as there are values. */
  splitValueHistogram(feature: number | string, bins?: number): SplitValueHistogram {
    return splitValueHistogram(this.dumpModel({numIteration: -1}), feature, bins);
  }

  /** @internal Must be called by whatever changes the trees. */
  treesChanged(): void {
    this.#compiled.forget();
  }

  /** For each feature how often it splits, or the total gain of its splits. */
  featureImportance(type: ImportanceType = "split", {numIteration}: {numIteration?: number} = {}): Float64Array {
    const native = this.#native;
    const [, count] = this.#range({numIteration});
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

  #range(range: IterationRange): [start: number, count: number] {
    return iterationRange(range, this.bestIteration);
  }

  #request({kind = "probability", params = {}, ...range}: PredictOptions): PredictionRequest {
    const {handle: booster, featureCount: columnCount} = this;
    const type = choose("prediction kind", kind, predictionKinds);
    if (kind === "contributions") this.#checkDepth("contributions");
    const [start, count] = this.#range(range);
    const outputCount = this.#native.query("LGBM_BoosterCalcNumPredict", booster, 1, type, start, count);
    return {booster, type, start, count, columnCount, outputCount, params: formatParams(checkParams(params))};
  }

  /** LightGBM goes down the trees by recursion for some purposes, and the stack would not bear any depth. */
  #checkDepth(purpose: string): void {
    if (this.#depth > deepest) {
      throw new LightGBMError(
        `The trees are ${this.#depth} splits deep, too deep for ${purpose} (${deepest} at most).`
      );
    }
  }
}
