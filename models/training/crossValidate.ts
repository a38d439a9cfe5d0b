import type {Params} from "lightgbm-wasm";
import {bestF1Threshold} from "../../src/lib/metrics/bestF1Threshold.js";
import {classificationMetrics} from "../../src/lib/metrics/classificationMetrics.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";
import type {FoldAssignments, TrainedModel, TrainingData, TrainingOptions} from "./trainedModel.js";
import {trainFolds} from "./trainFolds.js";

/**
 * Trains a booster a fold, and measures each on the rows held out from it.
 * @throws UserError training-failed, with LightGBM's reason; `signal.reason` if aborted
 */
export async function crossValidate(
  data: TrainingData,
  folds: FoldAssignments,
  params: Params,
  iterations: number,
  options?: TrainingOptions
): Promise<TrainedModel> {
  const {models, stages} = await trainFolds(data, folds, params, iterations, options);
  const outOfFold = new Float64Array(data.target.length);
  const next = models.map(() => 0);
  for (let row = 0; row < outOfFold.length; ++row) {
    const fold = folds.assignments[row];
    outOfFold[row] = models[fold].probabilities[next[fold]++];
  }
  const threshold = bestF1Threshold(thresholdCurve(data.target, outOfFold));
  const metrics = models.map(({fold, probabilities}) => {
    const heldOut = data.target.filter((_, row) => folds.assignments[row] === fold);
    return classificationMetrics(heldOut, probabilities, threshold);
  });
  return {folds: models, stages, outOfFold, threshold, metrics};
}
