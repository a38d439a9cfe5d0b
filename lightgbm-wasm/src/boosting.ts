import {checkInteger} from "./arguments.js";
import {earlyStopping} from "./earlyStopping.js";
import {type CheckedParams, checkParams, type Params} from "./parameters.js";
import {Pause} from "./pause.js";
import type {CustomMetric, Evaluations, Training} from "./training.js";

export interface BoostingOptions {
  /** How many iterations of boosting to run at most; by default `params.num_iterations`, else 100. */
  numIterations?: number;
  /**
   * Stop when a metric of a dataset other than the training data has not improved for this number of iterations; by default
   * `params.early_stopping_round`.
   */
  earlyStoppingRounds?: number;
  /** By how much a metric must improve to count as better; by default `params.early_stopping_min_delta`, else 0. */
  earlyStoppingMinDelta?: number;
  /** Let early stopping look at the first metric of each dataset only; by default `params.first_metric_only`. */
  firstMetricOnly?: boolean;
  /**
   * Parameters to change before an iteration, which counts from 1, such as a learning rate that falls:
   * `(iteration) => ({learning_rate: 0.1 * 0.99 ** iteration})`.
   */
  resetParams?: (iteration: number) => Params | undefined;
  /** Evaluate every this many iterations, and after the last one; 1 by default. */
  evaluationPeriod?: number;
  metrics?: Readonly<Record<string, CustomMetric>>;
  /** Cancels the training, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** @internal One iteration of boosting, for one booster or for the folds of a cross-validation. */
export interface BoostingSteps<Result> {
  /** Returns true if there is nothing to be gained any more. */
  update(): boolean;
  evaluate(): Result;
  /** The evaluations that early stopping looks at. */
  ofValidation(result: Result): Evaluations;
  /** Called after each iteration; `result` is undefined where the evaluation is skipped. */
  report(iteration: number, result: Result | undefined, stop: () => void): unknown;
}

/** @internal Puts the number of iterations among the parameters, where the model's text tells it. */
export function withIterations(params: Params, numIterations: number | undefined): CheckedParams {
  const checked = checkParams(params);
  if (numIterations !== undefined) checkInteger("numIterations", numIterations, 0);
  return {...checked, num_iterations: numIterations ?? checked.num_iterations ?? 100};
}

/**
 * @internal Runs iterations until the last, until early stopping, or until it is stopped; returns the best iteration, if known.
 */
export async function boost<Result>(
  steps: BoostingSteps<Result>,
  trainings: readonly Training[],
  options: BoostingOptions
): Promise<number | undefined> {
  const {evaluationPeriod = 1, resetParams, signal} = options;
  checkInteger("evaluationPeriod", evaluationPeriod, 1);
  const stopping = earlyStopping(trainings[0], options);
  const count = Number(trainings[0].params.num_iterations);
  using pause = new Pause();
  for (let iteration = 1; iteration <= count; ++iteration) {
    const changed = resetParams?.(iteration);
    if (changed !== undefined) for (const training of trainings) training.resetParams(changed);
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
