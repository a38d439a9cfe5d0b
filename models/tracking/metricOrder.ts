import type {Metric} from "./runStore.js";

/** MLflow's order of a metric's values; the last one is what it shows. */
export function compareMetrics(a: Metric, b: Metric): number {
  return a.step - b.step || a.timestamp - b.timestamp || a.value - b.value;
}

/** The value that MLflow shows of a metric that has several. */
export function lastMetric(history: readonly Metric[]): Metric | undefined {
  return history.toSorted(compareMetrics).at(-1);
}
