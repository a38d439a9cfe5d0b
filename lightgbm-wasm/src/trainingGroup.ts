import type {NativeModule} from "./native.js";
import type {Evaluations, Training} from "./training.js";

/** Trainings with the same options that go on side by side: the folds of a cross-validation, or one alone. */
export class TrainingGroup {
  readonly #native: NativeModule;
  readonly #trainings: readonly Training[];

  constructor(native: NativeModule, trainings: readonly Training[]) {
    this.#native = native;
    this.#trainings = trainings;
  }

  /**
   * Runs one iteration of boosting in each, as many at once as there are threads; a training that is alone has all of
   * them. Returns true if no split is worth while any more in any.
   */
  update(): boolean {
    const native = this.#native;
    const trainings = this.#trainings;
    const [{objective}] = trainings;
    if (objective !== undefined) return trainings.map((training) => training.update(objective)).every(Boolean);
    return native.scope((allocate) => {
      const finished = allocate(trainings.length * 4);
      native.call("LGBM_BoostersUpdateOneIter", this.#handles(allocate), trainings.length, finished);
      return native.int32(finished, trainings.length).every((flag) => flag === 1);
    });
  }

  /** The evaluations of each training. */
  evaluate(): Evaluations[] {
    const evaluations = this.#trainings.map((): Evaluations => ({}));
    for (const [name, {number}] of this.#trainings[0].evaluated) {
      const values = this.#metricValues(number);
      for (const [i, training] of this.#trainings.entries()) {
        evaluations[i][name] = {
          ...Object.fromEntries(training.metricNames.map((metric, m) => [metric, values[i][m]])),
          ...training.customMetricValues(name)
        };
      }
    }
    return evaluations;
  }

  /** The values of LightGBM's own metrics, by training. */
  #metricValues(number: number): Float64Array[] {
    const native = this.#native;
    const trainings = this.#trainings;
    const count = trainings[0].metricNames.length;
    return native.scope((allocate) => {
      const values = allocate(trainings.length * count * 8);
      native.call("LGBM_BoostersGetEval", this.#handles(allocate), trainings.length, number, count, values);
      return trainings.map((_, i) => native.float64(values + i * count * 8, count).slice());
    });
  }

  #handles(allocate: (bytes: number) => number): number {
    const trainings = this.#trainings;
    const handles = allocate(trainings.length * 4);
    this.#native.uint32(handles, trainings.length).set(trainings.map(({booster}) => booster.handle));
    return handles;
  }
}
