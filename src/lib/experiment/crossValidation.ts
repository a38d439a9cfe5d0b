import type {Absent, MetricResult} from "../metrics/metricSpread.js";
import type {MetricRecord} from "../metrics/metrics.js";
import type {DataSource} from "./dataSource.js";
import type {LeftOut} from "./leftOut.js";

/** One cross-validation, as the report's tables show it. */
export interface CrossValidation {
  /** MLflow's id of the parent run. */
  runId: string;
  /** MLflow's run name, unique within the report. */
  name: string;
  /** The catalogue's name of the model, such as `lightgbm-tuned`. */
  model: string;
  title: string;
  /** Milliseconds since 1970. */
  startTime: number;
  durationMilliseconds: number;
  params: Record<string, string>;
  /** Probability from which on a row is predicted as 1; undefined if the run has none from 0 to 1. */
  threshold?: number;
  metrics: MetricRecord<MetricResult>;
}

/** `src/data/runs.json`: what the index and experiments pages read. */
export interface ExperimentSummary {
  experiment: string;
  /** Where the runs come from, such as `recorded`, `mlruns`, or a server's address without credentials. */
  store: string;
  dataSource: DataSource;
  /** Run id of the best mean validation AUC; null if no run has one. */
  championId: string | null;
  /** Run id behind the staged model, if it is among the runs. */
  stagedId: string | null;
  /** Best mean validation AUC first; those that take no part in the ranking last. */
  runs: CrossValidation[];
  /** What the store has besides. */
  leftOut: LeftOut[];
}

/** A metric's values by iteration; `iterations[i]` is the number of trees at `values[i]`. */
export interface LearningCurve {
  iterations: number[];
  training: number[];
  validation: number[];
}

export interface FoldDetail {
  runId: string;
  fold: number;
  trainRows: number;
  validationRows: number;
  durationMilliseconds: number;
  /** As far as they exist: why one does not is said by the cross-validation's. */
  metrics: MetricRecord<number>;
  /** By metric of the booster: `auc` and `logloss`. */
  curves: Record<"auc" | "logloss", LearningCurve>;
}

/** A feature's importance in each fold's model: `gain[k]` and `split[k]` belong to fold k. */
export interface FeatureImportance {
  feature: string;
  gain: number[];
  split: number[];
}

/** What the out-of-fold predictions of a cross-validation look like. */
export interface OutOfFoldSummary {
  positives: number;
  negatives: number;
  /** Rows by probability and class; `edges` has one entry more than the counts. */
  histogram: {edges: number[]; positives: number[]; negatives: number[]};
  /** Receiver operating characteristic, at most 200 points, from (0, 0) to (1, 1); not of one class. */
  roc?: {falsePositiveRate: number[]; truePositiveRate: number[]};
  /** Reliability in ten bins of equal size. */
  calibration: {meanProbability: number[]; positiveRate: number[]; rows: number[]};
}

/** `src/data/runs/<runId>.json`: what a run's page reads. */
export interface RunDetail extends CrossValidation {
  folds: FoldDetail[];
  /** Highest mean gain first. */
  importance: FeatureImportance[] | Absent;
  outOfFold: OutOfFoldSummary | Absent;
}
