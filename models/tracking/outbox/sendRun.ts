import {stat} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../../src/lib/errors.js";
import {placeOf} from "../crossValidationRuns.js";
import {readDatasets} from "../mlruns/datasetFiles.js";
import {readMetricFile} from "../mlruns/metricFile.js";
import type {MlrunsStore} from "../mlruns/mlrunsStore.js";
import {diskFiles, listAll} from "../mlruns/storeFiles.js";
import {type Batch, mlflowTags, type Run} from "../runStore.js";
import type {MlflowServerStore} from "../server/mlflowServerStore.js";
import {SentRecord} from "./sentRecord.js";

/** Errors of requests that would fail again however often they were sent. */
const permanent: ReadonlySet<string> = new Set([
  "artifact-store",
  "bad-artifact-path",
  "bad-key",
  "changed-param",
  "mlflow-bad-request",
  "mlflow-invalid-parameter-value",
  "mlflow-invalid-state",
  "unknown-run"
]);

/** Metrics of one request: what fails is sent again as a whole. */
const metricsAtOnce = 1000;

export interface SendRunOptions {
  /** The id on the server of the run's parent, if it has one. */
  parentRunId?: string;
  /** Called when something has arrived, and is recorded. */
  onArrival?: () => void;
}

/**
 * Sends what is new of a waiting run, but for its end. Everything is sent once: a run is created under its key and found again by it,
 * metrics are counted as they arrive and are the same rows of the server's table if they come twice, and the rest
 * replaces itself.
 * @throws UserError what kept a request from its answer; what was answered before is recorded
 */
export async function sendRun(
  waiting: MlrunsStore,
  server: MlflowServerStore,
  runId: string,
  {parentRunId, onArrival = () => undefined}: SendRunOptions = {}
): Promise<SentRecord> {
  const folder = await waiting.findRun(runId);
  const record = await SentRecord.open(join(waiting.location, folder));
  const stored = await waiting.getRun(runId);
  const tags: Record<string, string> = {
    ...stored.tags,
    ...(parentRunId !== undefined && {[mlflowTags.parentRunId]: parentRunId})
  };
  const run = {...stored, tags};
  const recordArrival = async () => {
    await record.save();
    onArrival();
  };
  const onServer = await createOnServer(server, run, record);
  const files = diskFiles(waiting.location);

  const attempt = (work: () => Promise<void>) => refusable(record, work);
  const log = (batch: Batch) => server.logBatch(onServer, batch);
  // One of the tags has the run's id in it.
  const texts = {
    params: changed(run.params, record.params),
    tags: changed(
      mapValues(run.tags, (value) => value.replaceAll(runId, onServer)),
      record.tags
    )
  };
  if (Object.keys(texts.params).length + Object.keys(texts.tags).length > 0) {
    for (const part of await logOrSplit(texts, log)) await attempt(() => log(part));
    record.params = {...record.params, ...texts.params};
    record.tags = {...record.tags, ...texts.tags};
    await recordArrival();
  }

  const metrics: NonNullable<Batch["metrics"]>[number][] = [];
  for (const key of await listAll(files, `${folder}/metrics`)) {
    const values = await readMetricFile(files, `${folder}/metrics/${key}`);
    for (const value of values.slice(record.metrics[key] ?? 0)) metrics.push({key, ...value});
  }
  for (let from = 0; from < metrics.length; from += metricsAtOnce) {
    const batch = metrics.slice(from, from + metricsAtOnce);
    for (const part of await logOrSplit({metrics: batch}, log)) await attempt(() => log(part));
    for (const {key} of batch) record.metrics[key] = (record.metrics[key] ?? 0) + 1;
    await recordArrival();
  }

  for (const dataset of await readDatasets(files, folder)) {
    const name = dataset.name + dataset.digest;
    if (record.datasets.includes(name)) continue;
    await attempt(() => server.logDataset(onServer, dataset));
    record.datasets.push(name);
    await recordArrival();
  }

  for (const path of await listAll(files, `${folder}/artifacts`)) {
    const {size, mtimeMs} = await stat(join(waiting.location, folder, "artifacts", path));
    const version = `${size} ${mtimeMs}`;
    if (record.artifacts[path] === version) continue;
    const content = await waiting.readArtifact(runId, path);
    await attempt(() => server.writeArtifact(onServer, path, content));
    record.artifacts[path] = version;
    await recordArrival();
  }

  return record;
}

/** Ends a run on the server as it has ended here, once all of it has been sent. */
export async function sendEnd(server: MlflowServerStore, run: Run, record: SentRecord): Promise<void> {
  const {status, endTime} = run;
  const {runId: onServer} = record;
  if (status === "RUNNING" || status === "SCHEDULED" || record.status === status || onServer === undefined) return;
  await deleteRepeated(server, run.runId, onServer);
  await refusable(record, () => server.finishRun(onServer, status, endTime ?? undefined));
  record.status = status;
  await record.save();
}

/**
 * Takes the place of a trial in its sweep, and returns the id of the run that has it: another one if another process has
 * sent the trial before. All of the run is on the server by then, so that whoever has the place is whole.
 */
export async function sendClaim(server: MlflowServerStore, run: Run, record: SentRecord): Promise<string | undefined> {
  const place = placeOf(run);
  const {runId} = record;
  if (place === undefined || runId === undefined) return runId;
  let holder: string | undefined;
  await refusable(record, async () => {
    holder = await server.claimParam(place.sweepRunId, place.param, runId);
  });
  return holder;
}

/** What the server will never take is noted, and keeps nothing else from arriving. */
async function refusable(record: SentRecord, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isPermanent(error)) throw error;
    record.refused.push(error.message);
  }
}

async function createOnServer(server: MlflowServerStore, run: Run, record: SentRecord): Promise<string> {
  if (record.runId !== undefined) return record.runId;
  const wasTried = record.isTried;
  record.isTried = true;
  await record.save();
  // Params follow: one that the server does not take is no reason to have no run.
  const created = await server.createRun({...run, params: {}}, {key: run.runId, wasTried});
  record.runId = created.runId;
  record.tags = run.tags;
  await record.save();
  return created.runId;
}

/** A request that was slow and was repeated may have made another run of the same key; nothing was logged to it. */
async function deleteRepeated(server: MlflowServerStore, key: string, kept: string): Promise<void> {
  for (const {runId} of await server.runsOfKey(key)) if (runId !== kept) await server.deleteRun(runId);
}

function changed(now: Record<string, string>, before: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key] !== value));
}

/**
 * Sends a batch; if the server will never take it, its parts by key are returned, to be sent one by one: one bad key
 * keeps no other from arriving.
 */
async function logOrSplit(batch: Batch, log: (batch: Batch) => Promise<void>): Promise<Batch[]> {
  try {
    await log(batch);
    return [];
  } catch (error) {
    if (!isPermanent(error)) throw error;
    const {metrics = [], params = {}, tags = {}} = batch;
    const keys = [...new Set(metrics.map(({key}) => key))];
    return [
      ...keys.map((key) => ({metrics: metrics.filter((metric) => metric.key === key)})),
      ...Object.entries(params).map(([key, value]) => ({params: {[key]: value}})),
      ...Object.entries(tags).map(([key, value]) => ({tags: {[key]: value}}))
    ];
  }
}

function isPermanent(error: unknown): error is UserError {
  return error instanceof UserError && permanent.has(error.code);
}

function mapValues(texts: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, map(value)]));
}
