import type {Booster} from "./booster.js";
import {type BoostingOptions, boost, withIterations} from "./boosting.js";
import type {Dataset} from "./dataset.js";
import type {NativeModule} from "./native.js";
import type {Params} from "./parameters.js";
import {type Evaluations, Training, type TrainingOptions} from "./training.js";
import {TrainingGroup} from "./trainingGroup.js";

export interface Iteration {
  /** Counts from 1. */
  iteration: number;
  /** Empty where `evaluationPeriod` skips the evaluation. */
  evaluations: Evaluations;
  /** Ends the training after this iteration and keeps the booster. */
  stop: () => void;
}

export interface TrainOptions extends TrainingOptions, BoostingOptions {
  /** Called after each iteration, and awaited. */
  onIteration?: (iteration: Iteration) => unknown;
}

/** @internal */
export async function train(
  native: NativeModule,
  params: Params,
  dataset: Dataset,
  {onIteration, numIterations, ...options}: TrainOptions
): Promise<Booster> {
  options.signal?.throwIfAborted();
  const training = new Training(native, withIterations(params, numIterations), dataset, options);
  const {booster} = training;
  const group = new TrainingGroup(native, [training]);
  try {
    booster.bestIteration = await boost(
      {
        update: () => group.update(),
        evaluate: () => group.evaluate()[0],
        ofValidation: (evaluations) => training.ofValidation(evaluations),
        report: (iteration, evaluations = {}, stop) => onIteration?.({iteration, evaluations, stop})
      },
      [training],
      options
    );
    return booster;
  } catch (error) {
    booster.free();
    throw error;
  } finally {
    training.end();
  }
}
