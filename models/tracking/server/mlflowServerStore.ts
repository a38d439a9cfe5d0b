import {UserError} from "../../../src/lib/errors.js";
import {checkKey, unknownRun} from "../faults.js";
import {compareMetrics} from "../metricValues.js";
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
  type RunStore
} from "../runStore.js";
import {userName} from "../userName.js";
import {fields, list, readMetric, readPageToken, readRun, type ServerRun, text} from "./answers.js";
import {listServerArtifacts, readServerArtifact, writeServerArtifact} from "./artifacts.js";
import {serverBatches} from "./batches.js";
import {type Credentials, ServerConnection, type ServerRequest} from "./connection.js";

/** Runs on an MLflow tracking server, over its REST API 2.0. */
export class MlflowServerStore implements RunStore {
  readonly location: string;
  readonly #connection: ServerConnection;
  #experimentId: Promise<string> | undefined;

  constructor(uri: string, credentials: Credentials = {}) {
    this.#connection = new ServerConnection(uri, credentials);
    this.location = this.#connection.address;
  }

  async searchRuns(tags: Record<string, string> = {}): Promise<RunList> {
    const experimentId = await this.#findExperiment();
    const found: RunList = {runs: [], damaged: []};
    if (experimentId === undefined) return found;
    const filter = Object.entries(tags)
      .map(([key, value]) => `tags.\`${checkKey(key)}\` = '${value.replaceAll("'", "''")}'`)
      .join(" AND ");
    let page_token: string | undefined;
    do {
      const order_by = ["attributes.start_time DESC", "attributes.run_id ASC"];
      const body = {experiment_ids: [experimentId], filter, max_results: 1000, order_by, page_token};
      const answer = fields(await this.#api("runs/search", {method: "POST", body, isRead: true}), "runs");
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

  async listArtifacts(runId: string): Promise<string[]> {
    return this.#knownRun(runId, listServerArtifacts(this.#connection, runId));
  }

  async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    return readServerArtifact(this.#connection, await this.#getRun(runId), path);
  }

  async createRun({name, params = {}, tags = {}, startTime = Date.now()}: NewRun): Promise<Run> {
    this.#experimentId ??= this.#openExperiment();
    const user_id = userName();
    const tagList = Object.entries({...tags, [mlflowTags.user]: user_id}).map(([key, value]) => ({key, value}));
    const body = {
      experiment_id: await this.#experimentId,
      user_id,
      run_name: name,
      start_time: startTime,
      tags: tagList
    };
    const {run} = fields(await this.#api("runs/create", {method: "POST", body}), "run");
    const {runId} = readRun(run).run;
    await this.logBatch(runId, {params});
    return this.getRun(runId);
  }

  async logBatch(runId: string, batch: Batch): Promise<void> {
    for (const part of serverBatches(batch)) {
      const body = {run_id: runId, ...part};
      await this.#knownRun(runId, this.#api("runs/log-batch", {method: "POST", body}), (error) =>
        // The server's own sentence about a param that has another value already.
        error.message.includes("Changing param values") ? new UserError("changed-param", error.message) : undefined
      );
    }
  }

  async writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void> {
    await writeServerArtifact(this.#connection, await this.#getRun(runId), path, content);
  }

  async finishRun(runId: string, status: RunStatus, endTime = Date.now()): Promise<void> {
    const body = {run_id: runId, status, end_time: endTime};
    await this.#knownRun(runId, this.#api("runs/update", {method: "POST", body}));
  }

  async #getRun(runId: string): Promise<ServerRun> {
    const answer = await this.#knownRun(runId, this.#api("runs/get", {query: {run_id: runId}}));
    return readRun(fields(answer, "run").run);
  }

  async #findExperiment(): Promise<string | undefined> {
    try {
      const answer = await this.#api("experiments/get-by-name", {query: {experiment_name: experimentName}});
      return text(fields(fields(answer, "experiment").experiment, "experiment"), "experiment_id", "experiment");
    } catch (error) {
      if (error instanceof UserError && error.code === "mlflow-resource-does-not-exist") return undefined;
      throw error;
    }
  }

  async #openExperiment(): Promise<string> {
    const found = await this.#findExperiment();
    if (found !== undefined) return found;
    const tags = Object.entries(experimentTags).map(([key, value]) => ({key, value}));
    const body = {name: experimentName, tags};
    const answer = await this.#api("experiments/create", {method: "POST", body});
    return text(fields(answer, "experiment"), "experiment_id", "experiment");
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

/** One run that cannot be read does not hide the others. */
function addRun({runs, damaged}: RunList, answer: unknown): void {
  try {
    runs.push(readRun(answer).run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    damaged.push(error);
  }
}
