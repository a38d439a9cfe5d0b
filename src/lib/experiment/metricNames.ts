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
