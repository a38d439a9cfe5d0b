import {foldsOfRows, rowsOfFolds} from "../../dataset/foldRows.js";
import {runInWorker} from "../../dataset/worker.js";
import {differsByFold, replacedFeatures, type Transformation} from "../../src/lib/features/transformation.js";
import type {PreparedFeatures, PrepareFeaturesInput} from "./prepareFeatures.js";
import {Stopwatch} from "./stopwatch.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainingData, TrainingOptions} from "./trainedModel.js";

interface Prepared {
  prepared: TrainingData;
  inputs: readonly string[];
  /** The content of `transformations.json.gz`. */
  packed: Uint8Array;
  /** Milliseconds. */
  time: number;
}

/** The transformed features of data, which are never changed: the trials of a sweep have the same, and the same bins. */
const latest = new WeakMap<TrainingData, {key: string; made: Prepared}>();

type TrainFolds = (data: TrainingData, folds: FoldAssignments, options: TrainingOptions) => Promise<TrainedFolds>;

/**
 * Trains each fold on transformed features, fitted on the rows outside it. Where no transformation differs by fold, all
 * folds are trained on the same columns at once, else one after the other.
 */
export async function trainTransformed(
  data: TrainingData,
  folds: FoldAssignments,
  transformations: readonly Transformation[],
  train: TrainFolds,
  options: TrainingOptions = {}
): Promise<TrainedFolds> {
  const {featureNames: names, columns, unlabelled} = data;
  const replaced = replacedFeatures(transformations, names);
  const rows = Uint32Array.from(columns[0]?.keys() ?? []);
  const prepare = async (training: Uint32Array): Promise<Prepared> => {
    const stopwatch = new Stopwatch();
    const {table, packed} = await runInWorker<PrepareFeaturesInput, never, PreparedFeatures>(
      new URL("./prepareFeatures.ts", import.meta.url),
      {transformations, names, columns, training, unlabelled},
      {signal: options.signal}
    );
    const prepared = {
      ...data,
      featureNames: table.names,
      columns: table.columns,
      categorical: data.categorical?.filter((name) => table.names.includes(name) && !replaced.has(name)),
      unlabelled: undefined
    };
    return {prepared, inputs: table.names, packed, time: stopwatch.lap()};
  };
  if (!differsByFold(transformations)) {
    const key = JSON.stringify(transformations);
    const known = latest.get(data);
    const made = known?.key === key ? {...known.made, time: 0} : await prepare(rows);
    latest.set(data, {key, made});
    const {prepared, inputs, packed, time} = made;
    const keep = (model: FoldModel): FoldModel => ({...model, inputs});
    const onFold = (model: FoldModel) => options.onFold?.(keep(model));
    const {models, stages} = await train(prepared, folds, {...options, onFold});
    return {models: models.map(keep), stages: {features: time, ...stages}, transformations: packed};
  }
  const models: FoldModel[] = [];
  const stages: Record<string, number> = {};
  for (const [fold, foldRows] of rowsOfFolds(folds).entries()) {
    const {prepared, inputs, packed, time} = await prepare(foldRows.training);
    const only = foldsOfRows([foldRows], rows.length);
    const number = (model: FoldModel): FoldModel => ({...model, fold, inputs, transformations: packed});
    const trained = await train(prepared, only, {
      ...options,
      onIteration: ({iteration, iterations}) =>
        options.onIteration?.({iteration: (fold * iterations + iteration) / folds.folds, iterations}),
      onCurves: (points) => options.onCurves?.(points.map((point) => ({...point, fold}))),
      onFold: (model) => options.onFold?.(number(model))
    });
    models.push(...trained.models.map(number));
    const own = Object.entries({features: time, ...trained.stages});
    for (const [stage, spent] of own) stages[stage] = (stages[stage] ?? 0) + spent;
  }
  return {models, stages};
}
