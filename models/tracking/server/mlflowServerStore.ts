import {randomUUID} from "node:crypto";
import {UserError} from "../../../src/lib/errors.js";
import {Backoff, RetryableError, type RetryPolicy} from "../../../src/lib/retry.js";
import {checkKey, unknownRun} from "../faults.js";
import {compareMetrics} from "../metricValues.js";
import type {ModelRegistry} from "../modelRegistry.js";
import {
  type ArtifactFile,
  type Batch,
  defaultExperiment,
  type ExperimentDescription,
  type LoggedDataset,
  type Metric,
  mlflowTags,
  type NewRun,
  type Run,
  type RunList,
  type RunStatus,
  type RunStore
} from "../runStore.js";
import {userName} from "../userName.js";
import {addRun, fields, list, readMetric, readPageToken, readRun, type ServerRun} from "./answers.js";
import {listServerArtifacts, readServerArtifact, writeServerArtifact} from "./artifacts.js";
import {serverBatches} from "./batches.js";
import {type ConnectionOptions, isDoubtful, ServerConnection, type ServerRequest} from "./connection.js";
import {ServerExperiment} from "./serverExperiment.js";
import {ServerRegistry} from "./serverRegistry.js";

export interface ServerStoreOptions extends ConnectionOptions {
  /** The experiment's name. */
  experiment?: string;
}

/** For requests that must not be repeated without looking what became of them. */
const creation: RetryPolicy = {tries: 4, firstDelay: 300, longestDelay: 3000, longestRetryAfter: 0};

/** A run's key, by which a run is found that was created without an answer. */
const keyTag = "run.key";

/** Runs on an MLflow tracking server, over its REST API 2.0. */
export class MlflowServerStore implements RunStore {
  readonly location: string;
  readonly experiment: string;
  readonly registry: ModelRegistry;
  readonly #connection: ServerConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #experiment: ServerExperiment;

  constructor(uri: string, {experiment = defaultExperiment, ...options}: ServerStoreOptions = {}) {
    this.#connection = new ServerConnection(uri, options);
    this.experiment = experiment;
    this.#experiment = new ServerExperiment(this.#connection, experiment);
    this.registry = new ServerRegistry(this.#connection, async (runId) => (await this.#getRun(runId)).artifactUri);
    this.#signal = options.signal;
    this.location = this.#connection.address;
  }

  describeExperiment(): Promise<ExperimentDescription | undefined> {
    return this.#experiment.describe();
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const experimentId = await this.#experiment.find();
    const found: RunList = {runs: [], damaged: []};
    if (experimentId === undefined) return found;
    const filter = Object.entries(tags)
      .map(([key, value]) => `tags.\`${checkKey(key)}\` = '${value.replaceAll("'", "''")}'`)
      .join(" AND ");
    let page_token: string | undefined;
    do {
      const order_by = ["attributes.start_time DESC", "attributes.run_id ASC"];
      const body = {experiment_ids: [experimentId], filter, max_results: 1000, order_by, page_token};
      const answer = fields(await this.#api("runs/search", {method: "POST", body, isRepeatable: true}), "runs");
      for (const run of list(answer.runs, "runs")) addRun(found, run);
      page_token = readPageToken(answer);
    } while (page_token !== undefined);
    return found;
  }

  async getRun(runId: string): Promise<Run> {
    return (await this.#getRun(runId)).run;
  }

  async metricHistory(runId: string, key: string): Promise<Metric[]> {
    const history: Metric[] = [];
    let page: Record<string, string> = {};
    for (;;) {
      const query = {run_id: runId, metric_key: checkKey(key), max_results: "10000", ...page};
      const answer = fields(await this.#knownRun(runId, this.#api("metrics/get-history", {query})), "metrics");
      history.push(...list(answer.metrics, "metrics").map(readMetric));
      const page_token = readPageToken(answer);
      if (page_token === undefined) return history.sort(compareMetrics);
      page = {page_token};
    }
  }

  async listArtifacts(runId: string): Promise<ArtifactFile[]> {
    return this.#knownRun(runId, listServerArtifacts(this.#connection, runId));
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    return readServerArtifact(this.#connection, await this.#getRun(runId), path);
  }

  /**
   * @param key unique to the run. Where a request to create it was not answered, the run of this key is looked for, so
   * that it is not created twice; `wasTried` says that an earlier process may have done so
   */
  async createRun(
    {name, params = {}, tags = {}, startTime = Date.now()}: NewRun,
    {key = randomUUID(), wasTried = false}: {key?: string; wasTried?: boolean} = {}
  ): Promise<Run> {
    const experiment_id = await this.openExperiment();
    const user_id = userName();
    const allTags = {...tags, [mlflowTags.user]: user_id, [keyTag]: key};
    const tagList = Object.entries(allTags).map(([key, value]) => ({key, value}));
    const body = {experiment_id, user_id, run_name: name, start_time: startTime, tags: tagList};
    const runId = await this.#createOnce(body, key, wasTried);
    await this.logBatch(runId, {params});
    return this.getRun(runId);
  }

  async #createOnce(body: object, key: string, wasTried: boolean): Promise<string> {
    const backoff = new Backoff({policy: creation, signal: this.#signal});
    for (let tried = wasTried; ; tried = true) {
      try {
        const [found] = tried ? await this.runsOfKey(key) : [];
        if (found !== undefined) return found.runId;
        const {run} = fields(await this.#api("runs/create", {method: "POST", body}), "run");
        return readRun(run).run.runId;
      } catch (error) {
        if (!isDoubtful(error) || !(error instanceof UserError)) throw error;
        if (!(await backoff.pause(new RetryableError(error.code, error.message)))) throw error;
      }
    }
  }

  /** The runs of a key, the first to be created first: more than one where a request was slow and was repeated. */
  async runsOfKey(key: string): Promise<Run[]> {
    const {runs} = await this.searchRuns({[keyTag]: key});
    return runs.toSorted((a, b) => a.startTime - b.startTime || (a.runId < b.runId ? -1 : 1));
  }

  async deleteRun(runId: string): Promise<void> {
    await this.#knownRun(runId, this.#post("runs/delete", {run_id: runId}));
  }

  /** MLflow keeps a param in a table whose key is the run and the param: of two requests the first one counts. */
  async claimParam(runId: string, key: string, value: string): Promise<string> {
    try {
      await this.#setParam(runId, this.#post("runs/log-parameter", {run_id: runId, key: checkKey(key), value}));
      return value;
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== "changed-param") throw error;
      const {params} = await this.getRun(runId);
      return params[key] ?? value;
    }
  }

  async logBatch(runId: string, batch: Batch): Promise<void> {
    for (const part of serverBatches(batch)) {
      // What is logged already is not logged again: its key, step, time and value are one row of the server's table.
      await this.#setParam(runId, this.#post("runs/log-batch", {run_id: runId, ...part}));
    }
  }

  #setParam(runId: string, answer: Promise<unknown>): Promise<unknown> {
    return this.#knownRun(runId, answer, (error) =>
      // The server's own sentence about a param that has another value already.
      error.message.includes("Changing param values") ? new UserError("changed-param", error.message) : undefined
    );
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    await writeServerArtifact(this.#connection, await this.#getRun(runId), path, content);
  }

  async finishRun(runId: string, status: RunStatus, endTime = Date.now()): Promise<void> {
    await this.#knownRun(runId, this.#post("runs/update", {run_id: runId, status, end_time: endTime}));
  }

  async reopenRun(runId: string): Promise<void> {
    await this.#knownRun(runId, this.#post("runs/update", {run_id: runId, status: "RUNNING"}));
  }

  async logDataset(runId: string, {name, digest, source, schema, profile}: LoggedDataset): Promise<void> {
    const dataset = {name, digest, source_type: "local", source, schema, profile};
    const tags = [{key: mlflowTags.datasetContext, value: "training"}];
    await this.#knownRun(runId, this.#post("runs/log-inputs", {run_id: runId, datasets: [{dataset, tags}]}));
  }

  async #getRun(runId: string): Promise<ServerRun> {
    const answer = await this.#knownRun(runId, this.#api("runs/get", {query: {run_id: runId}}));
    return readRun(fields(answer, "run").run);
  }

  /** The experiment's id; it is created if there is none. @throws UserError deleted-experiment */
  openExperiment(): Promise<string> {
    return this.#experiment.open();
  }

  /** A request that does the same if it is done twice. */
  #post(path: string, body: object): Promise<unknown> {
    return this.#api(path, {method: "POST", body, isRepeatable: true});
  }

  #api(path: string, request: ServerRequest): Promise<unknown> {
    return this.#connection.json(`api/2.0/mlflow/${path}`, request);
  }

  /** Says “unknown run” as the other stores do, where the server says that the run does not exist. */
  async #knownRun<Answer>(
    runId: string,
    answer: Promise<Answer>,
    explain: (error: UserError) => UserError | undefined = () => undefined
  ): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const isUnknown =
        error.code === "mlflow-resource-does-not-exist" ||
        (error.code === "mlflow-invalid-parameter-value" && !/^[0-9a-f]{32}$/.test(runId));
      throw isUnknown ? unknownRun(runId, this.location) : (explain(error) ?? error);
    }
  }
}
