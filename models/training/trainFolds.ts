import {availableParallelism} from "node:os";
import type {Params} from "lightgbm-wasm";
import {runInWorker} from "../../dataset/worker.js";
import type {GrowFoldsEvent, GrowFoldsInput} from "./growFolds.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainingData, TrainingOptions} from "./trainedModel.js";

/**
 * Trains one model a fold on the rows outside it, on bins that are found once for all folds. They grow side by side, as
 * many at a time as there are threads; the result does not depend on how many. All of it happens in a worker thread:
 * this one stays free for signals, progress and logging.
 * @param iterations trees to grow
 * @throws UserError training-failed, with LightGBM's reason; `signal.reason` if aborted
 */
export async function trainFolds(
  {columns, target, featureNames}: TrainingData,
  folds: FoldAssignments,
  params: Params,
  iterations: number,
  {signal, onIteration, onCurves, onFold, threads = availableParallelism()}: TrainingOptions = {}
): Promise<TrainedFolds> {
  const models: FoldModel[] = [];
  const stages = await runInWorker<GrowFoldsInput, GrowFoldsEvent, TrainedFolds["stages"]>(
    new URL("./growFolds.ts", import.meta.url),
    {columns, target, featureNames, ...folds, params, iterations, threads},
    {
      signal,
      onEvent(event) {
        if (event.kind === "iteration") onIteration?.(event.progress);
        else if (event.kind === "curves") onCurves?.(event.points);
        else {
          models.push(event.model);
          onFold?.(event.model);
        }
      }
    }
  );
  return {models, stages};
}
