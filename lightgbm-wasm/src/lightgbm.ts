import {Booster} from "./booster.js";
import {Dataset, type DatasetOptions} from "./dataset.js";
import type {FeatureData} from "./features.js";
import type {NativeModule} from "./native.js";
import type {Params} from "./parameters.js";
import {type TrainOptions, train} from "./train.js";

/** One instance of LightGBM. Its datasets and boosters live in its memory and only work with each other. */
export class LightGBM {
  readonly #native: NativeModule;

  /** Used by `loadLightGBM`. */
  constructor(native: NativeModule) {
    this.#native = native;
  }

  /** Bytes that the instance has taken so far; WebAssembly never gives memory back, so this is the peak. */
  get memoryBytes(): number {
    return this.#native.memoryBytes;
  }

  /** Sorts feature values into bins, which training works on; the values themselves are not kept. */
  dataset(options: FeatureData & DatasetOptions): Dataset {
    return Dataset.create(this.#native, options);
  }

  /** Trains a booster. The same parameters and data give the same model, to the last byte of its text. */
  train(params: Params, dataset: Dataset, options: TrainOptions = {}): Promise<Booster> {
    return train(this.#native, params, dataset, options);
  }

  /** Reads a model that this or any other LightGBM has written as text. */
  boosterFromString(text: string): Booster {
    return Booster.fromString(this.#native, text);
  }
}
