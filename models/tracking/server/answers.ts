import {UserError} from "../../../src/lib/errors.js";
import {isRecord, numberField, textField} from "../../../src/lib/json.js";
import {readPythonFloat} from "../metricValues.js";
import {type Metric, mlflowTags, type Run, type RunList, runStatuses} from "../runStore.js";

// An MLflow server's answers, read field by field: what is missing is named, nothing is taken for granted.

type Fields = Record<string, unknown>;

export interface ServerRun {
  run: Run;
  experimentId: string;
  artifactUri: string;
}

/** @throws UserError mlflow-server, as all functions here, for what is not as MLflow's documentation has it */
export function readRun(answer: unknown): ServerRun {
  const {info, data} = fields(answer, "run");
  const {start_time, end_time, ...about} = fields(info, "run.info");
  const {params, tags, metrics} = fields(data ?? {}, "run.data");
  const tagTexts = texts(tags, "run.data.tags");
  const last = list(metrics, "run.data.metrics").map(
    (entry) => [text(entry, "key", "metric"), readMetric(entry)] as const
  );
  const status = runStatuses.find((name) => name === about.status);
  if (status === undefined) throw unexpected("run.info.status");
  const run = {
    runId: identifier(about),
    name: tagTexts[mlflowTags.runName] ?? textField(about, "run_name") ?? "",
    status,
    startTime: wholeNumber(start_time ?? 0, "run.info.start_time"),
    endTime: end_time ? wholeNumber(end_time, "run.info.end_time") : null,
    params: texts(params, "run.data.params"),
    tags: tagTexts,
    metrics: Object.fromEntries(last.map(([key, {value}]) => [key, value])),
    lastSteps: Object.fromEntries(last.flatMap(([key, {step}]) => (step === 0 ? [] : [[key, step]])))
  };
  return {
    run,
    experimentId: text(about, "experiment_id", "run.info"),
    artifactUri: text(about, "artifact_uri", "run.info")
  };
}

/** One run that cannot be read does not hide the others. */
export function addRun({runs, damaged}: RunList, answer: unknown): void {
  try {
    runs.push(readRun(answer).run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    damaged.push(error);
  }
}

export function readMetric({value, step, timestamp}: Fields): Metric {
  return {
    value: readValue(value),
    step: wholeNumber(step ?? 0, "metric.step"),
    timestamp: wholeNumber(timestamp ?? 0, "metric.timestamp")
  };
}

/** NaN and the infinities come as texts of these names. */
function readValue(value: unknown): number {
  const number = typeof value === "string" ? readPythonFloat(value) : value;
  if (typeof number !== "number") throw unexpected("metric.value");
  return number;
}

export function readPageToken(answer: Fields): string | undefined {
  return textField(answer, "next_page_token");
}

export function fields(value: unknown, name: string): Fields {
  if (!isRecord(value)) throw unexpected(name);
  return value;
}

/** A list of objects; MLflow leaves empty lists out. */
export function list(value: unknown, name: string): Fields[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw unexpected(name);
  return value.map((entry) => fields(entry, name));
}

/** A text that is not empty. */
export function text(record: Fields, field: string, name: string): string {
  const value = textField(record, field);
  if (value === undefined) throw unexpected(`${name}.${field}`);
  return value;
}

/** It becomes a part of addresses and of file names. */
function identifier(about: Fields): string {
  const id = text(about, "run_id", "run.info");
  if (!/^[a-z0-9][\w-]{0,255}$/i.test(id)) throw unexpected("run.info.run_id");
  return id;
}

function texts(value: unknown, name: string): Record<string, string> {
  return Object.fromEntries(
    list(value, name).map((entry) => [text(entry, "key", name), textField(entry, "value") ?? ""])
  );
}

/** 64-bit integers may come as texts. */
function wholeNumber(value: unknown, name: string): number {
  const number = numberField({value}, "value");
  if (number === undefined || !Number.isInteger(number)) throw unexpected(name);
  return number;
}

function unexpected(name: string): UserError {
  return new UserError("mlflow-server", `The MLflow server's answer has no valid “${name}”.`);
}
