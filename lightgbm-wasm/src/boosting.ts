import {checkInteger} from "./arguments.js";
import {earlyStopping} from "./earlyStopping.js";
import {type CheckedParams, checkParams, type Params} from "./parameters.js";
import {Pause} from "./pause.js";
import type {CustomMetric, Evaluations, Training} from "./training.js";

export interface BoostingOptions {
  /** How many iterations of boosting to run at most; by default `params.num_iterations`, else 100. */
  numIterations?: number;
  /**
   * Stop when a metric of a dataset other than the training data has not improved for so many iterations; by default
   * `params.early_stopping_round`.
   */
  earlyStoppingRounds?: number;
  /** Evaluate every so many iterations, and after the last one; 1 by default. */
  evaluationPeriod?: number;
  metrics?: Readonly<Record<string, CustomMetric>>;
  /** Cancels the training, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** One iteration of boosting, for one booster or for the folds of a cross-validation. */
export interface BoostingSteps<Result> {
  /** Returns true if there is nothing to be gained any more. */
  update(): boolean;
  evaluate(): Result;
  /** The evaluations that early stopping looks at. */
  ofValidation(result: Result): Evaluations;
  /** Told about each iteration; `result` is undefined where the evaluation is skipped. */
  report(iteration: number, result: Result | undefined, stop: () => void): unknown;
}

/** Puts the number of iterations among the parameters, where the model's text tells it. */
export function withIterations(params: Params, numIterations: number | undefined): CheckedParams {
  const checked = checkParams(params);
  if (numIterations !== undefined) checkInteger("numIterations", numIterations, 0);
  return {...checked, num_iterations: numIterations ?? checked.num_iterations ?? 100};
}

/**
 * Runs iterations until the last, until early stopping, or until told to stop; returns the best iteration, if known.
 * `training` is one of those that go on, to know what they have in common.
 */
export async function boost<Result>(
  steps: BoostingSteps<Result>,
  training: Training,
  {earlyStoppingRounds, evaluationPeriod = 1, metrics, signal}: BoostingOptions
): Promise<number | undefined> {
  checkInteger("evaluationPeriod", evaluationPeriod, 1);
  const stopping = earlyStopping(training, earlyStoppingRounds, metrics);
  const count = Number(training.params.num_iterations);
  using pause = new Pause();
  for (let iteration = 1; iteration <= count; ++iteration) {
    const last = steps.update() || iteration === count;
    const result = last || iteration % evaluationPeriod === 0 ? steps.evaluate() : undefined;
    const best = result === undefined ? undefined : stopping?.update(iteration, steps.ofValidation(result));
    let stopped = last || best !== undefined;
    const stop = (): void => {
      stopped = true;
    };
    await steps.report(iteration, result, stop);
    signal?.throwIfAborted();
    if (best !== undefined) return best;
    if (stopped) break;
    if (pause.isDue) await pause.take();
  }
  return stopping?.bestIteration;
}
