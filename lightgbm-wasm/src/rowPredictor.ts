import {choose} from "./arguments.js";
import {type Booster, type PredictOptions, predictionKinds} from "./booster.js";
import {LightGBMError} from "./error.js";
import type {NativeModule, Pointer} from "./native.js";
import {checkParams, formatParams} from "./parameters.js";
import type {Scorer} from "./scorer/scorer.js";

const float64 = 1;

/** Predicts single rows without setting anything up for each of them. Keeps its booster until it is freed. */
export class RowPredictor {
  readonly columnCount: number;
  /** How many numbers a prediction has. */
  readonly outputCount: number;
  readonly #native: NativeModule;
  readonly #row: Pointer;
  readonly #result: Pointer;
  readonly #releaseBooster: () => void;
  readonly #predictCompiled: ((row: ArrayLike<number>) => Float64Array) | undefined;
  #config: Pointer;

  /** Used by `Booster.rowPredictor`, which gives a scorer if the trees are compiled. */
  constructor(
    native: NativeModule,
    booster: Booster,
    {kind = "probability", params = {}, ...range}: PredictOptions,
    scorer?: Scorer
  ) {
    const {handle, featureCount} = booster;
    const [start, count] = booster.range(range);
    const type = choose("prediction kind", kind, predictionKinds);
    if (kind === "contributions") booster.checkDepth("contributions");
    this.#native = native;
    if (kind === "raw" || kind === "probability")
      this.#predictCompiled = scorer && ((row) => scorer.predictRow(row, {kind}));
    this.columnCount = featureCount;
    this.outputCount = native.query("LGBM_BoosterCalcNumPredict", handle, 1, type, start, count);
    this.#config = native.scope((allocate) => {
      const text = native.writeString(formatParams(checkParams(params)), allocate);
      const init = "LGBM_BoosterPredictForMatSingleRowFastInit";
      return native.query(init, handle, type, start, count, float64, featureCount, text);
    });
    this.#releaseBooster = booster.retain();
    this.#row = native.allocate(featureCount * 8);
    // LightGBM tells the length, eight bytes, and then the numbers.
    this.#result = native.allocate(8 + this.outputCount * 8);
  }

  predict(row: ArrayLike<number>): Float64Array {
    if (this.#config === 0) throw new LightGBMError("This row predictor has been freed.");
    if (row.length !== this.columnCount) {
      throw new LightGBMError(`The row has ${row.length} values, but the model has ${this.columnCount} features.`);
    }
    if (this.#predictCompiled) return this.#predictCompiled(row);
    const native = this.#native;
    native.float64(this.#row, row.length).set(row);
    const length = this.#result;
    native.call("LGBM_BoosterPredictForMatSingleRowFast", this.#config, this.#row, length, length + 8);
    return native.float64(length + 8, this.outputCount).slice();
  }

  free(): void {
    if (this.#config === 0) return;
    this.#native.discard("LGBM_FastConfigFree", this.#config);
    this.#native.release(this.#row);
    this.#native.release(this.#result);
    this.#releaseBooster();
    this.#config = 0;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
