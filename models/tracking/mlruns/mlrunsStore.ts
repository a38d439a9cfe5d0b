import {randomUUID} from "node:crypto";
import {appendFile, mkdir, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {UserError} from "../../../src/lib/errors.js";
import {checkArtifactPath, checkKey, unknownArtifact, unknownRun} from "../faults.js";
import {compareMetrics} from "../metricOrder.js";
import {
  type Batch,
  experimentName,
  experimentTags,
  type Metric,
  mlflowTags,
  type NewRun,
  type Run,
  type RunList,
  type RunStatus,
  type RunStore,
  runStatuses
} from "../runStore.js";
import {userName} from "../userName.js";
import {createExperiment, type ExperimentDirectory, findExperiment} from "./experimentDirectory.js";
import {formatMeta, quoted} from "./metaFile.js";
import {listFiles, partSuffix, readMetricFile, readRunDirectory, runFolders} from "./runDirectory.js";

/** Runs in an `mlruns` directory, in the layout of MLflow's FileStore, which MLflow's own tools read. */
export class MlrunsStore implements RunStore {
  readonly location: string;
  #experiment: Promise<ExperimentDirectory> | undefined;

  constructor(directory = "mlruns") {
    this.location = directory;
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const experiment = await findExperiment(this.location, experimentName);
    const list: RunList = {runs: [], damaged: []};
    if (experiment === undefined) return list;
    for (const entry of await readdir(experiment.path, {withFileTypes: true})) {
      if (!entry.isDirectory() || !isRunId(entry.name)) continue;
      try {
        const {run, deleted} = await readRunDirectory(join(experiment.path, entry.name));
        if (!deleted && Object.entries(tags).every(([key, value]) => run.tags[key] === value)) list.runs.push(run);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        list.damaged.push(error);
      }
    }
    list.runs.sort((a, b) => b.startTime - a.startTime || (a.runId < b.runId ? -1 : 1));
    return list;
  }

  async getRun(runId: string): Promise<Run> {
    return (await readRunDirectory(await this.#runDirectory(runId))).run;
  }

  async metricHistory(runId: string, key: string): Promise<Metric[]> {
    const file = join(await this.#runDirectory(runId), "metrics", checkKey(key));
    return (await orUndefined(readMetricFile(file)))?.sort(compareMetrics) ?? [];
  }

  async listArtifacts(runId: string): Promise<string[]> {
    return (await orUndefined(listFiles(join(await this.#runDirectory(runId), "artifacts")))) ?? [];
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    const file = join(await this.#runDirectory(runId), "artifacts", checkArtifactPath(path));
    const content = await orUndefined(readFile(file));
    if (content === undefined) throw unknownArtifact(runId, path, this.location);
    return content;
  }

  async createRun({name, params = {}, tags = {}, startTime = Date.now()}: NewRun): Promise<Run> {
    this.#experiment ??= this.#openExperiment();
    const experiment = await this.#experiment;
    const run: Run = {
      runId: randomUUID().replaceAll("-", ""),
      name,
      status: "RUNNING",
      startTime,
      endTime: null,
      params,
      tags: {...tags, [mlflowTags.runName]: name, [mlflowTags.user]: userName()},
      metrics: {}
    };
    // MLflow shows whatever directory it finds; so a run appears among the others when it is whole.
    const hidden = join(this.location, ".trash", `creating-${run.runId}`);
    try {
      for (const folder of runFolders) await mkdir(join(hidden, folder), {recursive: true});
      await logTexts(hidden, run);
      await writeMeta(hidden, run, experiment);
      await rename(hidden, join(experiment.path, run.runId));
    } finally {
      await rm(hidden, {recursive: true, force: true});
    }
    return run;
  }

  async logBatch(runId: string, {metrics = [], params = {}, tags = {}}: Batch): Promise<void> {
    const directory = await this.#runDirectory(runId);
    await logTexts(directory, {params, tags});
    const lines = new Map<string, string>();
    for (const {key, timestamp, value, step} of metrics)
      lines.set(checkKey(key), `${lines.get(key) ?? ""}${timestamp} ${value} ${step}\n`);
    for (const [key, text] of lines) {
      const file = join(directory, "metrics", key);
      await mkdir(dirname(file), {recursive: true});
      await appendFile(file, text);
    }
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    const file = join(await this.#runDirectory(runId), "artifacts", checkArtifactPath(path));
    await writeWhole(file, content);
  }

  async finishRun(runId: string, status: RunStatus, endTime = Date.now()): Promise<void> {
    const directory = await this.#runDirectory(runId);
    const {run} = await readRunDirectory(directory);
    const experimentId = dirname(directory).split(/[/\\]/).at(-1) ?? "";
    await writeMeta(directory, {...run, status, endTime}, {experimentId, path: dirname(directory)});
  }

  async #openExperiment(): Promise<ExperimentDirectory> {
    return (
      (await findExperiment(this.location, experimentName)) ??
      (await createExperiment(this.location, experimentName, experimentTags))
    );
  }

  async #runDirectory(runId: string): Promise<string> {
    const experiment = await findExperiment(this.location, experimentName);
    if (experiment === undefined || !isRunId(runId)) throw unknownRun(runId, this.location);
    const directory = join(experiment.path, runId);
    if ((await orUndefined(readdir(directory))) === undefined) throw unknownRun(runId, this.location);
    return directory;
  }
}

const isRunId = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);

/** Params are written once; tags may change. The file's whole content is the value, without a final newline. */
async function logTexts(
  directory: string,
  {params, tags}: {params: Record<string, string>; tags: Record<string, string>}
) {
  for (const [key, value] of Object.entries(params)) {
    const file = join(directory, "params", checkKey(key));
    const before = await orUndefined(readFile(file, "utf8"));
    if (before === value) continue;
    if (before !== undefined)
      throw new UserError("changed-param", `Param ${key} is ${before} and cannot become ${value}.`, {value});
    await writeWhole(file, value);
  }
  for (const [key, value] of Object.entries(tags)) await writeWhole(join(directory, "tags", checkKey(key)), value);
}

async function writeMeta(directory: string, run: Run, experiment: ExperimentDirectory): Promise<void> {
  const artifacts = join(resolve(experiment.path), run.runId, "artifacts");
  const meta = {
    artifact_uri: quoted(pathToFileURL(artifacts).href),
    end_time: run.endTime,
    entry_point_name: quoted(""),
    experiment_id: quoted(experiment.experimentId),
    lifecycle_stage: quoted("active"),
    run_id: quoted(run.runId),
    run_name: quoted(run.name),
    run_uuid: quoted(run.runId), // MLflow 2 needs it, MLflow 3 does not look at it
    source_name: quoted(""),
    source_type: 4,
    source_version: quoted(""),
    start_time: run.startTime,
    status: runStatuses.indexOf(run.status) + 1,
    tags: "[]" as const,
    user_id: quoted(userName())
  };
  await writeWhole(join(directory, "meta.yaml"), formatMeta(meta));
}

/** Writes beside, then renames: whoever reads meanwhile sees the old file or the new one. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  const beside = `${file}.${randomUUID().slice(0, 8)}${partSuffix}`;
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } finally {
    await rm(beside, {force: true});
  }
}

/** The result, or undefined if there is no such file or folder. */
async function orUndefined<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}
