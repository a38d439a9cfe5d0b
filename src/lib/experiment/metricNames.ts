/** The final metrics that every fold run logs, in the order in which tables show them. */
export const metricNames = [
  "auc",
  "logloss",
  "accuracy",
  "precision",
  "recall",
  "f1",
  "average_precision",
  "brier"
] as const;

export type MetricName = (typeof metricNames)[number];

/** Metrics for which less is better. */
export const lowerIsBetter: ReadonlySet<MetricName> = new Set(["logloss", "brier"]);

/** Something for each metric. */
export function byMetric<T>(value: (name: MetricName) => T): Record<MetricName, T> {
  return {
    auc: value("auc"),
    logloss: value("logloss"),
    accuracy: value("accuracy"),
    precision: value("precision"),
    recall: value("recall"),
    f1: value("f1"),
    average_precision: value("average_precision"),
    brier: value("brier")
  };
}
