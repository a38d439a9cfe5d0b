import {randomUUID} from "node:crypto";
import {unknownArtifact, unknownRun} from "../../models/tracking/faults.js";
import type {
  ArtifactFile,
  Batch,
  FinalStatus,
  Metric,
  NewRun,
  Run,
  RunList,
  RunStore
} from "../../models/tracking/runStore.js";

/** Runs that are nowhere but in memory: what else a program does can be measured without them. */
export class MemoryStore implements RunStore {
  readonly location = "memory";
  readonly experiment = "memory";
  readonly #runs = new Map<string, Run>();
  readonly #artifacts = new Map<string, Map<string, Uint8Array>>();

  async createRun({name, params = {}, tags = {}, startTime = Date.now()}: NewRun): Promise<Run> {
    const runId = randomUUID().replaceAll("-", "");
    const run: Run = {runId, name, status: "RUNNING", startTime, endTime: null, params, tags, metrics: {}};
    this.#runs.set(runId, run);
    this.#artifacts.set(runId, new Map());
    return run;
  }

  async logBatch(runId: string, {metrics = [], params, tags}: Batch): Promise<void> {
    const run = await this.getRun(runId);
    Object.assign(run.params, params);
    Object.assign(run.tags, tags);
    for (const {key, value} of metrics) run.metrics[key] = value;
  }

  async logDataset(): Promise<void> {}

  async describeExperiment(): Promise<undefined> {
    return undefined;
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    this.#artifacts.get(runId)?.set(path, content);
  }

  async finishRun(runId: string, status: FinalStatus, endTime = Date.now()): Promise<void> {
    Object.assign(await this.getRun(runId), {status, endTime});
  }

  async reopenRun(runId: string): Promise<void> {
    Object.assign(await this.getRun(runId), {status: "RUNNING", endTime: null});
  }

  async claimParam(runId: string, key: string, value: string): Promise<string> {
    const {params} = await this.getRun(runId);
    params[key] ??= value;
    return params[key];
  }

  async deleteRun(runId: string): Promise<void> {
    this.#runs.delete(runId);
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const wanted = Object.entries(tags);
    const runs = [...this.#runs.values()].filter((run) => wanted.every(([key, value]) => run.tags[key] === value));
    return {runs: runs.reverse(), damaged: []};
  }

  async getRun(runId: string): Promise<Run> {
    const run = this.#runs.get(runId);
    if (run === undefined) throw unknownRun(runId, this.location);
    return run;
  }

  async metricHistory(): Promise<Metric[]> {
    return [];
  }

  async listArtifacts(runId: string): Promise<ArtifactFile[]> {
    return Array.from(this.#artifacts.get(runId) ?? [], ([path, content]) => ({path, bytes: content.length}));
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    const content = this.#artifacts.get(runId)?.get(path);
    if (content === undefined) throw unknownArtifact(runId, path, this.location);
    return content;
  }
}
