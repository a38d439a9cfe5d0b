import {cardOf} from "../experiment/dataSource.js";
import {formatThreshold} from "../metrics/thresholdCurve.js";
import type {Manifest} from "./manifest.js";

/** What a staged model is, in a few lines for people. */
export function describeManifest({
  model,
  runName,
  runId,
  folds,
  features,
  metrics,
  threshold,
  trainingData,
  trainedElsewhere,
  files
}: Manifest) {
  const {auc} = metrics;
  return [
    trainedElsewhere ? `${model}, file ${runName}` : `${model}, run ${runName} (${runId.slice(0, 8)})`,
    ...(trainedElsewhere
      ? ["  measured on the training file, fold by fold; the model may have seen these rows in its own training"]
      : []),
    `  AUC        ${auc ? `${auc.mean.toFixed(4)} ± ${auc.standardDeviation.toFixed(4)} over ${folds} folds` : "–"}`,
    `  threshold  ${formatThreshold(threshold)}`,
    `  features   ${features.length}`,
    `  data       ${cardOf(trainingData).title}, ${trainingData.trainRows.toLocaleString("en")} rows`,
    ...Object.entries(files).map(([name, {bytes}]) => `  ${name.padEnd(15)} ${(bytes / 1000).toFixed(0)} kB`)
  ].join("\n");
}
