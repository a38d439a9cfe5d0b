import {UserError} from "../../../src/lib/errors.js";
import {type Metric, mlflowTags, type Run, runStatuses} from "../runStore.js";

// An MLflow server's answers, read field by field: what is missing is named, nothing is taken for granted.

type Fields = Record<string, unknown>;

export interface ServerRun {
  run: Run;
  experimentId: string;
  artifactUri: string;
}

export function readRun(answer: unknown): ServerRun {
  const {info, data} = fields(answer, "run");
  const {run_id, run_name, status, start_time, end_time, artifact_uri, experiment_id} = fields(info, "run.info");
  const {params, tags, metrics} = fields(data ?? {}, "run.data");
  const tagTexts = texts(tags);
  const known = runStatuses.find((name) => name === status);
  if (typeof run_id !== "string" || known === undefined) throw unexpected("run.info");
  const run = {
    runId: run_id,
    name: tagTexts[mlflowTags.runName] ?? String(run_name ?? ""),
    status: known,
    startTime: Number(start_time ?? 0),
    endTime: end_time ? Number(end_time) : null,
    params: texts(params),
    tags: tagTexts,
    metrics: Object.fromEntries(list(metrics).map(({key, value}) => [String(key), Number(value)]))
  };
  return {run, experimentId: String(experiment_id), artifactUri: String(artifact_uri)};
}

export function readMetric({value, step, timestamp}: Fields): Metric {
  // NaN and the infinities come as texts of these names.
  return {value: Number(value), step: Number(step ?? 0), timestamp: Number(timestamp ?? 0)};
}

export function readPageToken(answer: Fields): string | undefined {
  return typeof answer.next_page_token === "string" && answer.next_page_token !== ""
    ? answer.next_page_token
    : undefined;
}

export function fields(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null) throw unexpected(name);
  return Object.fromEntries(Object.entries(value));
}

/** A list of objects; MLflow leaves empty lists out. */
export function list(value: unknown): Fields[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw unexpected("list");
  return value.map((entry) => fields(entry, "entry"));
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(list(value).map((entry) => [String(entry.key), String(entry.value ?? "")]));
}

function unexpected(name: string): UserError {
  return new UserError("mlflow-server", `The MLflow server's answer has no proper “${name}”.`);
}
