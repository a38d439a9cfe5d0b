import {foldsOfRows, rowsOfFolds} from "../../dataset/foldRows.js";
import {applyTransformations} from "../../src/lib/features/applyTransformations.js";
import {fitTransformations} from "../../src/lib/features/fitTransformations.js";
import {differsByFold, type FittedTransformation, type Transformation} from "../../src/lib/features/transformation.js";
import type {FoldAssignments, FoldModel, TrainedFolds, TrainingData, TrainingOptions} from "./trainedModel.js";

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
  const rows = Uint32Array.from(columns[0]?.keys() ?? []);
  const prepare = (training: Uint32Array) => {
    const fitted = fitTransformations(transformations, {names, columns}, {training, unlabelled});
    const table = applyTransformations(fitted, {names, columns});
    return {
      data: {...data, featureNames: table.names, columns: table.columns, unlabelled: undefined},
      keep: (model: FoldModel): FoldModel => ({
        ...model,
        inputs: table.names,
        transformations: formatFitted(names, fitted)
      })
    };
  };
  if (!differsByFold(transformations)) {
    const {data: prepared, keep} = prepare(rows);
    const onFold = (model: FoldModel) => options.onFold?.(keep(model));
    const {models, stages} = await train(prepared, folds, {...options, onFold});
    return {models: models.map(keep), stages};
  }
  const models: FoldModel[] = [];
  const stages: Record<string, number> = {};
  for (const [fold, foldRows] of rowsOfFolds(folds).entries()) {
    const {data: prepared, keep} = prepare(foldRows.training);
    const only = foldsOfRows([foldRows], rows.length);
    const number = (model: FoldModel) => keep({...model, fold});
    const trained = await train(prepared, only, {
      ...options,
      onIteration: ({iteration, iterations}) =>
        options.onIteration?.({iteration: (fold * iterations + iteration) / folds.folds, iterations}),
      onCurves: (points) => options.onCurves?.(points.map((point) => ({...point, fold}))),
      onFold: (model) => options.onFold?.(number(model))
    });
    models.push(...trained.models.map(number));
    for (const [stage, time] of Object.entries(trained.stages)) stages[stage] = (stages[stage] ?? 0) + time;
  }
  return {models, stages};
}

/** The artifact of a fold: the features that files have, and what the model makes of them. */
function formatFitted(features: readonly string[], pipeline: readonly FittedTransformation[]): string {
  return `{"features": ${JSON.stringify(features)}, "pipelines": [\n${JSON.stringify(pipeline)}\n]}\n`;
}
