import {type Booster, type Evaluations, type LightGBM, LightGBMError, loadLightGBM, type Params} from "lightgbm-wasm";
import {rowsOfFolds} from "../../dataset/foldRows.js";
import {serveWorker} from "../../dataset/worker.js";
import {UserError} from "../../src/lib/errors.js";
import {toLightGBMName} from "../../src/lib/trees/featureNames.js";
import {joinModels, readModelText, writeModelText} from "../../src/lib/trees/modelText.js";
import {KeptBins} from "./keptBins.js";
import {KeptStarts} from "./keptStarts.js";
import {Stopwatch} from "./stopwatch.js";
import type {
  CurveName,
  CurvePoint,
  FoldModel,
  GrowFoldsEvent,
  GrowFoldsInput,
  TrainedFolds,
  TrainingCurve
} from "./trainedModel.js";

const curveMetrics: Record<CurveName, string> = {auc: "auc", logloss: "binary_logloss"};

/** For all trainings of this thread. */
let engine: {threads: number; lightgbm: LightGBM; bins: KeptBins; starts: KeptStarts} | undefined;

async function openEngine(threads: number): Promise<NonNullable<typeof engine>> {
  if (engine?.threads === threads) return engine;
  engine?.bins[Symbol.dispose]();
  engine?.lightgbm[Symbol.dispose]();
  engine = {
    threads,
    lightgbm: await loadLightGBM(undefined, {threads}),
    bins: new KeptBins(),
    starts: new KeptStarts()
  };
  return engine;
}

/** The worker behind `trainFolds`. Models are handed on as events; the result is how long each stage took. */
async function growFolds(
  {
    columns,
    target,
    featureNames,
    dataNumber,
    params,
    iterations,
    threads,
    curvePoints,
    start,
    ...folds
  }: GrowFoldsInput,
  emit: (event: GrowFoldsEvent) => void,
  signal: AbortSignal
): Promise<TrainedFolds["stages"]> {
  const allParams = {...params, metric: Object.values(curveMetrics)};
  const rows = rowsOfFolds(folds);
  const startTime = Date.now();
  try {
    const {lightgbm, bins: keptBins, starts: keptStarts} = await openEngine(threads);
    const stopwatch = new Stopwatch();
    const options = start && {dataNumber, params: start, unordered: categoricalOf(params)};
    const starts = options && keptStarts.get({columns, target, featureNames}, rows, options);
    const curves = stopwatch.lap();
    const table = {columns, label: target, featureNames: featureNames.map(toLightGBMName)};
    const {dataset, trainingParams} = keptBins.get(lightgbm, table, allParams, dataNumber);
    const bins = stopwatch.lap();
    using trained = await lightgbm.cv(trainingParams, dataset, {
      folds: rows,
      signal,
      initScores: starts?.map(({scores}) => scores),
      numIterations: iterations,
      evaluationPeriod: Math.ceil(iterations / curvePoints),
      onIteration({iteration, evaluations}) {
        emit({kind: "iteration", progress: {iteration, iterations}});
        if (evaluations !== undefined) emit({kind: "curves", points: pointsOf(iteration, evaluations.folds)});
      }
    });
    const trees = stopwatch.lap();
    for (const [fold, {training, validation}] of rows.entries()) {
      const booster = trained.boosters[fold];
      if (booster === undefined) throw new Error(`Fold ${fold} has no booster.`);
      const first = starts?.[fold]?.text;
      using whole = first === undefined ? undefined : lightgbm.boosterFromString(goOnFrom(first, booster));
      const {text, probabilities, importance} = resultsOf(whole ?? booster, columns, validation);
      const measured = trained.evaluations.map(({iteration, evaluations: {folds}}) => ({
        iteration,
        evaluations: folds[fold]
      }));
      const model: FoldModel = {
        fold,
        text,
        ...(params.early_stopping_round !== undefined && {bestIteration: booster.bestIteration}),
        trainingRows: training.length,
        validationRows: validation.length,
        startTime,
        curves: {auc: curve("auc", measured), logloss: curve("logloss", measured)},
        probabilities,
        importance,
        endTime: Date.now()
      };
      emit({kind: "fold", model});
    }
    return {...(start && {curves}), bins, trees, predictions: stopwatch.lap()};
  } catch (error) {
    if (error instanceof LightGBMError) throw new UserError("training-failed", `Training failed: ${error.message}`);
    throw error;
  }
}

/** The positions of features that LightGBM splits on sets of values. */
const categoricalOf = ({categorical_feature: positions = ""}: Params): number[] =>
  String(positions)
    .split(",")
    .filter((position) => /^\d+$/.test(position))
    .map(Number);

/** The text of a model that starts with the trees of another. */
const goOnFrom = (first: string, booster: Booster): string =>
  writeModelText(joinModels(readModelText(first), readModelText(booster.toString())));

const resultsOf = (booster: Booster, columns: readonly Float64Array[], rows: Uint32Array) => ({
  text: booster.toString(),
  probabilities: booster.predict({columns, rows}),
  importance: importanceOf(booster)
});

/** What every fold measures after an iteration. */
function pointsOf(iteration: number, folds: readonly Evaluations[]): CurvePoint[] {
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

function curve(name: CurveName, measured: {iteration: number; evaluations: Evaluations | undefined}[]): TrainingCurve {
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

serveWorker(growFolds);
