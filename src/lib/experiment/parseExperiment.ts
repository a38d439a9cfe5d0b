import {
  expected,
  isRecord,
  type JsonValue,
  parseDocument,
  type Read,
  readAnyText,
  readCount,
  readEntries,
  readField,
  readFlag,
  readList,
  readNumber,
  readOptional,
  readText
} from "../json.js";
import type {Absent, MetricResult} from "../metrics/metricSpread.js";
import {isMetricName, type MetricRecord} from "../metrics/metrics.js";
import type {
  CrossValidation,
  ExperimentSummary,
  FeatureImportance,
  FoldDetail,
  LearningCurve,
  OutOfFoldSummary,
  RunDetail
} from "./crossValidation.js";
import {readDataSource} from "./dataSource.js";
import {isLeftOutReason, type LeftOut} from "./leftOut.js";

/**
 * Reads a summary of experiments that was written as JSON.
 * @throws UserError experiment-not-json, experiment-missing-field, experiment-bad-field
 */
export function parseExperiment(text: string): ExperimentSummary {
  const json = parseDocument(text, {title: "The file of runs", code: "experiment"});
  const id = (name: string) => readField(json, name, (at) => (at.value === null ? null : readText(at)));
  return {
    experiment: readField(json, "experiment", readText),
    store: readField(json, "store", readText),
    dataSource: readField(json, "dataSource", readDataSource),
    championId: id("championId"),
    stagedId: id("stagedId"),
    runs: readField(json, "runs", readList(readCrossValidation)),
    leftOut: readField(json, "leftOut", readList(readLeftOut))
  };
}

/**
 * Reads a run with its folds that was written as JSON.
 * @throws UserError run-not-json, run-missing-field, run-bad-field
 */
export function parseRun(text: string): RunDetail {
  const json = parseDocument(text, {title: "The file of this run", code: "run"});
  return {
    ...readCrossValidation(json),
    folds: readField(json, "folds", readList(readFold)),
    importance: readField(json, "importance", orAbsent(readList(readImportance))),
    outOfFold: readField(json, "outOfFold", orAbsent(readOutOfFold))
  };
}

const readCrossValidation: Read<CrossValidation> = (json) => ({
  runId: readField(json, "runId", readText),
  name: readField(json, "name", readText),
  model: readField(json, "model", readText),
  title: readField(json, "title", readText),
  startTime: readField(json, "startTime", readNumber()),
  durationMilliseconds: readField(json, "durationMilliseconds", readNumber(0)),
  params: Object.fromEntries(readField(json, "params", readEntries(readAnyText))),
  threshold: readField(json, "threshold", readOptional(readNumber(0, 1))),
  metrics: readField(json, "metrics", ofMetrics(readMetric))
});

const readMetric: Read<MetricResult> = (json) =>
  isRecord(json.value) && json.value.reason !== undefined
    ? {...readAbsent(json), faulty: readField(json, "faulty", readFlag)}
    : {
        mean: readField(json, "mean", readNumber()),
        standardDeviation: readField(json, "standardDeviation", readNumber(0)),
        folds: readField(json, "folds", readNumbers),
        testToTrain: readField(json, "testToTrain", readOptional(readNumber(0)))
      };

const readLeftOut: Read<LeftOut> = (json) => ({
  reason: readField(json, "reason", (at) =>
    isLeftOutReason(at.value) ? at.value : expected("a reason to leave a run out", at)
  ),
  count: readField(json, "count", readCount),
  names: readField(json, "names", readList(readAnyText))
});

const readFold: Read<FoldDetail> = (json) => ({
  runId: readField(json, "runId", readText),
  fold: readField(json, "fold", readCount),
  trainRows: readField(json, "trainRows", readCount),
  validationRows: readField(json, "validationRows", readCount),
  durationMilliseconds: readField(json, "durationMilliseconds", readNumber(0)),
  metrics: readField(json, "metrics", ofMetrics(readNumber())),
  curves: readField(json, "curves", (at) => ({
    auc: readField(at, "auc", readCurve),
    logloss: readField(at, "logloss", readCurve)
  }))
});

const readNumbers = readList(readNumber());

const readCurve: Read<LearningCurve> = (json) => ({
  iterations: readField(json, "iterations", readList(readCount)),
  training: readField(json, "training", readNumbers),
  validation: readField(json, "validation", readNumbers)
});

const readImportance: Read<FeatureImportance> = (json) => ({
  feature: readField(json, "feature", readAnyText),
  gain: readField(json, "gain", readNumbers),
  split: readField(json, "split", readNumbers)
});

const readCounts = readList(readCount);
const readShares = readList(readNumber(0, 1));

const readOutOfFold: Read<OutOfFoldSummary> = (json) => ({
  positives: readField(json, "positives", readCount),
  negatives: readField(json, "negatives", readCount),
  histogram: readField(json, "histogram", (at) => ({
    edges: readField(at, "edges", readNumbers),
    positives: readField(at, "positives", readCounts),
    negatives: readField(at, "negatives", readCounts)
  })),
  roc: readField(
    json,
    "roc",
    readOptional((at) => ({
      falsePositiveRate: readField(at, "falsePositiveRate", readShares),
      truePositiveRate: readField(at, "truePositiveRate", readShares)
    }))
  ),
  calibration: readField(json, "calibration", (at) => ({
    meanProbability: readField(at, "meanProbability", readShares),
    positiveRate: readField(at, "positiveRate", readShares),
    rows: readField(at, "rows", readCounts)
  }))
});

const readAbsent: Read<Absent> = (json) => ({reason: readField(json, "reason", readText)});

function orAbsent<T>(read: Read<T>): Read<T | Absent> {
  return (json) => (isRecord(json.value) && json.value.reason !== undefined ? readAbsent(json) : read(json));
}

/** Metrics that this version does not know are left out. */
function ofMetrics<T>(read: Read<T>): Read<MetricRecord<T>> {
  return (json: JsonValue) => {
    const values: MetricRecord<T> = {};
    for (const [name, at] of readEntries((entry) => entry)(json)) if (isMetricName(name)) values[name] = read(at);
    return values;
  };
}
