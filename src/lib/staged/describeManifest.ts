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
  files
}: Manifest) {
  const {mean, standardDeviation} = metrics.auc;
  return [
    `${model}, run ${runName} (${runId.slice(0, 8)})`,
    `  AUC        ${mean.toFixed(4)} ± ${standardDeviation.toFixed(4)} over ${folds} folds`,
    `  threshold  ${threshold.toFixed(4)}`,
    `  features   ${features.length}`,
    `  data       ${trainingData.kind === "demo" ? "demo data" : "Kaggle"}, ${trainingData.trainRows.toLocaleString("en")} rows`,
    ...Object.entries(files).map(([name, {bytes}]) => `  ${name.padEnd(12)} ${(bytes / 1000).toFixed(0)} kB`)
  ].join("\n");
}
