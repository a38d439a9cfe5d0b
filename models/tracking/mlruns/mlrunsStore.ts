import {appendFile, mkdir, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {
  exists,
  partialPath,
  readTextIfPresent,
  removeAllLeftovers,
  renameIfPresent,
  withFileName,
  writeFileWhole
} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {checkArtifactPath, checkKey, deletedExperiment} from "../faults.js";
import type {ModelRegistry} from "../modelRegistry.js";
import {
  type Batch,
  defaultExperiment,
  experimentTags,
  type LoggedDataset,
  mlflowTags,
  type NewRun,
  type Run,
  type RunStatus,
  type RunStore,
  runStatuses
} from "../runStore.js";
import {claimFile} from "./claimFile.js";
import {writeDataset} from "./datasetFiles.js";
import {createExperiment, isDeletedExperiment} from "./experimentFiles.js";
import {type Identity, localIdentity} from "./identity.js";
import {formatMeta} from "./metaFile.js";
import {formatMetricLine} from "./metricFile.js";
import {MlrunsReader} from "./mlrunsReader.js";
import {isAbandoned, isAlive, lastWritten, ownerFile, ownerText, removeOwner} from "./owner.js";
import {RegistryFiles} from "./registryFiles.js";
import {isRunId, runFolders} from "./runFiles.js";
import {diskFiles} from "./storeFiles.js";

/** Runs in an `mlruns` directory, in the layout of MLflow's FileStore, which MLflow's own tools read. */
export class MlrunsStore extends MlrunsReader implements RunStore {
  readonly registry: ModelRegistry;
  readonly #identity: Identity;
  #experimentId: Promise<string> | undefined;

  constructor(directory = "mlruns", identity: Identity = localIdentity(directory), experiment = defaultExperiment) {
    super(directory, diskFiles(directory), experiment);
    this.#identity = identity;
    const artifactUri = async (runId: string) => `${identity.root}/${await this.findRun(runId)}/artifacts`;
    this.registry = new RegistryFiles(directory, this.files, artifactUri);
  }

  async createRun(newRun: NewRun): Promise<Run> {
    const {name, params = {}, startTime = Date.now()} = newRun;
    this.#experimentId ??= this.#openExperiment(startTime);
    const experimentId = await this.#experimentId;
    const {user} = this.#identity;
    const run: Run = {
      runId: this.#identity.runId(newRun),
      name,
      status: "RUNNING",
      startTime,
      endTime: null,
      params,
      tags: {...newRun.tags, [mlflowTags.runName]: name, ...(user === undefined ? {} : {[mlflowTags.user]: user})},
      metrics: {}
    };
    const directory = join(this.location, experimentId, run.runId);
    if (await exists(directory))
      throw new UserError("duplicate-run", `There is a run “${name}” with the same params and tags already.`);
    // MLflow shows whatever directory it finds; so a run appears among the others when it is whole.
    const hidden = partialPath(join(this.location, ".trash", `creating-${run.runId}`));
    try {
      for (const folder of runFolders) await mkdir(join(hidden, folder), {recursive: true});
      for (const [key, value] of Object.entries(params)) await writeNew(join(hidden, "params", checkKey(key)), value);
      for (const [key, value] of Object.entries(run.tags)) await writeNew(join(hidden, "tags", checkKey(key)), value);
      await writeNew(join(hidden, ownerFile), await ownerText());
      await writeNew(join(hidden, "meta.yaml"), this.#formatRun(run, experimentId));
      await rename(hidden, directory);
    } finally {
      await rm(hidden, {recursive: true, force: true});
    }
    return run;
  }

  async logBatch(runId: string, {metrics = [], params = {}, tags = {}}: Batch): Promise<void> {
    const directory = await this.#runDirectory(runId);
    for (const [key, value] of Object.entries(params)) await writeParam(directory, key, value);
    // The file's whole content is the value, without a final newline.
    for (const [key, value] of Object.entries(tags))
      await writeFileWhole(join(directory, "tags", checkKey(key)), value);
    const lines = new Map<string, string>();
    for (const {key, ...metric} of metrics) lines.set(checkKey(key), (lines.get(key) ?? "") + formatMetricLine(metric));
    for (const [key, text] of lines) {
      const file = join(directory, "metrics", key);
      await mkdir(dirname(file), {recursive: true});
      await withFileName(file, appendFile(file, text));
    }
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    await writeFileWhole(join(await this.#runDirectory(runId), "artifacts", checkArtifactPath(path)), content);
  }

  async finishRun(runId: string, status: RunStatus, endTime = Date.now()): Promise<void> {
    await this.#writeStatus(runId, status, endTime);
    await removeOwner(await this.#runDirectory(runId));
  }

  async reopenRun(runId: string): Promise<void> {
    const owner = join(await this.#runDirectory(runId), ownerFile);
    const before = await readTextIfPresent(owner);
    if (before !== undefined && (await isAlive(before)))
      throw new UserError("run-going-on", `Run ${runId} is going on in another process.`, {value: runId});
    await writeFileWhole(owner, await ownerText());
    await this.#writeStatus(runId, "RUNNING", null);
  }

  async claimParam(runId: string, key: string, value: string): Promise<string> {
    const file = join(await this.#runDirectory(runId), "params", checkKey(key));
    return claimFile(file, value);
  }

  async deleteRun(runId: string): Promise<void> {
    const experimentId = await this.findExperimentId();
    if (experimentId === undefined || !isRunId(runId)) return;
    const hidden = partialPath(join(this.location, ".trash", `deleting-${runId}`));
    await mkdir(dirname(hidden), {recursive: true});
    await renameIfPresent(join(this.location, experimentId, runId), hidden);
    await rm(hidden, {recursive: true, force: true});
  }

  async #writeStatus(runId: string, status: RunStatus, endTime: number | null): Promise<void> {
    const run = await this.getRun(runId);
    const text = this.#formatRun({...run, status, endTime}, (await this.findExperimentId()) ?? "");
    await writeFileWhole(join(await this.#runDirectory(runId), "meta.yaml"), text);
  }

  async logDataset(runId: string, dataset: LoggedDataset): Promise<void> {
    const experimentId = (await this.findExperimentId()) ?? "";
    await writeDataset(join(this.location, experimentId), runId, dataset);
  }

  /**
   * Marks runs KILLED whose process has gone without ending them, and removes what it left half-written; returns the ids
   * of those runs.
   */
  async endAbandonedRuns(): Promise<string[]> {
    await removeAllLeftovers(join(this.location, ".trash"));
    const experimentId = await this.findExperimentId();
    if (experimentId === undefined) return [];
    const ended: string[] = [];
    for (const {name: runId, isFolder} of (await this.files.list(experimentId)) ?? []) {
      const folder = join(this.location, experimentId, runId);
      if (!isFolder || !isRunId(runId) || !(await isAbandoned(folder))) continue;
      await removeAllLeftovers(folder);
      const run = await this.getRun(runId);
      if (run.status === "RUNNING") {
        await this.finishRun(runId, "KILLED", await lastWritten(folder));
        ended.push(runId);
      } else await removeOwner(folder);
    }
    return ended;
  }

  async #openExperiment(creationTime: number): Promise<string> {
    const found = await this.findExperimentId();
    if (found !== undefined) return found;
    if (await isDeletedExperiment(this.files, this.experiment)) throw deletedExperiment(this.experiment, this.location);
    const experimentId = this.#identity.experimentId(this.experiment);
    const artifactLocation = `${this.#identity.root}/${experimentId}`;
    const isNew = await createExperiment(this.location, {
      experimentId,
      name: this.experiment,
      tags: experimentTags,
      artifactLocation,
      creationTime
    });
    // Another process may have been quicker; or the id belongs to an experiment that was renamed.
    if (isNew || (await this.findExperimentId()) === experimentId) return experimentId;
    throw new UserError(
      "experiment-exists",
      `The folder ${join(this.location, experimentId)} is of another experiment than “${this.experiment}”.`
    );
  }

  async #runDirectory(runId: string): Promise<string> {
    return join(this.location, await this.findRun(runId));
  }

  #formatRun(run: Run, experimentId: string): string {
    const {user = "", root} = this.#identity;
    return formatMeta({
      artifact_uri: `${root}/${experimentId}/${run.runId}/artifacts`,
      end_time: run.endTime,
      entry_point_name: "",
      experiment_id: experimentId,
      lifecycle_stage: "active",
      run_id: run.runId,
      run_name: run.name,
      run_uuid: run.runId, // MLflow 2 needs it, MLflow 3 does not read it
      source_name: "",
      source_type: 4,
      source_version: "",
      start_time: run.startTime,
      status: runStatuses.indexOf(run.status) + 1,
      tags: [],
      user_id: user
    });
  }
}

/** A param is written once. */
async function writeParam(directory: string, key: string, value: string): Promise<void> {
  const file = join(directory, "params", checkKey(key));
  const before = await readTextIfPresent(file);
  if (before === value) return;
  if (before !== undefined)
    throw new UserError("changed-param", `Param ${key} is ${before} and cannot become ${value}.`, {value});
  await writeFileWhole(file, value);
}

/** For a folder that nobody reads yet. */
async function writeNew(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await withFileName(file, writeFile(file, content));
}
