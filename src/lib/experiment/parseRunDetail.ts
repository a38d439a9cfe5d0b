import {
  isRecord,
  parseDocument,
  type Read,
  readAnyText,
  readCount,
  readEntries,
  readField,
  readFlag,
  readList,
  readNumber,
  readOneOf,
  readOptional,
  readText
} from "../json.js";
import type {Absent} from "../metrics/metricSpread.js";
import type {
  CurveSeries,
  FeatureImportance,
  FoldDetail,
  LearningCurve,
  OutOfFoldSummary,
  RunDetail
} from "./experiment.js";
import {readMetricColumn} from "./parseExperiment.js";

/**
 * Reads what a run's own page shows, as `formatRunDetail` writes it.
 * @throws UserError run-not-json, run-missing-field, run-bad-field
 */
export function parseRunDetail(text: string): RunDetail {
  const json = parseDocument(text, {title: "The file of this run", code: "run"});
  const optional = (name: "command" | "commit" | "branch" | "user" | "seed" | "mlflowLink") => {
    const value = readField(json, name, readOptional(readText));
    return value === undefined ? {} : {[name]: value};
  };
  const isDirty = readField(json, "isDirty", readOptional(readFlag));
  return {
    runId: readField(json, "runId", readText),
    folds: readField(json, "folds", readList(readFold)),
    curves: readField(json, "curves", readList(readCurve)),
    importance: readField(json, "importance", orAbsent(readList(readImportance))),
    outOfFold: readField(json, "outOfFold", orAbsent(readOutOfFold)),
    ...optional("command"),
    ...optional("commit"),
    ...optional("branch"),
    ...(isDirty !== undefined && {isDirty}),
    ...optional("user"),
    ...optional("seed"),
    versions: readField(json, "versions", readTextsByName),
    stages: readField(json, "stages", readList(readStage)),
    artifacts: readField(json, "artifacts", readList(readArtifact)),
    tags: readField(json, "tags", readTextsByName),
    ...optional("mlflowLink")
  };
}

const readTextsByName: Read<Record<string, string>> = (json) => Object.fromEntries(readEntries(readAnyText)(json));

const readArtifact: Read<RunDetail["artifacts"][number]> = (json) => {
  const bytes = readField(json, "bytes", readOptional(readCount));
  return {path: readField(json, "path", readText), ...(bytes !== undefined && {bytes})};
};

const readStage: Read<RunDetail["stages"][number]> = (json) => ({
  name: readField(json, "name", readText),
  milliseconds: readField(json, "milliseconds", readNumber())
});

const readFold: Read<FoldDetail> = (json) => {
  const number = (name: "trainRows" | "validationRows" | "durationMilliseconds") => {
    const value = readField(json, name, readOptional(readNumber(0)));
    return value === undefined ? {} : {[name]: value};
  };
  return {
    runId: readField(json, "runId", readText),
    fold: readField(json, "fold", readCount),
    ...number("trainRows"),
    ...number("validationRows"),
    ...number("durationMilliseconds"),
    metrics: Object.fromEntries(readField(json, "metrics", readEntries(readNumber())))
  };
};

const readNumbers = readList(readNumber());

const readCurve: Read<LearningCurve> = (json) => ({
  metric: readField(json, "metric", readMetricColumn),
  series: readField(json, "series", readList(readSeries))
});

const readSeries: Read<CurveSeries> = (json) => {
  const values = readField(json, "values", readNumbers);
  return {
    fold: readField(json, "fold", readCount),
    part: readField(json, "part", readOneOf("training", "validation")),
    steps: readField(json, "steps", (at) => {
      if (!isRecord(at.value)) return readNumbers(at);
      const from = readField(at, "from", readNumber());
      const by = readField(at, "by", readNumber());
      return values.map((_, i) => from + i * by);
    }),
    values
  };
};

const readImportance: Read<FeatureImportance> = (json) => ({
  feature: readField(json, "feature", readAnyText),
  gain: readField(json, "gain", readNumbers),
  split: readField(json, "split", readNumbers)
});

const readCounts = readList(readCount);
const readShares = readList(readNumber(0, 1));

const readOutOfFold: Read<OutOfFoldSummary> = (json) => {
  const roc = readField(
    json,
    "roc",
    readOptional((at) => ({
      falsePositiveRate: readField(at, "falsePositiveRate", readShares),
      truePositiveRate: readField(at, "truePositiveRate", readShares)
    }))
  );
  return {
    positives: readField(json, "positives", readCount),
    negatives: readField(json, "negatives", readCount),
    histogram: readField(json, "histogram", (at) => ({
      edges: readField(at, "edges", readNumbers),
      positives: readField(at, "positives", readCounts),
      negatives: readField(at, "negatives", readCounts)
    })),
    ...(roc && {roc}),
    calibration: readField(json, "calibration", (at) => ({
      meanProbability: readField(at, "meanProbability", readShares),
      positiveRate: readField(at, "positiveRate", readShares),
      rows: readField(at, "rows", readCounts)
    }))
  };
};

const readAbsent: Read<Absent> = (json) => ({reason: readField(json, "reason", readText)});

function orAbsent<T>(read: Read<T>): Read<T | Absent> {
  return (json) => (isRecord(json.value) && json.value.reason !== undefined ? readAbsent(json) : read(json));
}
