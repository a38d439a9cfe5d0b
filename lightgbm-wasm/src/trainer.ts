import type {Booster} from "./booster.js";
import type {Dataset} from "./dataset.js";
import {LightGBMError} from "./error.js";
import type {NativeModule} from "./native.js";
import type {Params} from "./parameters.js";
import {type Evaluations, Training, type TrainingOptions} from "./training.js";
import {TrainingGroup} from "./trainingGroup.js";

/** A training that the caller advances an iteration at a time. Keeps its datasets until it is freed. */
export class Trainer implements Disposable {
  readonly #training: Training;
  readonly #group: TrainingGroup;
  #isFreed = false;

  /** @internal Used by `LightGBM.trainer`. */
  constructor(native: NativeModule, params: Params, dataset: Dataset, options: TrainingOptions) {
    this.#training = new Training(native, params, dataset, options);
    this.#group = new TrainingGroup(native, [this.#training]);
  }

  /** The model as it is so far. It stays usable when the trainer has been freed, and is freed on its own. */
  get booster(): Booster {
    return this.#training.booster;
  }

  /** Runs one iteration; returns true if no split is worth while any more. */
  update(): boolean {
    this.#checkOpen();
    return this.#group.update();
  }

  /** Takes back the last iteration. */
  rollback(): void {
    this.#checkOpen();
    if (this.booster.iterationCount === 0) throw new LightGBMError("There is no iteration to take back.");
    this.#training.rollback();
  }

  /** The metrics of each of the `validSets`, by dataset and metric. */
  evaluate(): Evaluations {
    this.#checkOpen();
    return this.#group.evaluate()[0];
  }

  /** Changes parameters for the iterations to come, such as the learning rate. */
  resetParams(params: Params): void {
    this.#checkOpen();
    this.#training.resetParams(params);
  }

  /** Lets go of the datasets; the booster remains. */
  free(): void {
    this.#isFreed = true;
    this.#training.end();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #checkOpen(): void {
    if (this.#isFreed) throw new LightGBMError("This trainer has been freed.");
  }
}
