import {damagedRun} from "../faults.js";
import {lastMetric} from "../metricValues.js";
import {type Metric, mlflowTags, type Run, runStatuses} from "../runStore.js";
import {readMeta} from "./metaFile.js";
import {readMetricFile} from "./metricFile.js";
import {listAll, readText, type StoreFiles} from "./storeFiles.js";

/** The folders without which MLflow says that a run does not exist. */
export const runFolders = ["metrics", "params", "tags", "artifacts"] as const;

export const isRunId = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);

/**
 * Reads the run in a folder; undefined if it was deleted or lacks one of the tags. A folder that is missing is an
 * empty one, as it is to MLflow when it lists runs.
 * @throws UserError damaged-run naming the file that is missing, half-written or not MLflow's
 */
export async function readRunFiles(
  files: StoreFiles,
  folder: string,
  wanted: Readonly<Record<string, string>> = {}
): Promise<Run | undefined> {
  // First the tags that are asked for: most folders of a store are other runs.
  for (const [key, value] of Object.entries(wanted))
    if ((await readText(files, `${folder}/tags/${key}`)) !== value) return undefined;
  const path = `${folder}/meta.yaml`;
  const file = files.nameOf(path);
  const meta = await readMeta(files, path, ["run_id", "status", "start_time", "lifecycle_stage"]);
  if (meta.lifecycle_stage === "deleted") return undefined;
  const runId = meta.run_id ?? "";
  if (runId !== folder.split("/").at(-1)) throw damagedRun(file, `it is of another run, ${runId}`);
  const status = runStatuses[Number(meta.status) - 1];
  if (status === undefined) throw damagedRun(file, `“${meta.status}” is not a status`);
  const startTime = readTime(meta.start_time ?? "", file);
  const endTime = meta.end_time ? readTime(meta.end_time, file) : null;
  const params = await readTexts(files, `${folder}/params`);
  const tags = await readTexts(files, `${folder}/tags`);
  const last = await readLastMetrics(files, `${folder}/metrics`);
  const metrics = Object.fromEntries(last.map(([key, {value}]) => [key, value]));
  const lastSteps = Object.fromEntries(last.flatMap(([key, {step}]) => (step === 0 ? [] : [[key, step]])));
  const name = tags[mlflowTags.runName] ?? meta.run_name ?? "";
  return {runId, name, status, startTime, endTime, params, tags, metrics, lastSteps};
}

function readTime(text: string, file: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw damagedRun(file, `“${text}” is not a time in milliseconds`);
}

/** The texts of a folder's files, by name. */
export async function readTexts(files: StoreFiles, folder: string): Promise<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const name of await listAll(files, folder)) {
    const text = await readText(files, `${folder}/${name}`);
    if (text !== undefined) texts.push([name, text]);
  }
  return Object.fromEntries(texts);
}

async function readLastMetrics(files: StoreFiles, folder: string): Promise<[key: string, last: Metric][]> {
  const metrics: [string, Metric][] = [];
  for (const name of await listAll(files, folder)) {
    const last = lastMetric(await readMetricFile(files, `${folder}/${name}`));
    if (last !== undefined) metrics.push([name, last]);
  }
  return metrics;
}
