import {UserError} from "../../src/lib/errors.js";
import {mlflowTags, type RunWriter} from "../tracking/runStore.js";
import type {CatalogueModel} from "../training/model.js";
import type {TrainedModel, TrainingData} from "../training/trainedModel.js";
import {averageModels} from "./averageFolds.js";
import {type ExampleRows, loggedModelsTag, mlflowModelFiles} from "./mlflowModel.js";

/** Rows of the training data that the model is shown with. */
const exampleRows = 5;

/**
 * Logs the average of a training's fold models to the parent run, as a model that MLflow loads. A model whose features
 * are transformed is left to `npm run stagemodel`: MLflow would not transform them.
 */
export async function logModel(
  writer: RunWriter,
  runId: string,
  model: CatalogueModel,
  data: TrainingData,
  {folds}: TrainedModel
): Promise<void> {
  if (model.transformations !== undefined) return;
  const created = new Date();
  const files = modelFiles(model, data, folds, created);
  if (files === undefined) return;
  for (const [path, content] of Object.entries(files)) await writer.writeArtifact(runId, path, content);
  await writer.logBatch(runId, {tags: {[mlflowTags.loggedModels]: loggedModelsTag(files, runId, created)}});
}

function modelFiles(model: CatalogueModel, {columns}: TrainingData, folds: TrainedModel["folds"], created: Date) {
  const texts = folds.map(({text}) => text);
  try {
    const averaged = averageModels(model.form, texts, {name: model.name, metadata: {model: model.name}});
    return mlflowModelFiles(averaged, examplesOf(columns), created);
  } catch (error) {
    // Such as linear trees, which are no mistake of this training.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function examplesOf(columns: readonly Float64Array[]): ExampleRows {
  const rows = Math.min(exampleRows, columns[0]?.length ?? 0);
  return Array.from({length: rows}, (_, row) => columns.map((column) => column[row] ?? Number.NaN));
}
