import {type Booster, type Evaluations, LightGBMError, loadLightGBM, type Params} from "lightgbm-wasm";
import {rowsOfFolds} from "../../dataset/foldRows.js";
import {serveWorker} from "../../dataset/worker.js";
import {UserError} from "../../src/lib/errors.js";
import type {LearningCurve} from "../../src/lib/experiment/crossValidation.js";
import {toLightGBMName} from "../../src/lib/trees/featureNames.js";
import {Stopwatch} from "./stopwatch.js";
import type {
  CurveName,
  CurvePoint,
  FoldAssignments,
  FoldModel,
  TrainedFolds,
  TrainingData,
  TrainingProgress
} from "./trainedModel.js";

/** What the worker is given; the columns are shared with it, not copied. */
export interface GrowFoldsInput extends FoldAssignments, Pick<TrainingData, "columns" | "target" | "featureNames"> {
  params: Params;
  iterations: number;
  threads: number;
}

/** What happens while folds grow, as it happens. */
export type GrowFoldsEvent =
  | {kind: "iteration"; progress: TrainingProgress}
  | {kind: "curves"; points: CurvePoint[]}
  | {kind: "fold"; model: FoldModel};

/** Measuring after every tree would take longer than growing the trees. */
const mostCurvePoints = 150;

const curveMetrics: Record<CurveName, string> = {auc: "auc", logloss: "binary_logloss"};

/** The worker behind `trainFolds`. Models are handed on as events; the result is how long each stage took. */
async function growFolds(
  {columns, target, featureNames, params, iterations, threads, ...folds}: GrowFoldsInput,
  emit: (event: GrowFoldsEvent) => void
): Promise<TrainedFolds["stages"]> {
  const allParams = {...params, metric: Object.values(curveMetrics)};
  const rows = rowsOfFolds(folds);
  const startTime = Date.now();
  try {
    using lightgbm = await loadLightGBM(undefined, {threads});
    const stopwatch = new Stopwatch();
    const names = featureNames.map(toLightGBMName);
    using dataset = lightgbm.dataset({columns, label: target, featureNames: names, params: allParams});
    const bins = stopwatch.lap();
    using trained = await lightgbm.cv(allParams, dataset, {
      folds: rows,
      numIterations: iterations,
      evaluationPeriod: Math.ceil(iterations / mostCurvePoints),
      onIteration({iteration, evaluations}) {
        emit({kind: "iteration", progress: {iteration, iterations}});
        if (evaluations !== undefined) emit({kind: "curves", points: curvePoints(iteration, evaluations.folds)});
      }
    });
    const trees = stopwatch.lap();
    for (const [fold, {training, validation}] of rows.entries()) {
      const booster = trained.boosters[fold];
      if (booster === undefined) throw new Error(`Fold ${fold} has no booster.`);
      const measured = trained.evaluations.map(({iteration, evaluations: {folds}}) => ({
        iteration,
        evaluations: folds[fold]
      }));
      const model: FoldModel = {
        fold,
        text: booster.toString(),
        ...(params.early_stopping_round !== undefined && {bestIteration: booster.bestIteration}),
        trainingRows: training.length,
        validationRows: validation.length,
        startTime,
        curves: {auc: curve("auc", measured), logloss: curve("logloss", measured)},
        probabilities: booster.predict({columns, rows: validation}),
        importance: importanceOf(booster),
        endTime: Date.now()
      };
      emit({kind: "fold", model});
    }
    return {bins, trees, predictions: stopwatch.lap()};
  } catch (error) {
    if (error instanceof LightGBMError) throw new UserError("training-failed", `Training failed: ${error.message}`);
    throw error;
  }
}

/** What every fold measures after an iteration. */
function curvePoints(iteration: number, folds: readonly Evaluations[]): CurvePoint[] {
  const timestamp = Date.now();
  return folds.flatMap((evaluations, fold) =>
    (["auc", "logloss"] as const).map((name) => ({
      fold,
      name,
      iteration,
      timestamp,
      training: measure(name, evaluations.training),
      validation: measure(name, evaluations.validation)
    }))
  );
}

function curve(name: CurveName, measured: {iteration: number; evaluations: Evaluations | undefined}[]): LearningCurve {
  return {
    iterations: measured.map(({iteration}) => iteration),
    training: measured.map(({evaluations}) => measure(name, evaluations?.training)),
    validation: measured.map(({evaluations}) => measure(name, evaluations?.validation))
  };
}

function measure(name: CurveName, values: Readonly<Record<string, number>> | undefined): number {
  const value = values?.[curveMetrics[name]];
  if (value === undefined) throw new Error(`LightGBM has not measured ${name}.`);
  return value;
}

function importanceOf(booster: Booster): FoldModel["importance"] {
  return {gain: [...booster.featureImportance("gain")], split: [...booster.featureImportance("split")]};
}

await serveWorker(growFolds);
