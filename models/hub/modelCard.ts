import {cardOf, type DataSource} from "../../src/lib/experiment/dataSource.js";
import {transformationsFile} from "../../src/lib/features/fittedFile.js";
import {metrics as definitions, type MetricName} from "../../src/lib/metrics/metrics.js";
import {formatThreshold} from "../../src/lib/metrics/thresholdCurve.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {modelTextFile, onnxFile, scorerFile} from "../../src/lib/staged/stagedModel.js";

/** The metrics that the hub knows, and its names for them. */
const hubMetrics: readonly [MetricName, string][] = [
  ["auc", "roc_auc"],
  ["accuracy", "accuracy"],
  ["precision", "precision"],
  ["recall", "recall"],
  ["f1", "f1"]
];

/** `README.md` of a model repository: the hub reads its head, people the rest. Made from the manifest alone. */
export function modelCard(manifest: Manifest, repository: string): string {
  return `${head(manifest)}
# ${manifest.title}

${describeOrigin(manifest)}

## How good it is

Mean and standard deviation over ${manifest.trainedElsewhere ? `${manifest.folds} parts of these data, each measured on its own; not a cross-validation` : `the ${manifest.folds} validation folds`}.

| metric | mean | standard deviation |
| --- | ---: | ---: |
${definitions
  .flatMap(({name, title, digits}) => {
    const spread = manifest.metrics[name];
    return spread
      ? [`| ${title} | ${spread.mean.toFixed(digits)} | ${spread.standardDeviation.toFixed(digits)} |`]
      : [];
  })
  .join("\n")}

Accuracy, precision, recall and F1 are taken at the threshold ${formatThreshold(manifest.threshold)}.

## What it takes and gives

${describeInput(manifest)}

${listFeatures(manifest.features)}

It gives ${onnxFile in manifest.files ? "`probability`, float32 [rows, 1], of" : "the probability of"} \`${manifest.targetColumn}\` being 1. The prediction is 1 from the threshold ${formatThreshold(manifest.threshold)} on, which \`manifest.json\` has with all its digits.

## How to use it

\`\`\`sh
npm run pull-model -- ${repository}
npm run predict
\`\`\`

${describeFiles(manifest)}

## Files

| file | bytes | SHA-256 |
| --- | ---: | --- |
${Object.entries(manifest.files)
  .map(([name, {bytes, sha256}]) => `| \`${name}\` | ${bytes} | \`${sha256}\` |`)
  .join("\n")}

\`manifest.json\` holds all of the above for programs, and each feature's distribution in training, to measure drift by.
`;
}

/** The head is YAML, of which JSON values are a part: whatever a name holds, it stays a name. */
function head(manifest: Manifest): string {
  const {title, metrics, trainingData} = manifest;
  const results = hubMetrics.flatMap(([name, type]) => {
    const spread = metrics[name];
    return spread ? [{type, name, value: Number(spread.mean.toFixed(4))}] : [];
  });
  const index = [
    {
      name: title,
      results: [
        {
          task: {type: "tabular-classification"},
          dataset: {type: trainingData.kind, name: `${nameOf(trainingData)}, ${trainingData.digest.slice(0, 8)}`},
          metrics: results
        }
      ]
    }
  ];
  return `---
license: mit
library_name: ${onnxFile in manifest.files ? "onnx" : "lightgbm"}
pipeline_tag: tabular-classification
tags: ${JSON.stringify(tags(manifest))}
model-index: ${JSON.stringify(index)}
---
`;
}

/** LightGBM models are those with LightGBM's text; a file that came as a graph may be any model. */
function tags({model, files, trainedElsewhere}: Manifest): string[] {
  const family = modelTextFile in files ? ["lightgbm"] : [];
  const names = trainedElsewhere ? family : [...family, model];
  return ["tabular-classification", ...new Set([...names, ...(onnxFile in files ? ["onnx"] : [])])];
}

function describeInput({files, features}: Manifest): string {
  const values = `${features.length}], with missing values as NaN, in this order:`;
  return onnxFile in files && !(transformationsFile in files)
    ? `\`${onnxFile}\` takes \`features\`, float64 [rows, ${values}`
    : `It takes [rows, ${values}`;
}

/** What else the files are for. */
function describeFiles({files}: Manifest): string {
  return [
    ...(onnxFile in files
      ? [`\`${onnxFile}\` runs in any ONNX Runtime (operator sets ai.onnx.ml 3 and ai.onnx 17).`]
      : ["There is no ONNX file, as ONNX cannot express these trees."]),
    ...(transformationsFile in files
      ? [
          `Every file of the model takes what \`${transformationsFile}\` makes of the features, not the features themselves.`
        ]
      : []),
    ...(modelTextFile in files
      ? [`\`${modelTextFile}\` is LightGBM's own text, gzipped, which \`lightgbm.Booster(model_str=…)\` reads.`]
      : []),
    ...(scorerFile in files ? [`\`${scorerFile}\` holds the same trees compiled, for \`lightgbm-wasm/scorer\`.`] : [])
  ].join(" ");
}

function describeOrigin(manifest: Manifest): string {
  const {title, runName, runId, folds} = manifest;
  if (manifest.trainedElsewhere)
    return `${title}, from the file \`${runName}\`, was trained elsewhere; its training data are not known here. It was measured on ${describeData(manifest)}, rows that may have been among its training data.`;
  return `${title}, cross-validated over ${folds} folds on ${describeData(manifest)}. The fold models are averaged, in log-odds, into one graph. Run \`${runName}\` (\`${runId}\`).`;
}

/** In the middle of a sentence. */
function about(description: string, license: string | undefined): string {
  return `: ${description.replace(/[.\s]+$/, "")}${license === undefined ? "" : ` (license: ${license})`}`;
}

function describeData({trainingData}: Manifest): string {
  const {kind, trainRows, digest} = trainingData;
  const {title, description, license} = cardOf(trainingData);
  const rows = `${trainRows.toLocaleString("en-US")} rows`;
  const names = {
    demo: "made-up demo data that resembles Kaggle's Santander Customer Transaction Prediction competition",
    kaggle: `the training data of Kaggle's ${title} competition`,
    file: title
  };
  return `${names[kind]} (${rows}, SHA-256 \`${digest}\`)${kind === "demo" ? "" : about(description, license)}`;
}

const nameOf = (data: DataSource) => (data.kind === "file" ? cardOf(data).title : `${data.kind} data`);

function listFeatures(features: readonly string[]): string {
  const quote = (name: string) => `\`${name}\``;
  if (features.length <= 12) return features.map(quote).join(", ");
  return `${features.slice(0, 5).map(quote).join(", ")}, …, ${quote(features.at(-1) ?? "")} (all in \`manifest.json\`)`;
}
