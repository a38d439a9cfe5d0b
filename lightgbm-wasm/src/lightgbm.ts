import {sampleRows} from "./binning.js";
import {Booster} from "./booster.js";
import {type CrossValidation, type CrossValidationOptions, crossValidate} from "./crossValidation.js";
import {Dataset, type DatasetOptions} from "./dataset.js";
import {DatasetBuilder, type DatasetBuilderOptions} from "./datasetBuilder.js";
import type {FeatureData} from "./features.js";
import type {NativeModule} from "./native.js";
import {checkParams, type Params} from "./parameters.js";
import {type RefitOptions, refit} from "./refit.js";
import {type TrainOptions, train} from "./train.js";
import {Trainer} from "./trainer.js";
import type {TrainingOptions} from "./training.js";

/** One instance of LightGBM. Its datasets and boosters live in its memory and only work with each other. */
export class LightGBM {
  readonly #native: NativeModule;

  /** @internal Used by `loadLightGBM`. */
  constructor(native: NativeModule) {
    this.#native = native;
  }

  /** Bytes that the instance has taken so far; WebAssembly never gives memory back, so this is the peak. */
  get memoryBytes(): number {
    return this.#native.memoryBytes;
  }

  /** Files, only in memory, that LightGBM can read by name: texts of data, forced splits or bins. */
  get files(): Map<string, Uint8Array> {
    return this.#native.files;
  }

  /** Sorts feature values into bins, which training works on; the values themselves are not kept. */
  dataset(options: FeatureData & DatasetOptions): Dataset {
    return Dataset.create(this.#native, options);
  }

  /** Makes a dataset from rows that come in chunks. */
  datasetBuilder(options: DatasetBuilderOptions): DatasetBuilder {
    return new DatasetBuilder(this.#native, options);
  }

  /** Which of `rowCount` rows LightGBM looks at to find bins: the sample for a dataset builder. */
  sampleRows(rowCount: number, params: Params = {}): Int32Array {
    return sampleRows(this.#native, rowCount, checkParams(params));
  }

  /** Reads one of `files` as LightGBM's command line does: CSV, TSV or LibSVM text, with side files beside it. */
  datasetFromFile(name: string, {params = {}, reference}: {params?: Params; reference?: Dataset} = {}): Dataset {
    return Dataset.fromFile(this.#native, name, checkParams(params), reference);
  }

  /** Makes a dataset again from `Dataset.toBinary`; the parameters must be those that it was made with. */
  datasetFromBinary(bytes: Uint8Array, params: Params = {}): Dataset {
    const {files} = this.#native;
    const name = "dataset.bin";
    files.set(name, bytes);
    try {
      return Dataset.fromFile(this.#native, name, checkParams(params));
    } finally {
      files.delete(name);
    }
  }

  /** Trains a booster. The same parameters and data give the same model, to the last byte of its text. */
  train(params: Params, dataset: Dataset, options: TrainOptions = {}): Promise<Booster> {
    return train(this.#native, params, dataset, options);
  }

  /** Begins a training that the caller advances an iteration at a time. */
  trainer(params: Params, dataset: Dataset, options: TrainingOptions = {}): Trainer {
    return new Trainer(this.#native, params, dataset, options);
  }

  /** Trains one booster for each fold of the dataset's rows. */
  cv(params: Params, dataset: Dataset, options: CrossValidationOptions): Promise<CrossValidation> {
    return crossValidate(this.#native, params, dataset, options);
  }

  /** Keeps a model's splits and fits the values of its leaves to new data. */
  refit(booster: Booster, options: FeatureData & RefitOptions): Booster {
    return refit(this.#native, booster, options);
  }

  /** Reads a model that this or any other LightGBM has written as text. */
  boosterFromString(text: string): Booster {
    return Booster.fromString(this.#native, text);
  }

  /** Ends the instance, its threads with it. Datasets and boosters that live in its memory cannot be used any more. */
  free(): void {
    this.#native.end();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
