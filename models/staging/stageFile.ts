import {readFile} from "node:fs/promises";
import {basename, extname} from "node:path";
import {rowsOfFolds} from "../../dataset/foldRows.js";
import {ensureFolds, knownTarget} from "../../dataset/foldsFile.js";
import {readDataset} from "../../dataset/readDataset.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataSource} from "../../src/lib/experiment/dataSource.js";
import {measured, spreadOverFolds} from "../../src/lib/metrics/metricSpread.js";
import {byMetric, measureAll, Predictions} from "../../src/lib/metrics/metrics.js";
import {bestF1Threshold} from "../../src/lib/metrics/thresholdChoice.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {adaptClassifier} from "../../src/lib/onnx/adaptClassifier.js";
import {columnKinds} from "../../src/lib/schema/tableSchema.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {digestOf} from "../../src/lib/staged/stagedModel.js";
import {treeModelOf} from "./averageFolds.js";
import {openNodeSession} from "./nodeSession.js";
import {engineModels, modelFiles, type PortableModel} from "./portableModel.js";
import {stagedDirectory} from "./readStaged.js";
import {leftOut, type StageOptions} from "./stageModel.js";
import {trainingHistograms} from "./trainingHistograms.js";
import {verifyModels} from "./verify.js";
import {writeStaged} from "./writeStaged.js";

/** The data that a model of one's own is measured on. */
export interface MeasuringData {
  /** Path of the training file. */
  train: string;
  /** Where `folds.csv` is. */
  directory: string;
  dataSource: DataSource;
}

/** Rows scored at once. */
const blockRows = 4096;

/**
 * Stages a model that was trained elsewhere: LightGBM's text, or an ONNX classifier. Its features are looked for in the
 * training file by their names, and it is measured on the rows of that file, fold by fold; whether it has seen them in
 * its training nobody knows, and the manifest says so.
 * @throws {UserError} `staged-other-features`, `model-text-…`, `model-unsupported`, `onnx-…`
 */
export async function stageFile(
  path: string,
  {train, directory: folder, dataSource}: MeasuringData,
  {directory = stagedDirectory, onProgress, onNotice}: StageOptions = {}
): Promise<Manifest> {
  const content = await readFile(path);
  const name = basename(path, extname(path));
  const dataset = await readDataset(train, {onProgress});
  const target = knownTarget(dataset, train);
  const {model, kind} = openFile(content, dataset.featureNames, path);
  const columns = model.featureNames.map(
    (feature) => dataset.columns[dataset.featureNames.indexOf(feature)] ?? missing(feature, dataset.featureNames, path)
  );
  const histograms = trainingHistograms({columns});
  const input = {features: model.featureNames};
  const models = engineModels(model);
  await verifyModels(models, {...model, input}, histograms);

  const session = await openNodeSession(models[0], input);
  const probabilities = new Float64Array(target.length);
  for (let start = 0; start < target.length; start += blockRows) {
    const rows = Math.min(blockRows, target.length - start);
    const features = new Float64Array(rows * columns.length);
    for (const [column, values] of columns.entries()) {
      for (let row = 0; row < rows; ++row) features[row * columns.length + column] = values[start + row] ?? Number.NaN;
    }
    probabilities.set(await session.run(features, rows), start);
  }
  const threshold = bestF1Threshold(thresholdCurve(target, probabilities));
  const assigned = await ensureFolds(dataset, {directory: folder, file: train});
  const byFold = rowsOfFolds(assigned).map(({validation}) => {
    const labels = Uint8Array.from(validation, (row) => target[row] ?? 0);
    const own = Float64Array.from(validation, (row) => probabilities[row] ?? Number.NaN);
    return measureAll(new Predictions(labels, own, threshold));
  });
  const manifest = await writeStaged(directory, modelFiles(models, model.text), {
    formatVersion: 1,
    model: kind,
    title: name,
    runId: digestOf(content).sha256.slice(0, 32),
    runName: basename(path),
    folds: assigned.folds,
    idColumn: dataset.schema.idColumn,
    targetColumn: dataset.schema.targetColumn ?? "target",
    features: [...model.featureNames],
    ...columnKinds(dataset.schema),
    threshold,
    metrics: byMetric((metric) => {
      const spread = measured(
        spreadOverFolds(
          metric,
          byFold.map((values) => values[metric])
        )
      );
      return spread && {mean: spread.mean, standardDeviation: spread.standardDeviation};
    }),
    trainingData: {...dataSource, digest: dataset.digest},
    trainedElsewhere: true,
    histograms
  });
  if (model.withoutOnnx !== undefined) onNotice?.(leftOut(model.withoutOnnx));
  return manifest;
}

interface OpenedFile {
  kind: string;
  model: PortableModel;
}

function openFile(content: Uint8Array, dataFeatures: readonly string[], path: string): OpenedFile {
  const start = new TextDecoder().decode(content.subarray(0, 5));
  if (start.trimEnd() === "tree")
    return {kind: "lightgbm-file", model: treeModelOf(new TextDecoder().decode(content), {})};
  const {onnx, featureNames, featureCount} = adaptClassifier(content);
  if (featureNames !== undefined) return {kind: "onnx-file", model: {onnx, featureNames}};
  if (featureCount !== undefined && featureCount !== dataFeatures.length)
    throw new UserError(
      "staged-other-features",
      `${path} takes ${featureCount} features without names; the training file has ${dataFeatures.length}.`,
      {file: path, value: String(featureCount)}
    );
  return {kind: "onnx-file", model: {onnx, featureNames: dataFeatures}};
}

function missing(feature: string, known: readonly string[], file: string): never {
  const near = nearestName(feature, known);
  const hint = /^Column_\d+$/.test(feature)
    ? "It was trained without names: give LightGBM a data frame, or `feature_name`."
    : near === undefined
      ? "Train it on the features of this file."
      : `Did you mean \`${near}\`?`;
  throw new UserError(
    "staged-other-features",
    `${file} wants feature \`${feature}\`, which the training file does not have. ${hint}`,
    {file, column: feature}
  );
}
