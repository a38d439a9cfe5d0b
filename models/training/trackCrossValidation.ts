import type {DataSource, FeatureImportance} from "../../src/lib/experiment/crossValidation.js";
import {measured, spreadOverFolds} from "../../src/lib/metrics/metricSpread.js";
import {metrics as definitions} from "../../src/lib/metrics/metrics.js";
import {artifactPaths, modelPaths, runKinds, runTags} from "../tracking/crossValidationRuns.js";
import {type Batch, mlflowTags, type RunStore} from "../tracking/runStore.js";
import type {CatalogueModel} from "./model.js";
import {formatOutOfFold} from "./outOfFoldFile.js";
import type {FoldAssignments, FoldModel, TrainedModel, TrainingData, TrainingOptions} from "./trainedModel.js";

/** The data that a cross-validation is made on, and what its runs say about it. */
export interface TrainingFile {
  data: TrainingData;
  idColumn: string;
  targetColumn: string;
  dataSource: DataSource;
}

export interface TrackedTraining extends TrainingOptions {
  /** The run's name; the model's by default. */
  name?: string;
}

export interface TrackedModel {
  runId: string;
  trained: TrainedModel;
}

/**
 * Trains a model and logs it: a parent run with mean metrics, out-of-fold predictions and importances, and a child
 * run with metrics by iteration and the model's text for every fold. A training that fails leaves a run marked FAILED,
 * one that is interrupted a run marked KILLED.
 */
export async function trackCrossValidation(
  store: RunStore,
  model: CatalogueModel,
  file: TrainingFile,
  folds: FoldAssignments,
  {name = model.name, ...options}: TrackedTraining = {}
): Promise<TrackedModel> {
  const params = {...paramTexts(model.params), folds: String(folds.folds)};
  const {runId} = await store.createRun({name, params, tags: {...commonTags(model, file), ...parentTags(model, file)}});
  try {
    const trained = await model.train(file.data, folds, options);
    for (const foldModel of trained.folds) await logFold(store, runId, model, file, trained, foldModel);
    await store.logBatch(runId, {metrics: meanMetrics(trained, Date.now())});
    const outOfFold = formatOutOfFold(file, folds, trained.outOfFold);
    await store.writeArtifact(runId, artifactPaths.outOfFold, encode(outOfFold));
    await store.writeArtifact(runId, artifactPaths.importance, encode(JSON.stringify(importances(file.data, trained))));
    await store.finishRun(runId, "FINISHED");
    return {runId, trained};
  } catch (error) {
    // The first error is the one to tell; a store that is gone would only say so again.
    await store.finishRun(runId, options.signal?.aborted ? "KILLED" : "FAILED").catch(() => undefined);
    throw error;
  }
}

async function logFold(
  store: RunStore,
  parentRunId: string,
  model: CatalogueModel,
  file: TrainingFile,
  {metrics}: TrainedModel,
  {fold, text, trainingRows, validationRows, startTime, endTime, curves, transformations, bestIteration}: FoldModel
): Promise<void> {
  const {runId} = await store.createRun({
    name: `fold ${fold}`,
    params: {
      ...paramTexts(model.params),
      fold: String(fold),
      training_rows: String(trainingRows),
      validation_rows: String(validationRows)
    },
    tags: {
      ...commonTags(model, file),
      [runTags.kind]: runKinds.fold,
      [runTags.fold]: String(fold),
      [mlflowTags.parentRunId]: parentRunId
    },
    startTime
  });
  const iterations = bestIteration ?? curves?.auc.iterations.at(-1) ?? 0;
  const final = Object.entries(metrics[fold] ?? {}).map(([key, value]) => ({
    key,
    value,
    step: iterations,
    timestamp: endTime
  }));
  await store.logBatch(runId, {metrics: [...final, ...(curves === undefined ? [] : curveMetrics(curves, endTime))]});
  await store.writeArtifact(runId, modelPaths[model.form], encode(text));
  if (transformations !== undefined)
    await store.writeArtifact(runId, artifactPaths.transformations, encode(transformations));
  await store.finishRun(runId, "FINISHED", endTime);
}

function commonTags(model: CatalogueModel, {dataSource}: TrainingFile): Record<string, string> {
  return {
    [runTags.model]: model.name,
    [runTags.dataDigest]: dataSource.digest,
    [mlflowTags.sourceName]: `npm run train -- ${model.name}`,
    [mlflowTags.sourceType]: "LOCAL"
  };
}

function parentTags(model: CatalogueModel, {idColumn, targetColumn, dataSource}: TrainingFile): Record<string, string> {
  return {
    [runTags.kind]: runKinds.crossValidation,
    [runTags.title]: model.title,
    [runTags.form]: model.form,
    ...(model.transformations && {[runTags.transformed]: "true"}),
    [runTags.dataKind]: dataSource.kind,
    [runTags.trainRows]: String(dataSource.trainRows),
    [runTags.testRows]: String(dataSource.testRows),
    [runTags.idColumn]: idColumn,
    [runTags.targetColumn]: targetColumn
  };
}

function paramTexts(params: CatalogueModel["params"]): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
}

function curveMetrics(curves: NonNullable<FoldModel["curves"]>, timestamp: number): NonNullable<Batch["metrics"]> {
  return (["auc", "logloss"] as const).flatMap((name) =>
    (["training", "validation"] as const).flatMap((part) =>
      curves[name][part].map((value, i) => ({
        key: `${part}_${name}`,
        value: Number(value.toFixed(6)),
        step: curves[name].iterations[i] ?? 0,
        timestamp
      }))
    )
  );
}

function meanMetrics({metrics, threshold, folds}: TrainedModel, timestamp: number): NonNullable<Batch["metrics"]> {
  const means = definitions.flatMap(({name}) => {
    const values = metrics.map((fold) => fold[name]);
    const spread = measured(spreadOverFolds(name, values));
    if (spread === undefined) return [];
    return [
      {key: name, value: spread.mean},
      {key: `${name}_standard_deviation`, value: spread.standardDeviation}
    ];
  });
  const best = folds[0]?.bestIteration;
  const chosen = [
    {key: "threshold", value: threshold},
    ...(best === undefined ? [] : [{key: "best_iteration", value: best}])
  ];
  return [...means, ...chosen].map((metric) => ({...metric, step: 0, timestamp}));
}

function importances({featureNames}: TrainingData, {folds}: TrainedModel): FeatureImportance[] {
  return (folds[0]?.inputs ?? featureNames).map((feature, i) => ({
    feature,
    gain: folds.map(({importance}) => Number((importance.gain[i] ?? 0).toPrecision(6))),
    split: folds.map(({importance}) => importance.split[i] ?? 0)
  }));
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
