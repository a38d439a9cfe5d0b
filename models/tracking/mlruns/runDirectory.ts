import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {damagedRun} from "../faults.js";
import {lastMetric} from "../metricOrder.js";
import {type Metric, mlflowTags, type Run, runStatuses} from "../runStore.js";
import {readMeta} from "./metaFile.js";

/** The folders without which MLflow says that a run does not exist. */
export const runFolders = ["metrics", "params", "tags", "artifacts"] as const;

/**
 * Reads one run's directory.
 * @throws UserError damaged-run naming the file that is missing, half-written or not MLflow's
 */
export async function readRunDirectory(directory: string): Promise<{run: Run; deleted: boolean}> {
  const file = join(directory, "meta.yaml");
  const meta = await readMeta(file, ["run_id", "status", "start_time", "lifecycle_stage"]);
  const status = runStatuses[Number(meta.status) - 1];
  if (status === undefined) throw damagedRun(file, `“${meta.status}” is not a status`);
  const startTime = Number(meta.start_time);
  const ended = meta.end_time !== undefined && meta.end_time !== "null" && meta.end_time !== "";
  const endTime = ended ? Number(meta.end_time) : null;
  if (meta.start_time === "" || Number.isNaN(startTime) || Number.isNaN(endTime))
    throw damagedRun(file, "a time in it is not a number");

  const [params, tags, metrics] = await Promise.all([
    readTexts(join(directory, "params")),
    readTexts(join(directory, "tags")),
    readLastMetrics(join(directory, "metrics"))
  ]);
  const name = tags[mlflowTags.runName] ?? meta.run_name ?? "";
  const run = {runId: meta.run_id, name, status, startTime, endTime, params, tags, metrics};
  return {run, deleted: meta.lifecycle_stage === "deleted"};
}

/** All values of a metric; empty if there is no such file. Line: time stamp, value and, but for old ones, step. */
export async function readMetricFile(file: string): Promise<Metric[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line, index) => {
    const fields = line.split(" ");
    const [timestamp, value, step = 0] = fields.map(Number);
    // MLflow writes NaN and Infinity by these names; any other text is damage.
    const isDamaged = fields.length < 2 || fields.some((field) => field === "") || [timestamp, step].some(Number.isNaN);
    if (isDamaged || (Number.isNaN(value) && fields[1].toLowerCase() !== "nan"))
      throw damagedRun(file, `line ${index + 1} is not “time value step”`);
    return {timestamp, value, step};
  });
}

/** What a file is called until it is whole. */
export const partSuffix = ".part";

/** Paths of all whole files below a directory, with `/` between folders, sorted. */
export async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(partSuffix))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll("\\", "/")
    )
    .sort();
}

async function readTexts(directory: string): Promise<Record<string, string>> {
  const names = await listOrDamaged(directory);
  const entries = names.map(async (name) => [name, await readFile(join(directory, name), "utf8")] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function readLastMetrics(directory: string): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {};
  for (const name of await listOrDamaged(directory)) {
    const last = lastMetric(await readMetricFile(join(directory, name)));
    if (last !== undefined) metrics[name] = last.value;
  }
  return metrics;
}

async function listOrDamaged(directory: string): Promise<string[]> {
  try {
    return await listFiles(directory);
  } catch {
    throw damagedRun(directory, "the folder is missing");
  }
}
