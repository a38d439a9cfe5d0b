import {runInWorker} from "../../dataset/worker.js";
import type {Estimator, FitFoldsInput} from "./fitFolds.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainingData, TrainingOptions} from "./trainedModel.js";

/**
 * Fits one model a fold on the rows outside it, one after the other, in a worker thread.
 * @throws `signal.reason` if aborted
 */
export async function fitEachFold(
  {columns, target, featureNames}: TrainingData,
  assigned: FoldAssignments,
  estimator: Estimator,
  {signal, onIteration, onFold}: TrainingOptions = {}
): Promise<TrainedFolds> {
  const models: FoldModel[] = [];
  const stages = await runInWorker<FitFoldsInput, FoldModel, TrainedFolds["stages"]>(
    new URL("./fitFolds.ts", import.meta.url),
    {columns, target, featureNames, ...assigned, estimator},
    {
      signal,
      onEvent(model) {
        models.push(model);
        onFold?.(model);
        onIteration?.({iteration: models.length / assigned.folds, iterations: 1});
      }
    }
  );
  return {models, stages};
}
