import {isMetricName, metricDefinition} from "../metrics/metrics.js";

export type Direction = "higher" | "lower";

/** What a metric is called, which way is better, and how many decimals are shown. */
export interface MetricColumn {
  /** As it was logged. */
  name: string;
  title: string;
  /** For the heads of columns. */
  shortTitle: string;
  direction: Direction;
  digits: number;
}

/**
 * Words in a metric's name and which way is better, the first that matches; without any, higher is better. A word is
 * told by separators, digits and capitals: `valid_0-binary_logloss`, `RMSE`, `testLoss`.
 */
const rules: readonly (readonly [RegExp, Direction])[] = [
  [/\b(std|standard deviation|stdev|variance|rank)\b/, "lower"],
  // Losses negated so that higher is better, as scikit-learn's scorers are.
  [/\bneg(ative)? .*\b(loss|error|log loss|brier|rmse|mse|mae|deviance)\b/, "higher"],
  [/\b(ndcg|map|mrr|auc|auprc|auroc|roc|r2|f1|fbeta|accuracy|precision|recall|specificity|sensitivity)\b/, "higher"],
  [/\b(log|mean log|average log) likelihood\b/, "higher"],
  [
    /\b(log ?loss|loss|binary logloss|multi logloss|cross ?entropy|xentropy|xent|kldiv|kl|nll|deviance|hinge|huber)\b/,
    "lower"
  ],
  [
    /\b(error|err|errors|rmse|mse|mae|mape|smape|rmsle|msle|l1|l2|residual|regret|perplexity|wer|cer|brier|ece|mce)\b/,
    "lower"
  ],
  [
    /\b(false (positive|negative) rate|fpr|fnr|misclassification|impurity|entropy|inertia|aic|bic|drift|psi)\b/,
    "lower"
  ],
  [/\b(time|duration|seconds|milliseconds|latency|memory|megabytes|bytes|size|cost|wait)\b/, "lower"]
];

/** Which way is better, by the metric's name alone. */
export function directionByName(name: string): Direction {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return rules.find(([pattern]) => pattern.test(words))?.[1] ?? "higher";
}

/**
 * The column of a metric: as `metrics.ts` defines it, else by its name.
 * @param values of the runs, by whose size decimals are chosen
 */
export function metricColumn(
  name: string,
  {values = [], direction}: {values?: readonly number[]; direction?: Direction} = {}
): MetricColumn {
  if (isMetricName(name)) {
    const {title, shortTitle, digits, direction: defined} = metricDefinition(name);
    return {name, title, shortTitle, direction: direction ?? defined, digits};
  }
  return {name, title: name, shortTitle: name, direction: direction ?? directionByName(name), digits: digitsOf(values)};
}

/** Five significant digits of the largest value; whole numbers, such as counts of trees, have none. */
function digitsOf(values: readonly number[]): number {
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest > 1 && values.every(Number.isInteger)) return 0;
  if (largest === 0) return 4;
  return Math.min(6, Math.max(0, 4 - Math.max(0, Math.ceil(Math.log10(largest))) + (largest < 0.01 ? 2 : 0)));
}
