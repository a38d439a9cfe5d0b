import {availableParallelism} from "node:os";
import {type Booster, type Evaluations, type Fold, LightGBMError, loadLightGBM, type Params} from "lightgbm-wasm";
import {UserError} from "../../src/lib/errors.js";
import type {LearningCurve} from "../../src/lib/experiment/crossValidation.js";
import {toLightGBMName} from "../../src/lib/trees/featureNames.js";
import {Stopwatch} from "./stopwatch.js";
import type {
  CurveName,
  FoldAssignments,
  FoldModel,
  TrainedFolds,
  TrainingData,
  TrainingOptions
} from "./trainedModel.js";

/** Measuring after every tree would take longer than growing the trees. */
const mostCurvePoints = 150;

const curveMetrics: Record<CurveName, string> = {auc: "auc", logloss: "binary_logloss"};

/**
 * Trains one model a fold on the rows outside it, on bins that are found once for all folds. They grow side by side, as
 * many at a time as there are threads; the result does not depend on how many.
 * @param iterations trees to grow
 * @throws UserError training-failed, with LightGBM's reason; `signal.reason` if aborted
 */
export async function trainFolds(
  data: TrainingData,
  assignments: FoldAssignments,
  params: Params,
  iterations: number,
  {signal, onIteration, threads = availableParallelism()}: TrainingOptions = {}
): Promise<TrainedFolds> {
  signal?.throwIfAborted();
  const {columns, target} = data;
  const featureNames = data.featureNames.map(toLightGBMName);
  const allParams = {...params, metric: Object.values(curveMetrics)};
  const folds = rowsOfFolds(assignments);
  const startTime = Date.now();
  try {
    using lightgbm = await loadLightGBM(undefined, {threads});
    const stopwatch = new Stopwatch();
    using dataset = lightgbm.dataset({columns, label: target, featureNames, params: allParams});
    const bins = stopwatch.lap();
    using trained = await lightgbm.cv(allParams, dataset, {
      folds,
      numIterations: iterations,
      evaluationPeriod: Math.ceil(iterations / mostCurvePoints),
      signal,
      onIteration: ({iteration}) => onIteration?.({iteration, iterations})
    });
    const trees = stopwatch.lap();
    const models = folds.map(({training, validation}, fold): FoldModel => {
      const booster = trained.boosters[fold];
      if (booster === undefined) throw new Error(`Fold ${fold} has no booster.`);
      const evaluations = trained.evaluations.map(({iteration, evaluations: {folds}}) => ({
        iteration,
        evaluations: folds[fold]
      }));
      return {
        fold,
        text: booster.toString(),
        trainingRows: training.length,
        validationRows: validation.length,
        startTime,
        curves: {auc: curve("auc", evaluations), logloss: curve("logloss", evaluations)},
        probabilities: booster.predict({columns, rows: validation}),
        importance: importanceOf(booster),
        endTime: Date.now()
      };
    });
    return {models, stages: {bins, trees, predictions: stopwatch.lap()}};
  } catch (error) {
    if (error instanceof LightGBMError) throw new UserError("training-failed", `Training failed: ${error.message}`);
    throw error;
  }
}

function rowsOfFolds({
  folds,
  assignments
}: FoldAssignments): (Fold & {training: Uint32Array; validation: Uint32Array})[] {
  const rows = Uint32Array.from(assignments.keys());
  return Array.from({length: folds}, (_, fold) => ({
    training: rows.filter((row) => assignments[row] !== fold),
    validation: rows.filter((row) => assignments[row] === fold)
  }));
}

function curve(name: CurveName, measured: {iteration: number; evaluations: Evaluations | undefined}[]): LearningCurve {
  const metric = curveMetrics[name];
  const measure = (values: Readonly<Record<string, number>> | undefined) => {
    const value = values?.[metric];
    if (value === undefined) throw new Error(`LightGBM has not measured ${metric}.`);
    return value;
  };
  return {
    iterations: measured.map(({iteration}) => iteration),
    training: measured.map(({evaluations}) => measure(evaluations?.training)),
    validation: measured.map(({evaluations}) => measure(evaluations?.validation))
  };
}

function importanceOf(booster: Booster): FoldModel["importance"] {
  return {gain: [...booster.featureImportance("gain")], split: [...booster.featureImportance("split")]};
}
