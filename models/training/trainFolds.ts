import {availableParallelism} from "node:os";
import type {Params} from "lightgbm-wasm";
import {WorkerThread} from "../../dataset/worker.js";
import {UserError} from "../../src/lib/errors.js";
import type {AdditiveModelParams} from "../../src/lib/estimators/additiveModel.js";
import {nearestName} from "../../src/lib/nearestName.js";
import type {
  FoldAssignments,
  FoldModel,
  TrainedFolds,
  TrainingData,
  TrainingOptions,
  TreeThread
} from "./trainedModel.js";

/** Whether LightGBM is compiled. */
export {isBuilt as canTrainTrees} from "../../lightgbm-wasm/build.js";

/** Measuring after every tree would take longer than growing the trees. */
const mostCurvePoints = 150;

export interface TrainFoldsOptions extends TrainingOptions {
  /** Trees to grow. */
  iterations: number;
  /** They go on from an additive model of each fold. */
  start?: AdditiveModelParams;
}

/**
 * Trains one model a fold on the rows outside it, on bins that are found once for all folds. They grow side by side, as
 * many at a time as there are threads; the result does not depend on how many. All of it happens in a worker thread:
 * this one stays free for signals, progress and logging.
 * @throws UserError training-failed, with LightGBM's reason; unknown-feature; `signal.reason` if aborted
 */
export async function trainFolds(
  data: TrainingData,
  folds: FoldAssignments,
  params: Params,
  {thread, ...options}: TrainFoldsOptions
): Promise<TrainedFolds> {
  if (thread !== undefined) return growIn(thread, data, folds, params, options);
  options.signal?.throwIfAborted();
  using own = startTreeThread();
  return await growIn(own, data, folds, params, options);
}

/** A thread for several trainings, which keeps LightGBM and bins between them. */
export function startTreeThread(): TreeThread {
  return new WorkerThread(new URL("./growFolds.ts", import.meta.url));
}

async function growIn(
  thread: TreeThread,
  data: TrainingData,
  folds: FoldAssignments,
  params: Params,
  {
    iterations,
    start,
    signal,
    onIteration,
    onCurves,
    onFold,
    threads = availableParallelism(),
    curvePoints = mostCurvePoints
  }: TrainFoldsOptions
): Promise<TrainedFolds> {
  const {columns, target, featureNames} = data;
  const models: FoldModel[] = [];
  const input = {
    ...{columns, target, featureNames, dataNumber: numberOf(data), iterations, threads},
    curvePoints: params.early_stopping_round === undefined ? curvePoints : mostCurvePoints,
    ...folds,
    params: {...params, ...categoricalPositions(params, data)},
    start
  };
  const stages = await thread.run(input, {
    signal,
    onEvent(event) {
      if (event.kind === "iteration") onIteration?.(event.progress);
      else if (event.kind === "curves") onCurves?.(event.points);
      else {
        models.push(event.model);
        onFold?.(event.model);
      }
    }
  });
  return {models, stages};
}

const numbers = new WeakMap<TrainingData, number>();
let lastNumber = 0;

/** Data are the same if they are the same object: they are never changed. */
function numberOf(data: TrainingData): number {
  const known = numbers.get(data);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(data, lastNumber);
  return lastNumber;
}

/**
 * The features whose splits are on sets of values, by position: those that are categories, or those that the parameter
 * names as `name:a,b` (LightGBM would look for the names in a file).
 */
function categoricalPositions(
  {categorical_feature: given}: Params,
  {featureNames, categorical = []}: TrainingData
): Pick<Params, "categorical_feature"> {
  const [, names] = /^name:(.*)$/.exec(String(given ?? "")) ?? [];
  if (names === undefined && (given !== undefined || categorical.length === 0)) return {};
  const wanted = names?.split(",").filter((name) => name !== "") ?? categorical;
  return {categorical_feature: wanted.map((name) => positionOf(name, featureNames))};
}

function positionOf(name: string, featureNames: readonly string[]): number {
  const position = featureNames.indexOf(name);
  if (position >= 0) return position;
  const near = nearestName(name, featureNames);
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  throw new UserError("unknown-feature", `There is no feature \`${name}\` to be categorical.${hint}`, {value: name});
}
