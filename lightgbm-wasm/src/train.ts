import {Booster} from "./booster.js";
import type {Dataset} from "./dataset.js";
import {EarlyStopping} from "./earlyStopping.js";
import {LightGBMError} from "./error.js";
import type {NativeModule, Pointer} from "./native.js";
import {formatParams, type Params, withDefaults} from "./parameters.js";
import {Pause} from "./pause.js";
import {readNames} from "./strings.js";

/** Values by dataset and metric, e.g. `{training: {auc: 0.93}, validation: {auc: 0.89}}`. */
export type Evaluations = Record<string, Record<string, number>>;

export interface Iteration {
  /** Counts from 1. */
  iteration: number;
  /** Empty where `evaluationPeriod` skips the evaluation. */
  evaluations: Evaluations;
  /** Ends the training after this iteration and keeps the booster. */
  stop: () => void;
}

export interface TrainOptions {
  /** How many iterations of boosting to run at most; 100 by default. */
  numIterations?: number;
  /** Datasets to evaluate, by name; the training dataset may be one of them. */
  validSets?: Readonly<Record<string, Dataset>>;
  /** Stop when a metric of a dataset other than the training data has not improved for so many iterations. */
  earlyStoppingRounds?: number;
  /** Evaluate every so many iterations, and after the last one; 1 by default. */
  evaluationPeriod?: number;
  /** Called after each iteration, and awaited. */
  onIteration?: (iteration: Iteration) => unknown;
  /** Cancels the training, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

export async function train(
  native: NativeModule,
  params: Params,
  dataset: Dataset,
  {numIterations = 100, validSets = {}, earlyStoppingRounds, evaluationPeriod = 1, onIteration, signal}: TrainOptions
): Promise<Booster> {
  checkDatasetParams(native, dataset, params);
  signal?.throwIfAborted();
  const booster = new Booster(native, createBooster(native, dataset, params));
  try {
    const evaluator = new Evaluator(native, booster.handle, dataset, validSets);
    const stopping = earlyStoppingRounds ? new EarlyStopping(earlyStoppingRounds) : undefined;
    using pause = new Pause();
    for (let iteration = 1; iteration <= numIterations; ++iteration) {
      const finished = updateOneIteration(native, booster.handle);
      const last = finished || iteration === numIterations;
      const evaluations = last || iteration % evaluationPeriod === 0 ? evaluator.evaluate() : {};
      const best = stopping?.update(iteration, evaluator.withoutTraining(evaluations));
      let stopped = last || best !== undefined;
      const stop = (): void => {
        stopped = true;
      };
      await onIteration?.({iteration, evaluations, stop});
      booster.bestIteration = best;
      signal?.throwIfAborted();
      if (stopped) break;
      if (pause.isDue) await pause.take();
    }
    booster.bestIteration ??= stopping?.bestIteration;
    return booster;
  } catch (error) {
    booster.free();
    throw error;
  }
}

/** LightGBM's own check that no parameter asks for other bins than the dataset was made with. */
function checkDatasetParams(native: NativeModule, dataset: Dataset, params: Params): void {
  native.scope((allocate) => {
    const before = native.writeString(formatParams(dataset.params), allocate);
    const now = native.writeString(formatParams(params), allocate);
    native.call("LGBM_DatasetUpdateParamChecking", before, now);
  });
}

function createBooster(native: NativeModule, dataset: Dataset, params: Params): Pointer {
  return native.scope((allocate) => {
    const out = allocate(4);
    const text = native.writeString(formatParams(withDefaults({...dataset.params, ...params})), allocate);
    native.call("LGBM_BoosterCreate", dataset.handle, text, out);
    return native.uint32(out)[0];
  });
}

/** Returns true if no split is worth while any more. */
function updateOneIteration(native: NativeModule, booster: Pointer): boolean {
  return native.scope((allocate) => {
    const out = allocate(4);
    native.call("LGBM_BoosterUpdateOneIter", booster, out);
    return native.int32(out)[0] === 1;
  });
}

class Evaluator {
  readonly #native: NativeModule;
  readonly #booster: Pointer;
  /** LightGBM's number of each dataset; 0 is the training data. */
  readonly #numbers = new Map<string, number>();
  readonly #metrics: readonly string[];

  constructor(native: NativeModule, booster: Pointer, dataset: Dataset, validSets: Readonly<Record<string, Dataset>>) {
    this.#native = native;
    this.#booster = booster;
    let next = 1;
    for (const [name, validSet] of Object.entries(validSets)) {
      if (validSet === dataset) {
        this.#numbers.set(name, 0);
      } else {
        native.call("LGBM_BoosterAddValidData", booster, validSet.handle);
        this.#numbers.set(name, next++);
      }
    }
    this.#metrics = readNames(native, "LGBM_BoosterGetEvalNames", booster);
    if (next > 1 && this.#metrics.length === 0)
      throw new LightGBMError("There are datasets to evaluate, but no metric.");
  }

  evaluate(): Evaluations {
    const native = this.#native;
    const metrics = this.#metrics;
    return native.scope((allocate) => {
      const out = allocate(8);
      const results = allocate(metrics.length * 8);
      const evaluations: Evaluations = {};
      for (const [name, number] of this.#numbers) {
        native.call("LGBM_BoosterGetEval", this.#booster, number, out, results);
        const values = native.float64(results, metrics.length);
        evaluations[name] = Object.fromEntries(metrics.map((metric, i) => [metric, values[i]]));
      }
      return evaluations;
    });
  }

  /** What early stopping looks at. */
  withoutTraining(evaluations: Evaluations): Evaluations {
    return Object.fromEntries(Object.entries(evaluations).filter(([name]) => this.#numbers.get(name) !== 0));
  }
}
