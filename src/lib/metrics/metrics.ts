import {accuracy, type Confusion, confusionAt, f1, precision, recall} from "./confusion.js";
import {brier, logloss} from "./probabilityLosses.js";
import {auc, averagePrecision, type ThresholdCurve, thresholdCurve} from "./thresholdCurve.js";

/** What metrics are made of. What several of them need is made once. */
export class Predictions {
  #curve: ThresholdCurve | undefined;
  #confusion: Confusion | undefined;

  /**
   * @param labels 0 or 1 by row
   * @param probabilities by row; none may be NaN
   * @param threshold probability from which on a row is predicted as 1
   */
  constructor(
    readonly labels: ArrayLike<number>,
    readonly probabilities: ArrayLike<number>,
    readonly threshold: number
  ) {}

  get curve(): ThresholdCurve {
    this.#curve ??= thresholdCurve(this.labels, this.probabilities);
    return this.#curve;
  }

  get confusion(): Confusion {
    this.#confusion ??= confusionAt(this.labels, this.probabilities, this.threshold);
    return this.#confusion;
  }
}

export interface MetricDefinition {
  /** As MLflow, manifests and addresses have it. */
  name: string;
  title: string;
  /** For the heads of columns. */
  shortTitle: string;
  /** Which values are better. */
  direction: "higher" | "lower";
  /** Decimals that are shown. */
  digits: number;
  /** What it can be; a value beyond was not measured by this definition. */
  range: readonly [minimum: number, maximum: number];
  /** Undefined where the metric does not exist, as the AUC of one class. */
  measure: (predictions: Predictions) => number | undefined;
}

const share = {direction: "higher", digits: 4, range: [0, 1]} as const;

/**
 * All metrics of a fold, in the order in which tables show them. This is their one definition: training logs, the
 * report, the manifest and the command line show what is listed here. Runs and models without one stay readable.
 */
export const metrics = [
  {...share, name: "auc", title: "AUC", shortTitle: "AUC", measure: ({curve}) => auc(curve)},
  {
    name: "logloss",
    title: "Log loss",
    shortTitle: "Log loss",
    direction: "lower",
    digits: 4,
    range: [0, Number.MAX_VALUE],
    measure: ({labels, probabilities}) => logloss(labels, probabilities)
  },
  {
    ...share,
    name: "accuracy",
    title: "Accuracy",
    shortTitle: "Accuracy",
    measure: ({confusion}) => accuracy(confusion)
  },
  {
    ...share,
    name: "precision",
    title: "Precision",
    shortTitle: "Precision",
    measure: ({confusion}) => precision(confusion)
  },
  {...share, name: "recall", title: "Recall", shortTitle: "Recall", measure: ({confusion}) => recall(confusion)},
  {...share, name: "f1", title: "F1", shortTitle: "F1", measure: ({confusion}) => f1(confusion)},
  {
    ...share,
    name: "average_precision",
    title: "Average precision",
    shortTitle: "AP",
    measure: ({curve}) => averagePrecision(curve)
  },
  {
    ...share,
    name: "brier",
    title: "Brier score",
    shortTitle: "Brier",
    direction: "lower",
    measure: ({labels, probabilities}) => brier(labels, probabilities)
  }
] as const satisfies readonly MetricDefinition[];

export type MetricName = (typeof metrics)[number]["name"];

/** The metric that runs are ranked by. */
export const primaryMetric = "auc" satisfies MetricName;

const byName = new Map<string, MetricDefinition>(metrics.map((metric) => [metric.name, metric]));

export const isMetricName = (name: string): name is MetricName => byName.has(name);

export function metricDefinition(name: MetricName): MetricDefinition {
  const definition = byName.get(name);
  if (definition === undefined) throw new RangeError(`There is no metric ${name}.`);
  return definition;
}

/** What is known of metrics, by name; what is not known of one is not in it. */
export type MetricRecord<T> = Partial<Record<MetricName, T>>;

/** Something for each metric, by name, but for those for which there is nothing. */
export function byMetric<T>(value: (name: MetricName) => T | undefined): MetricRecord<T> {
  const record: MetricRecord<T> = {};
  for (const {name} of metrics) {
    const entry = value(name);
    if (entry !== undefined) record[name] = entry;
  }
  return record;
}

/** Every metric of these predictions that exists and is finite. */
export function measureAll(predictions: Predictions): MetricRecord<number> {
  return byMetric((name) => {
    const value = metricDefinition(name).measure(predictions);
    return value === undefined || !Number.isFinite(value) ? undefined : value;
  });
}
