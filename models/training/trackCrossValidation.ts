import {describeFolds} from "../../dataset/foldRows.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import type {FeatureImportance} from "../../src/lib/experiment/experiment.js";
import {differsByFold} from "../../src/lib/features/transformation.js";
import {measured, spreadOverFolds} from "../../src/lib/metrics/metricSpread.js";
import {metrics as definitions} from "../../src/lib/metrics/metrics.js";
import {formatSchema} from "../../src/lib/schema/parseSchema.js";
import type {TableSchema} from "../../src/lib/schema/tableSchema.js";
import {artifactPaths, modelPaths, runKinds, runTags, transformedBy} from "../tracking/crossValidationRuns.js";
import {type Batch, mlflowTags, type RunWriter} from "../tracking/runStore.js";
import {FoldRuns} from "./foldRuns.js";
import type {CatalogueModel} from "./model.js";
import {formatOutOfFold} from "./outOfFoldFile.js";
import type {FoldAssignments, TrainedModel, TrainingData, TrainingOptions} from "./trainedModel.js";

/** The data that a cross-validation is made on, and what its runs say about it. */
export interface TrainingFile {
  data: TrainingData;
  idColumn: string;
  targetColumn: string;
  /** Which columns are categories; not of data that have none. */
  kinds?: Pick<TableSchema, "categories" | "idIsRowNumber">;
  dataSource: DataSource;
}

export interface TrackedTraining extends Omit<TrainingOptions, "onFold"> {
  /** The run's name; the model's by default. */
  name?: string;
  /** The command line that asked for it, with all its options. */
  command?: string;
  /** Tags of the parent run besides those that every one has, such as that of the sweep which it is nested in. */
  tags?: Readonly<Record<string, string>>;
  /** What else the parent run is to say, once it is there. */
  describe?: (runId: string) => Promise<void>;
  /** What else the parent run is to have, once the model is there. */
  conclude?: (runId: string, trained: TrainedModel) => Promise<void>;
  /** What the parent run is to say of what ended the training, before it ends; that it could not be told is thrown. */
  explain?: (runId: string, error: unknown) => Promise<void>;
}

export interface TrackedModel {
  runId: string;
  trained: TrainedModel;
}

/**
 * Trains a model and logs it as it comes: a parent run with mean metrics, out-of-fold predictions and importances, and
 * a child run with metrics by iteration and the model's text for every fold. A training that fails leaves runs marked
 * FAILED, one that is interrupted runs marked KILLED; folds that were finished stay so.
 */
export async function trackCrossValidation(
  writer: RunWriter,
  model: CatalogueModel,
  file: TrainingFile,
  folds: FoldAssignments,
  {name = model.name, command, tags: moreTags, signal, describe, conclude, explain, ...options}: TrackedTraining = {}
): Promise<TrackedModel> {
  const params = paramTexts(model.params);
  const tags = commonTags(model, file, command);
  const {runId} = await writer.createRun({
    name,
    params: {
      ...params,
      folds: String(folds.folds),
      ...foldScheme(folds),
      ...(file.kinds?.categories && {categories: categoryTexts[model.categories]})
    },
    tags: {...tags, ...parentTags(model, file), ...moreTags}
  });
  // A store that cannot be written to ends the training: nobody could see what came of it.
  const failing = new AbortController();
  const ending = AbortSignal.any(signal === undefined ? [failing.signal] : [signal, failing.signal]);
  const onFailure = (error: unknown) => failing.abort(error);
  const foldRuns = new FoldRuns(writer, {
    parentRunId: runId,
    data: file.data,
    folds,
    params,
    tags,
    modelPath: modelPaths[model.form],
    onFailure
  });
  try {
    await describe?.(runId);
    if (file.kinds !== undefined)
      await writer.writeArtifact(runId, artifactPaths.schema, encode(formatSchema(schemaOf(file, file.kinds))));
    await foldRuns.start();
    const trained = await model.train(file.data, folds, {
      ...options,
      signal: ending,
      onCurves(points) {
        foldRuns.addPoints(points);
        options.onCurves?.(points);
      },
      onFold: (fold) => foldRuns.finish(fold)
    });
    await foldRuns.complete(trained);
    await writer.logBatch(runId, {metrics: meanMetrics(trained, Date.now())});
    const outOfFold = formatOutOfFold(file, folds, trained.outOfFold);
    await writer.writeArtifact(runId, artifactPaths.outOfFold, encode(outOfFold));
    await writer.writeArtifact(
      runId,
      artifactPaths.importance,
      encode(JSON.stringify(importances(file.data, trained)))
    );
    if (trained.transformations !== undefined)
      await writer.writeArtifact(runId, artifactPaths.transformations, trained.transformations);
    await conclude?.(runId, trained);
    await writer.finishRun(runId, "FINISHED");
    return {runId, trained};
  } catch (error) {
    const status = signal?.aborted ? "KILLED" : "FAILED";
    // The first error is the one to tell; a store that is gone would only say so again.
    await foldRuns.stop(status).catch(() => undefined);
    if (explain !== undefined) {
      await explain(runId, error);
      await writer.finishRun(runId, status);
    } else await writer.finishRun(runId, status).catch(() => undefined);
    throw error;
  }
}

function commonTags(
  model: CatalogueModel,
  {dataSource}: TrainingFile,
  command = `npm run train -- ${model.name}`
): Record<string, string> {
  return {
    [runTags.model]: model.name,
    [runTags.dataDigest]: dataSource.digest,
    [mlflowTags.sourceName]: command,
    [mlflowTags.sourceType]: "LOCAL"
  };
}

function parentTags(model: CatalogueModel, {idColumn, targetColumn, dataSource}: TrainingFile): Record<string, string> {
  return {
    [runTags.kind]: runKinds.crossValidation,
    [runTags.title]: model.title,
    [runTags.form]: model.form,
    ...(model.transformations && {
      [runTags.transformed]: differsByFold(model.transformations) ? transformedBy.fold : transformedBy.run
    }),
    [runTags.dataKind]: dataSource.kind,
    [runTags.trainRows]: String(dataSource.trainRows),
    [runTags.testRows]: String(dataSource.testRows),
    ...(dataSource.card && {[runTags.dataCard]: JSON.stringify(dataSource.card)}),
    [runTags.idColumn]: idColumn,
    [runTags.targetColumn]: targetColumn
  };
}

/** A model's parameters as a run has them. */
export function paramTexts(params: CatalogueModel["params"]): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
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

function schemaOf(
  {idColumn, targetColumn, data: {featureNames: features}}: TrainingFile,
  kinds: NonNullable<TrainingFile["kinds"]>
): TableSchema {
  return {idColumn, targetColumn, features, ...kinds};
}

/** Codes are by frequency: codes that knew the target would leak it over the folds. */
const categoryTexts = {sets: "splits on sets of categories", codes: "codes by frequency, as numbers"} as const;

/** Runs on the same folds can be compared fold by fold; the usual ones say nothing. */
function foldScheme(folds: FoldAssignments): Record<string, string> {
  const scheme = describeFolds(folds);
  return scheme === undefined ? {} : {fold_scheme: scheme};
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
