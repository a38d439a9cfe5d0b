import type {Absent, AbsentMetric} from "../metrics/metricSpread.js";
import {isMetricName} from "../metrics/metrics.js";
import type {Interval} from "../metrics/spread.js";
import type {DataSource} from "./dataSource.js";
import type {LeftOut} from "./leftOut.js";
import type {MetricColumn} from "./metricColumn.js";

/** A metric of a run: of a cross-validation over its folds, else the one value that was logged last. */
export interface RunMetric {
  /** Mean over the folds, or the single value. */
  mean: number;
  /** `folds[k]` is of fold k; empty for a single value, which has no spread. */
  folds: readonly number[];
  /** Of the sample (n − 1); where there are folds. */
  standardDeviation?: number;
  /** Rows tested over rows trained on, where it is not that of equal folds that share all rows: see `correctedInterval`. */
  testToTrain?: number;
}

/** One row of the report's table: a cross-validation with its folds, or a single run. */
export interface RunRow {
  /** MLflow's id; of a cross-validation that of the parent run. */
  runId: string;
  /** MLflow's run name, unique within the report. */
  name: string;
  /** The name of the MLflow experiment. */
  experiment: string;
  /** What colours and groups: the catalogue's model, else the estimator's class, else the run's name. */
  model: string;
  /** The model's name for people. */
  title: string;
  /** Milliseconds since 1970. */
  startTime: number;
  durationMilliseconds?: number;
  /** Index into `Experiment.dataSources`: metrics compare only between runs on the same data. */
  data: number;
  /** Equal for runs whose folds hold the same rows in the same order; undefined where that is not known. */
  foldsKey?: string;
  kind: "cross-validation" | "run";
  /** Run id of the sweep that it is a trial of; `Experiment.sweeps` has them. */
  sweep?: string;
  params: Readonly<Record<string, string>>;
  /** Probability from which on a row is predicted as 1; undefined if the run has none from 0 to 1. */
  threshold?: number;
  /** By the names of `Experiment.metrics`; what was never logged is not in it. */
  metrics: Readonly<Record<string, RunMetric | AbsentMetric>>;
  /**
   * Its AUC less the champion's, pooled over the out-of-fold predictions of both, with the 95 % interval of DeLong's
   * test: of these models on these rows, not of the recipe on new folds. Undefined for the champion, and for runs
   * without predictions of the same rows.
   */
  onTheseRows?: Interval;
  /** Which details there are; pages fetch them as they show them. */
  has: {curves: boolean; outOfFold: boolean; importance: boolean};
  /** First hex digits of the SHA-256 of the detail's file: a part of its address, so that it may be cached. */
  detail: string;
}

/** A run whose children are the trials of a search. */
export interface Sweep {
  runId: string;
  name: string;
  startTime: number;
  /** Trials in the table. */
  shown: number;
  /** Trials that were ended early, as others were better. */
  pruned: number;
  /** Trials that failed or did not come to their end. */
  unfinished: number;
}

/** What the report's pages read of all runs at once: `src/data/experiment.json`, in columns. */
export interface Experiment {
  /** Names of the MLflow experiments. */
  names: string[];
  /** Where the runs come from, such as `recorded`, `mlruns`, or a server's address without credentials. */
  store: string;
  /** The one at hand first, if there are runs on it, else that with most rows; `RunRow.data` counts from 0. */
  dataSources: DataSource[];
  /** The name of the metric that runs are ranked by at first. */
  primaryMetric: string;
  /** All metrics of the runs: known ones in their order, then others by name. */
  metrics: MetricColumn[];
  /** The best run by the primary metric on `dataSources[0]`; null if no run has it. */
  championId: string | null;
  /** The run behind the staged model, if it is among the runs. */
  stagedId: string | null;
  /** Best first by the primary metric, of `dataSources[0]` first; runs without it last. */
  runs: RunRow[];
  /** What the store has besides. */
  leftOut: LeftOut[];
  sweeps: Sweep[];
}

/** A metric by training step, of the rows that the model was trained on or of others. */
export interface CurveSeries {
  fold: number;
  part: "training" | "validation";
  /** Ascending. */
  steps: number[];
  /** As many as steps. */
  values: number[];
}

/** The learning curves of one metric, such as `auc` of `training_auc` and `validation_auc`, over all folds. */
export interface LearningCurve {
  metric: MetricColumn;
  series: CurveSeries[];
}

export interface FoldDetail {
  runId: string;
  fold: number;
  trainRows?: number;
  validationRows?: number;
  durationMilliseconds?: number;
  /** The values that are numbers: why another does not exist is said by the run's. */
  metrics: Readonly<Record<string, number>>;
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

/** `data/runs/<runId>.json`: what is fetched when a run is opened; the rest of it is in its row. */
export interface RunDetail {
  runId: string;
  /** None for a single run. */
  folds: FoldDetail[];
  curves: LearningCurve[];
  /** Highest mean gain first. */
  importance: FeatureImportance[] | Absent;
  outOfFold: OutOfFoldSummary | Absent;
  /** What made it, such as a command line or a script. */
  command?: string;
  /** Git's. */
  commit?: string;
  branch?: string;
  /** Whether files were changed that the commit does not have. */
  isDirty?: boolean;
  user?: string;
  seed?: string;
  /** Of programs, by name. */
  versions: Readonly<Record<string, string>>;
  /** In their order. */
  stages: {name: string; milliseconds: number}[];
  /** The run's own, those of the folds aside; without a size where the store does not say. */
  artifacts: {path: string; bytes?: number}[];
  /** What people wrote or a program noted, without what is shown elsewhere. */
  tags: Readonly<Record<string, string>>;
  /** The run's page in MLflow, where the runs come from a server. */
  mlflowLink?: string;
}

/** The out-of-fold predictions of a run, row by row in the order of its folds key. */
export interface RunScores {
  probabilities: Float32Array;
  /** 0 or 1. */
  labels: Uint8Array;
  /** The fold that a row was held out in. */
  folds: Uint8Array;
}

/** The values of a metric that exists; undefined for one that does not. */
export function measuredMetric({metrics}: Pick<RunRow, "metrics">, name: string): RunMetric | undefined {
  const result = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  return result !== undefined && "folds" in result ? result : undefined;
}

/** Why a metric does not exist, as a sentence without its full stop; empty for one that does. */
export function whyNotMeasured({metrics}: Pick<RunRow, "metrics">, name: string): string {
  const result = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (result === undefined) return "It was not logged";
  return "reason" in result ? result.reason : "";
}

/**
 * Why a run takes no part in a ranking: it does not have the metric, or one of those that `metrics.ts` defines is faulty,
 * as after a training that went astray. Undefined for one that does.
 */
function whyNotRanked({metrics}: Pick<RunRow, "metrics">, name: string): string | undefined {
  const faulty = Object.entries(metrics).flatMap(([known, result]) =>
    isMetricName(known) && "reason" in result && result.faulty ? [result.reason] : []
  );
  if (faulty[0] !== undefined) return faulty[0];
  return measuredMetric({metrics}, name) === undefined ? whyNotMeasured({metrics}, name) : undefined;
}

/** The runs that can be ranked by the metric, best mean first; equal ones in their own order. */
export function rankByMetric<R extends Pick<RunRow, "metrics">>(
  runs: readonly R[],
  {name, direction}: Pick<MetricColumn, "name" | "direction">
): R[] {
  const sign = direction === "lower" ? 1 : -1;
  return runs
    .flatMap((run) => {
      const mean = measuredMetric(run, name)?.mean;
      return mean === undefined || whyNotRanked(run, name) !== undefined ? [] : [{run, mean}];
    })
    .sort((a, b) => sign * (a.mean - b.mean))
    .map(({run}) => run);
}

/** The column of a metric; undefined for a name that no run has. */
export function metricColumnOf({metrics}: Pick<Experiment, "metrics">, name: string): MetricColumn | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** Address of a run's page, from any page of the report. */
export const runPageAddress = ({runId}: Pick<RunRow, "runId">): string => `./run?id=${encodeURIComponent(runId)}`;
