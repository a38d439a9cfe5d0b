import {createHash} from "node:crypto";
import {UserError} from "../../../src/lib/errors.js";
import {checkArtifactPath, checkKey, unknownArtifact, unknownRun} from "../faults.js";
import {compareMetrics, lastMetric} from "../metricOrder.js";
import {
  type Batch,
  type Metric,
  mlflowTags,
  type NewRun,
  type Run,
  type RunList,
  type RunStatus,
  type RunStore
} from "../runStore.js";

/** A run with everything that belongs to it. */
export interface WholeRun extends Omit<Run, "metrics"> {
  histories: Map<string, Metric[]>;
  artifacts: Map<string, Uint8Array>;
}

/**
 * Runs in memory: what a recording is made in and read into. A run's id is made of its name, params and tags, so the
 * same training recorded again has the same id; two runs that agree in all of them are refused.
 */
export class MemoryRunStore implements RunStore {
  readonly location: string;
  readonly #runs: Map<string, WholeRun>;

  constructor(location = "memory", runs: Iterable<WholeRun> = []) {
    this.location = location;
    this.#runs = new Map(Array.from(runs, (run) => [run.runId, run]));
  }

  /** In the order in which they were created. */
  wholeRuns(): WholeRun[] {
    return [...this.#runs.values()];
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const runs = this.wholeRuns()
      .filter((run) => Object.entries(tags).every(([key, value]) => run.tags[key] === value))
      .map(summarize)
      .sort((a, b) => b.startTime - a.startTime || (a.runId < b.runId ? -1 : 1));
    return {runs, damaged: []};
  }

  async getRun(runId: string): Promise<Run> {
    return summarize(this.#find(runId));
  }

  async metricHistory(runId: string, key: string): Promise<Metric[]> {
    return this.#find(runId).histories.get(checkKey(key))?.toSorted(compareMetrics) ?? [];
  }

  async listArtifacts(runId: string): Promise<string[]> {
    return [...this.#find(runId).artifacts.keys()].sort();
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    const content = this.#find(runId).artifacts.get(checkArtifactPath(path));
    if (content === undefined) throw unknownArtifact(runId, path, this.location);
    return content;
  }

  async createRun({name, params = {}, tags = {}, startTime = Date.now()}: NewRun): Promise<Run> {
    const runId = runIdOf(name, params, tags);
    if (this.#runs.has(runId)) throw new UserError("duplicate-run", `There is a run “${name}” like this already.`);
    const run: WholeRun = {
      runId,
      name,
      status: "RUNNING",
      startTime,
      endTime: null,
      params: {...params},
      tags: {...tags, [mlflowTags.runName]: name},
      histories: new Map(),
      artifacts: new Map()
    };
    this.#runs.set(runId, run);
    return summarize(run);
  }

  async logBatch(runId: string, {metrics = [], params = {}, tags = {}}: Batch): Promise<void> {
    const run = this.#find(runId);
    for (const [key, value] of Object.entries(params)) {
      const before = run.params[checkKey(key)];
      if (before !== undefined && before !== value)
        throw new UserError("changed-param", `Param ${key} is ${before} and cannot become ${value}.`, {value});
      run.params[key] = value;
    }
    for (const [key, value] of Object.entries(tags)) run.tags[checkKey(key)] = value;
    for (const {key, ...metric} of metrics) {
      const history = run.histories.get(checkKey(key)) ?? [];
      history.push(metric);
      run.histories.set(key, history);
    }
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    this.#find(runId).artifacts.set(checkArtifactPath(path), content.slice());
  }

  async finishRun(runId: string, status: RunStatus, endTime = Date.now()): Promise<void> {
    const run = this.#find(runId);
    run.status = status;
    run.endTime = endTime;
  }

  #find(runId: string): WholeRun {
    const run = this.#runs.get(runId);
    if (run === undefined) throw unknownRun(runId, this.location);
    return run;
  }
}

function summarize({histories, artifacts: _, ...run}: WholeRun): Run {
  const metrics: Record<string, number> = {};
  for (const [key, history] of histories) {
    const last = lastMetric(history);
    if (last !== undefined) metrics[key] = last.value;
  }
  return {...run, params: {...run.params}, tags: {...run.tags}, metrics};
}

function runIdOf(name: string, params: Record<string, string>, tags: Record<string, string>): string {
  const sorted = (texts: Record<string, string>) => Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([name, sorted(params), sorted(tags)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
