import type {UserError} from "../../src/lib/errors.js";

/** MLflow's words for where a run is in its life. */
export const runStatuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

export type RunStatus = (typeof runStatuses)[number];

/** A value of a metric; times are milliseconds since 1970. */
export interface Metric {
  value: number;
  step: number;
  timestamp: number;
}

/** A run as MLflow sees it; everything of it but its artifacts and the histories of its metrics. */
export interface Run {
  /** 32 hex digits. */
  runId: string;
  name: string;
  status: RunStatus;
  startTime: number;
  endTime: number | null;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** The last value of each: the one with the highest step, then timestamp, then value. */
  metrics: Record<string, number>;
  /** The step of each metric's last value, where it is not 0: only then may there be a history. */
  lastSteps?: Record<string, number>;
}

export interface RunList {
  /** Newest first. */
  runs: Run[];
  /** What could not be read; one bad entry does not hide the others. */
  damaged: UserError[];
}

/** What an experiment says of itself. */
export interface ExperimentDescription {
  tags: Record<string, string>;
  /** Its page in MLflow, where the store is a server; a run's is `runs/<run id>` below it. */
  page?: string;
}

/** Where runs are read from. All methods throw a UserError if the store cannot be reached or read. */
export interface RunReader {
  /** `recorded`, the path of an mlruns directory, or a server's address without credentials. */
  readonly location: string;
  /** The experiment's name. */
  readonly experiment: string;
  /** Undefined if the store has no such experiment. */
  describeExperiment(): Promise<ExperimentDescription | undefined>;
  /** The experiment's runs, deleted ones aside; with `tags`, only those that have all of them. */
  searchRuns(tags?: Record<string, string>): Promise<RunList>;
  /** @throws UserError unknown-run, damaged-run */
  getRun(runId: string): Promise<Run>;
  /** By step; empty for a metric that was never logged. */
  metricHistory(runId: string, key: string): Promise<Metric[]>;
  /** Sorted by path. */
  listArtifacts(runId: string): Promise<ArtifactFile[]>;
  /** @throws UserError unknown-artifact */
  readArtifact(runId: string, path: string): Promise<Uint8Array>;
}

export interface ArtifactFile {
  /** With `/` between folders. */
  path: string;
  /** Undefined where the store does not say. */
  bytes?: number;
}

export interface NewRun {
  name: string;
  params?: Record<string, string>;
  tags?: Record<string, string>;
  startTime?: number;
}

export interface Batch {
  metrics?: ReadonlyArray<Metric & {key: string}>;
  params?: Record<string, string>;
  tags?: Record<string, string>;
}

/** A table that a run was made on, as MLflow lists it among the run's inputs. */
export interface LoggedDataset {
  name: string;
  /** At most 36 characters. */
  digest: string;
  /** JSON, such as `{"uri": "data/raw/train.csv"}`. */
  source: string;
  /** JSON: `{"mlflow_colspec": [{"type": "double", "name": "var_0"}]}`. */
  schema: string;
  /** JSON, such as `{"num_rows": 200000}`. */
  profile: string;
}

/** Where runs are written to. A run is RUNNING from `createRun` to `finishRun`. */
export interface RunWriter {
  createRun(run: NewRun): Promise<Run>;
  /** Params cannot be changed, metrics are added to, tags are replaced. */
  logBatch(runId: string, batch: Batch): Promise<void>;
  /** Adds the table that a run is trained on. */
  logDataset(runId: string, dataset: LoggedDataset): Promise<void>;
  writeArtifact(runId: string, path: string, content: Uint8Array): Promise<void>;
  finishRun(runId: string, status: FinalStatus, endTime?: number): Promise<void>;
}

export type FinalStatus = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

export interface RunStore extends RunReader, RunWriter {
  /**
   * A run that had ended is RUNNING again, by this process.
   * @throws UserError run-going-on if it has not ended, where that is known: a server does not say whose runs are
   */
  reopenRun(runId: string): Promise<void>;
  /** Sets a param if it is not there, and returns what it is then: of several processes the first sets it, all learn it. */
  claimParam(runId: string, key: string, value: string): Promise<string>;
  /** The run and what it has are gone, as far as this store's readers see. Nothing happens if it is gone already. */
  deleteRun(runId: string): Promise<void>;
}

/** The experiment of this project, unless MLFLOW_EXPERIMENT_NAME names another. */
export const defaultExperiment = "santander-transactions";

/** The metric that MLflow sorts an experiment's runs by, and whether higher is better (`True` or `False`). */
export const primaryMetricTags = {
  name: "mlflow.experiment.primaryMetric.name",
  greaterIsBetter: "mlflow.experiment.primaryMetric.greaterIsBetter"
} as const;

/** MLflow sorts its runs by this metric. */
export const experimentTags: Record<string, string> = {[primaryMetricTags.name]: "auc"};

/** Tags that MLflow itself gives a meaning. */
export const mlflowTags = {
  runName: "mlflow.runName",
  parentRunId: "mlflow.parentRunId",
  user: "mlflow.user",
  sourceName: "mlflow.source.name",
  sourceType: "mlflow.source.type",
  gitCommit: "mlflow.source.git.commit",
  gitBranch: "mlflow.source.git.branch",
  datasetContext: "mlflow.data.context",
  loggedModels: "mlflow.log-model.history"
} as const;
