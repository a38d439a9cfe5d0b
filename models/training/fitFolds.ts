import {rowsOfFolds} from "../../dataset/foldRows.js";
import {serveWorker} from "../../dataset/worker.js";
import {fitLogisticRegression, type LogisticParams} from "../../src/lib/estimators/logisticRegression.js";
import {fitNaiveBayes, type NaiveBayesParams} from "../../src/lib/estimators/naiveBayes.js";
import {Stopwatch} from "./stopwatch.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainingData} from "./trainedModel.js";

export type Estimator =
  | {kind: "logistic-regression"; params: LogisticParams}
  | {kind: "naive-bayes"; params: NaiveBayesParams};

/** What the worker is given; the columns are shared with it, not copied. */
export interface FitFoldsInput extends FoldAssignments, Omit<TrainingData, "ids"> {
  estimator: Estimator;
}

/** The worker behind `fitEachFold`: one fold after the other, each handed on as it is there. */
async function fitFolds(
  {estimator, folds, assignments, rows, ...data}: FitFoldsInput,
  emit: (model: FoldModel) => void
): Promise<TrainedFolds["stages"]> {
  const stages = {fits: 0, predictions: 0};
  for (const [fold, {training, validation}] of rowsOfFolds({folds, assignments, rows}).entries()) {
    const startTime = Date.now();
    const stopwatch = new Stopwatch();
    const {text, importance, predict} =
      estimator.kind === "naive-bayes"
        ? fitNaiveBayes(data, training, estimator.params)
        : fitLogisticRegression(data, training, estimator.params);
    stages.fits += stopwatch.lap();
    const probabilities = Float64Array.from(validation, predict);
    stages.predictions += stopwatch.lap();
    emit({
      fold,
      text,
      importance,
      trainingRows: training.length,
      validationRows: validation.length,
      probabilities,
      startTime,
      endTime: Date.now()
    });
  }
  return stages;
}

serveWorker(fitFolds);
