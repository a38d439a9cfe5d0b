import {readDataSource} from "../experiment/dataSource.js";
import {
  expected,
  isRecord,
  type JsonDocument,
  type JsonValue,
  parseDocument,
  readCount,
  readEntries,
  readField,
  readList,
  readNumber,
  readOneOf,
  readOptional,
  readText
} from "../json.js";
import {isMetricName} from "../metrics/metrics.js";
import {readFeatures, readKinds} from "../schema/parseSchema.js";
import type {Manifest, TrainingHistogram} from "./manifest.js";

const document: JsonDocument = {title: "The manifest", file: "manifest.json", code: "manifest"};

/**
 * Reads the text of a `manifest.json`, field by field.
 * @throws {UserError} `manifest-not-json`, `manifest-missing-field`, `manifest-bad-field`; the column is the path of
 * the field.
 */
export function parseManifest(text: string): Manifest {
  const json = parseDocument(text, document);
  const features = readField(json, "features", readFeatures);
  const manifest: Manifest = {
    formatVersion: readField(json, "formatVersion", readOneOf(1)),
    model: readField(json, "model", readText),
    title: readField(json, "title", readText),
    runId: readField(json, "runId", readText),
    runName: readField(json, "runName", readText),
    folds: readField(json, "folds", readCount),
    ...readTreesByFold(json),
    idColumn: readField(json, "idColumn", readText),
    targetColumn: readField(json, "targetColumn", readText),
    features,
    ...readKinds(json, features),
    threshold: readField(json, "threshold", readNumber(0, 1)),
    metrics: readField(json, "metrics", readMetrics),
    trainingData: readField(json, "trainingData", readDataSource),
    ...(isRecord(json.value) && json.value.trainedElsewhere === true && {trainedElsewhere: true}),
    histograms: readField(json, "histograms", readList(readHistogram)),
    files: Object.fromEntries(readField(json, "files", readEntries(readFile)))
  };
  if (manifest.features.includes(manifest.idColumn))
    expected("a column that is no feature", {value: manifest.idColumn, path: "idColumn", document});
  if (manifest.histograms.length !== manifest.features.length) {
    expected(`a list of ${manifest.features.length} histograms, one a feature`, {
      value: manifest.histograms.length,
      path: "histograms",
      document
    });
  }
  return manifest;
}

function readTreesByFold(json: JsonValue): Pick<Manifest, "treesByFold"> {
  const treesByFold = readField(json, "treesByFold", readOptional(readList(readCount)));
  return treesByFold === undefined ? {} : {treesByFold};
}

/** Models of other versions have other metrics: those that this one does not know are left out. */
function readMetrics(json: JsonValue): Manifest["metrics"] {
  const metrics: Manifest["metrics"] = {};
  for (const [name, spread] of readEntries((entry) => entry)(json)) {
    if (!isMetricName(name)) continue;
    metrics[name] = {
      mean: readField(spread, "mean", readNumber()),
      standardDeviation: readField(spread, "standardDeviation", readNumber(0))
    };
  }
  return metrics;
}

function readHistogram(json: JsonValue): TrainingHistogram {
  const edges = readField(json, "edges", readList(readNumber()));
  const counts = readField(json, "counts", readList(readCount));
  if (edges.length !== counts.length + 1 || edges.some((edge, index) => edge <= edges[index - 1])) {
    expected("rising edges, one more than counts", {...json, value: edges.length, path: `${json.path}.edges`});
  }
  return {edges, counts, missing: readField(json, "missing", readCount), ...readRange(json)};
}

function readRange(json: JsonValue): Pick<TrainingHistogram, "minimum" | "maximum"> {
  if (!isRecord(json.value) || json.value.minimum === undefined) return {};
  return {minimum: readField(json, "minimum", readNumber()), maximum: readField(json, "maximum", readNumber())};
}

function readFile(json: JsonValue): {bytes: number; sha256: string} {
  return {
    bytes: readField(json, "bytes", readCount),
    sha256: readField(json, "sha256", (digest) => {
      const text = readText(digest);
      return /^[0-9a-f]{64}$/.test(text) ? text : expected("a SHA-256 digest in hexadecimal", digest);
    })
  };
}
