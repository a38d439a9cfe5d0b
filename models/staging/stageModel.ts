import {readDataset} from "../../dataset/readDataset.js";
import {UserError} from "../../src/lib/errors.js";
import {transformationsFile} from "../../src/lib/features/fittedFile.js";
import {columnKinds} from "../../src/lib/schema/tableSchema.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {foldRuns} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";
import {packFitted} from "../training/packFitted.js";
import {averageFolds} from "./averageFolds.js";
import {describeRun, stagedMetrics} from "./describeRun.js";
import {findCrossValidation} from "./findCrossValidation.js";
import {engineModels, modelFiles} from "./portableModel.js";
import {stagedDirectory} from "./readStaged.js";
import {trainingHistograms} from "./trainingHistograms.js";
import {verifyModels} from "./verify.js";
import {writeStaged} from "./writeStaged.js";

export interface StageOptions {
  /** Where the model goes; what is there is replaced. */
  directory?: string;
  /** Called while the training data is read, with the bytes so far and their total. */
  onProgress?: (bytes: number, total: number) => void;
  /** Called with what the user should know about the staged model. */
  onNotice?: (sentence: string) => void;
}

/**
 * Averages a cross-validation's fold models and puts the result where the report, the command line and the API
 * find it: of trees `model.scorer.gz`, which scores, and `model.txt.gz`, LightGBM's text; `model.onnx`, unless ONNX
 * cannot express the trees; and `manifest.json`. The same run gives the same bytes. What can score is run and compared
 * with the fold models before anything is replaced.
 * @param run a run id, the beginning of one (four digits or more), or a run name
 * @param train path of the training file, for its distributions
 * @throws {UserError} `unknown-run`, `ambiguous-run`, `no-runs`, `damaged-run`, `unknown-artifact`, `staged-other-data`, …
 */
export async function stageModel(
  reader: RunReader,
  run: string,
  train: string,
  {directory = stagedDirectory, onProgress, onNotice}: StageOptions = {}
): Promise<Manifest> {
  const crossValidation = await findCrossValidation(reader, run);
  const {trainingData, ...description} = describeRun(crossValidation);
  const averaged = await averageFolds(reader, crossValidation);
  const metrics = stagedMetrics(crossValidation, await foldRuns(reader, crossValidation));
  const dataset = await readDataset(train, {onProgress});
  checkData(crossValidation, trainingData.digest, dataset.digest, train);
  const histograms = trainingHistograms(dataset);
  checkFeatures(crossValidation, averaged.input.features, dataset.featureNames);
  const models = engineModels(averaged);
  await verifyModels(models, averaged, histograms);

  const {features, pipelines} = averaged.input;
  const files = {
    ...modelFiles(models, averaged.text),
    ...(pipelines && {[transformationsFile]: packFitted({features, pipelines})})
  };
  const manifest = await writeStaged(directory, files, {
    formatVersion: 1,
    ...description,
    metrics,
    trainingData,
    folds: averaged.folds,
    ...(averaged.treesByFold && {treesByFold: averaged.treesByFold}),
    features: [...dataset.featureNames],
    ...columnKinds(dataset.schema),
    histograms
  });
  if (averaged.withoutOnnx !== undefined) onNotice?.(leftOut(averaged.withoutOnnx));
  return manifest;
}

/** @param reason why there is no ONNX graph */
export function leftOut(reason: string): string {
  return `${reason} So \`model.onnx\`, which other programs could load, is left out; here the model scores without it.`;
}

function checkData(run: Run, wanted: string, found: string, file: string): void {
  if (found === wanted) return;
  throw new UserError(
    "staged-other-data",
    `Run \`${run.name}\` was trained on other data than ${file} now holds; train the model again.`,
    {file, value: found}
  );
}

function checkFeatures(run: Run, wanted: readonly string[], found: readonly string[]): void {
  const position = wanted.findIndex((name, index) => name !== found[index]);
  if (position < 0 && wanted.length === found.length) return;
  throw new UserError("damaged-run", `The features of run \`${run.name}\` are not those of its training data.`, {
    column: wanted[position] ?? found[wanted.length]
  });
}
