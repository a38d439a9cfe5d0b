import {parentPort, workerData} from "node:worker_threads";
import {loadLightGBM, type Params} from "lightgbm-wasm";
import type {LearningCurve} from "../../src/lib/experiment/crossValidation.js";
import type {CurveName, FoldAssignments, FoldModel, TrainingData} from "./trainedModel.js";

/** What a worker is given once, whichever folds it then trains. */
export interface FoldWorkerData {
  module: WebAssembly.Module;
  data: Omit<TrainingData, "ids">;
  assignments: FoldAssignments["assignments"];
  params: Params;
  iterations: number;
}

export type FoldWorkerMessage =
  | {kind: "progress"; iteration: number}
  | {kind: "trained"; model: FoldModel}
  | {kind: "failed"; message: string};

/** Measuring after every tree would take longer than growing the trees. */
const mostCurvePoints = 150;

const curveMetrics: Record<CurveName, string> = {auc: "auc", logloss: "binary_logloss"};

/** Progress is for people. */
const millisecondsBetweenReports = 50;

const {module, data, assignments, params, iterations}: FoldWorkerData = workerData;
const {columns, target, featureNames} = data;
const lightgbm = await loadLightGBM(module);

parentPort?.on("message", (fold: number) => {
  trainFold(fold).then(
    (model) => post({kind: "trained", model}),
    (error: unknown) => post({kind: "failed", message: error instanceof Error ? error.message : String(error)})
  );
});

async function trainFold(fold: number): Promise<FoldModel> {
  const startTime = Date.now();
  const rows = Uint32Array.from(assignments.keys());
  const trainingRows = rows.filter((row) => assignments[row] !== fold);
  const validationRows = rows.filter((row) => assignments[row] === fold);
  const allParams = {...params, metric: Object.values(curveMetrics)};
  const stopwatch = new Stopwatch();
  using training = lightgbm.dataset({columns, label: target, rows: trainingRows, featureNames, params: allParams});
  using validation = lightgbm.dataset({columns, label: target, rows: validationRows, reference: training});
  const bins = stopwatch.lap();

  const curves: FoldModel["curves"] = {auc: emptyCurve(), logloss: emptyCurve()};
  let nextReport = 0;
  using booster = await lightgbm.train(allParams, training, {
    numIterations: iterations,
    validSets: {training, validation},
    evaluationPeriod: Math.ceil(iterations / mostCurvePoints),
    onIteration({iteration, evaluations}) {
      if (evaluations.validation !== undefined) addPoint(curves, iteration, evaluations);
      if (Date.now() < nextReport && iteration < iterations) return;
      nextReport = Date.now() + millisecondsBetweenReports;
      post({kind: "progress", iteration});
    }
  });
  const trees = stopwatch.lap();
  const probabilities = booster.predict({columns, rows: validationRows});
  const predictions = stopwatch.lap();
  return {
    fold,
    text: booster.toString(),
    trainingRows: trainingRows.length,
    validationRows: validationRows.length,
    startTime,
    endTime: Date.now(),
    stages: {bins, trees, predictions},
    curves,
    probabilities,
    importance: {
      gain: [...booster.featureImportance("gain")],
      split: [...booster.featureImportance("split")]
    }
  };
}

/** Milliseconds from one lap to the next. */
class Stopwatch {
  #last = performance.now();

  lap(): number {
    const now = performance.now();
    const lap = now - this.#last;
    this.#last = now;
    return lap;
  }
}

function emptyCurve(): LearningCurve {
  return {iterations: [], training: [], validation: []};
}

function addPoint(
  curves: FoldModel["curves"],
  iteration: number,
  {training, validation}: Record<string, Record<string, number>>
): void {
  for (const name of ["auc", "logloss"] as const) {
    curves[name].iterations.push(iteration);
    curves[name].training.push(training[curveMetrics[name]]);
    curves[name].validation.push(validation[curveMetrics[name]]);
  }
}

function post(message: FoldWorkerMessage): void {
  parentPort?.postMessage(message);
}
