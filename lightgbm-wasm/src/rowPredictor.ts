import {type Categories, encodeRow} from "./categories.js";
import {LightGBMError} from "./error.js";
import {hasLength} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import type {PredictionRequest} from "./prediction.js";

const float64 = 1;

function isNumeric(row: ArrayLike<number | string | null>): row is ArrayLike<number> {
  if (ArrayBuffer.isView(row)) return true;
  for (let i = 0; i < row.length; ++i) if (typeof row[i] !== "number") return false;
  return true;
}

interface RowPredictorContext {
  /** Lets go of the booster. */
  release: () => void;
  categories: Categories | undefined;
  /** What predicts a row if the trees are compiled. */
  compiled: ((row: ArrayLike<number>) => Float64Array) | undefined;
}

/** Predicts single rows without setting anything up for each of them. Keeps its booster until it is freed. */
export class RowPredictor {
  readonly columnCount: number;
  /** How many numbers a prediction has. */
  readonly outputCount: number;
  readonly #native: NativeModule;
  readonly #row: Pointer;
  readonly #result: Pointer;
  readonly #release: () => void;
  readonly #categories: Categories | undefined;
  readonly #predictCompiled: ((row: ArrayLike<number>) => Float64Array) | undefined;
  #config: Pointer;

  /** @internal Used by `Booster.rowPredictor`. */
  constructor(native: NativeModule, request: PredictionRequest, {release, categories, compiled}: RowPredictorContext) {
    const {booster, type, start, count, columnCount, outputCount} = request;
    this.#native = native;
    this.columnCount = columnCount;
    this.outputCount = outputCount;
    this.#predictCompiled = compiled;
    this.#categories = categories;
    this.#config = native.scope((allocate) => {
      const params = native.writeString(request.params, allocate);
      const init = "LGBM_BoosterPredictForMatSingleRowFastInit";
      return native.query(init, booster, type, start, count, float64, columnCount, params);
    });
    this.#release = release;
    this.#row = native.allocate(columnCount * 8);
    // LightGBM tells the length, eight bytes, and then the numbers.
    this.#result = native.allocate(8 + outputCount * 8);
  }

  /** A text is a category; null is a missing value. */
  predict(given: ArrayLike<number | string | null>): Float64Array {
    if (!hasLength(given)) throw new LightGBMError("A row must be a list of values.");
    const row = isNumeric(given) ? given : encodeRow(given, this.#categories);
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
    this.#release();
    this.#config = 0;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
