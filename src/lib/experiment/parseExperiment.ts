import {
  expected,
  isRecord,
  parseDocument,
  type Read,
  readAnyText,
  readCount,
  readField,
  readFlag,
  readList,
  readNumber,
  readOneOf,
  readText
} from "../json.js";
import type {AbsentMetric} from "../metrics/metricSpread.js";
import {type Interval, spread} from "../metrics/spread.js";
import {readExactly, readNamed, readNullable, readOptionalTexts, readTexts} from "./columns.js";
import {readDataSource} from "./dataSource.js";
import type {Experiment, RunMetric, RunRow, Sweep} from "./experiment.js";
import {isLeftOutReason, type LeftOut} from "./leftOut.js";
import type {MetricColumn} from "./metricColumn.js";

/**
 * Reads all runs of a report, as `formatExperiment` writes them.
 * @throws UserError experiment-not-json, experiment-missing-field, experiment-bad-field
 */
export function parseExperiment(text: string): Experiment {
  const json = parseDocument(text, {title: "The file of runs", code: "experiment"});
  const id = (name: string) => readField(json, name, readNullable(readText));
  return {
    names: readField(json, "names", readList(readText)),
    store: readField(json, "store", readText),
    dataSources: readField(json, "dataSources", readList(readDataSource)),
    primaryMetric: readField(json, "primaryMetric", readAnyText),
    metrics: readField(json, "metrics", readList(readMetricColumn)),
    championId: id("championId"),
    stagedId: id("stagedId"),
    runs: readField(json, "runs", readRuns),
    leftOut: readField(json, "leftOut", readList(readLeftOut)),
    sweeps: readField(json, "sweeps", readList(readSweep))
  };
}

export const readMetricColumn: Read<MetricColumn> = (json) => ({
  name: readField(json, "name", readAnyText),
  title: readField(json, "title", readAnyText),
  shortTitle: readField(json, "shortTitle", readAnyText),
  direction: readField(json, "direction", readOneOf("higher", "lower")),
  digits: readField(json, "digits", readCount)
});

const readLeftOut: Read<LeftOut> = (json) => ({
  reason: readField(json, "reason", (at) =>
    isLeftOutReason(at.value) ? at.value : expected("a reason to leave a run out", at)
  ),
  count: readField(json, "count", readCount),
  names: readField(json, "names", readList(readAnyText))
});

const readSweep: Read<Sweep> = (json) => ({
  runId: readField(json, "runId", readText),
  name: readField(json, "name", readText),
  startTime: readField(json, "startTime", readNumber()),
  shown: readField(json, "shown", readCount),
  pruned: readField(json, "pruned", readCount),
  unfinished: readField(json, "unfinished", readCount)
});

/** A run of the table for each entry of its columns. */
const readRuns: Read<RunRow[]> = (json) => {
  const runIds = readField(json, "runId", readList(readText));
  const count = runIds.length;
  const column = <T>(name: string, read: Read<T>) => readField(json, name, readExactly(count, read));
  const nullable = <T>(name: string, read: Read<T>) => column(name, readNullable(read));
  const name = column("name", readText);
  const experiment = readField(json, "experiment", readTexts(count));
  const model = readField(json, "model", readTexts(count));
  const title = readField(json, "title", readTexts(count));
  const startTime = column("startTime", readNumber());
  const durationMilliseconds = nullable("durationMilliseconds", readNumber(0));
  const data = column("data", readCount);
  const foldsKey = readField(json, "foldsKey", readOptionalTexts(count));
  const kind = readField(json, "kind", readTexts(count, readOneOf("cross-validation", "run")));
  const sweep = readField(json, "sweep", readOptionalTexts(count));
  const threshold = nullable("threshold", readNumber(0, 1));
  const testToTrain = nullable("testToTrain", readNumber(0));
  const onTheseRows = nullable("onTheseRows", readInterval);
  const has = column("has", readCount);
  const detail = column("detail", readText);
  const params = readField(json, "params", readList(readNamed(readOptionalTexts(count))));
  const readMetrics: Read<(RunMetric | AbsentMetric | null)[]> = (at) =>
    readField(at, "values", readExactly(count, readNullable(readMetric)));
  const metrics = readField(json, "metrics", readList(readNamed(readMetrics)));
  return runIds.map((runId, i) => ({
    runId,
    name: name[i],
    experiment: experiment[i],
    model: model[i],
    title: title[i],
    startTime: startTime[i],
    ...present("durationMilliseconds", durationMilliseconds[i]),
    data: data[i],
    ...present("foldsKey", foldsKey[i]),
    kind: kind[i],
    ...present("sweep", sweep[i]),
    params: ofRun(params, i),
    ...present("threshold", threshold[i]),
    metrics: withRatio(ofRun(metrics, i), testToTrain[i]),
    ...present("onTheseRows", onTheseRows[i]),
    has: {curves: (has[i] & 1) > 0, outOfFold: (has[i] & 2) > 0, importance: (has[i] & 4) > 0},
    detail: detail[i]
  }));
};

const readInterval: Read<Interval> = (json) => {
  const [mean, low, high] = readExactly(3, readNumber())(json);
  return {mean, low, high};
};

/** Of a cross-validation the values by fold, of a single run one value. */
const readMetric: Read<RunMetric | AbsentMetric> = (json) => {
  if (typeof json.value === "number") return {mean: readNumber()(json), folds: []};
  if (isRecord(json.value))
    return {reason: readField(json, "reason", readText), faulty: readField(json, "faulty", readFlag)};
  const folds = readList(readNumber())(json);
  const summary = spread(folds);
  return summary === undefined ? expected("values that have a mean", json) : {...summary, folds};
};

/** The entries of a run in columns that not every run has. */
function ofRun<T>(columns: readonly {name: string; values: readonly (T | null | undefined)[]}[], run: number) {
  const entries = columns.flatMap(({name, values}): [string, T][] => {
    const value = values[run];
    return value === null || value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function withRatio(metrics: Record<string, RunMetric | AbsentMetric>, testToTrain: number | null): RunRow["metrics"] {
  if (testToTrain === null) return metrics;
  const entries = Object.entries(metrics);
  return Object.fromEntries(
    entries.map(([name, metric]) => [
      name,
      "folds" in metric && metric.folds.length > 0 ? {...metric, testToTrain} : metric
    ])
  );
}

function present<Name extends string, T>(name: Name, value: T | null | undefined): {[Key in Name]?: T} {
  const field: {[Key in Name]?: T} = {};
  if (value !== null && value !== undefined) field[name] = value;
  return field;
}
