import {measuredMetric, type RunRow} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";

export interface Trial<R> {
  run: R;
  /** From 1, in the order that they were started. */
  number: number;
  value: number;
  /** The best value up to and with this one. */
  best: number;
  isBest: boolean;
}

/** The runs that have the metric, in the order of their start, each with the best value until then. */
export function bestSoFar<R extends Pick<RunRow, "metrics" | "startTime" | "runId">>(
  runs: readonly R[],
  {name, direction}: Pick<MetricColumn, "name" | "direction">
): Trial<R>[] {
  const trials: Trial<R>[] = [];
  const isBetter = (a: number, b: number) => (direction === "lower" ? a < b : a > b);
  for (const run of runs.toSorted((a, b) => a.startTime - b.startTime || a.runId.localeCompare(b.runId))) {
    const value = measuredMetric(run, name)?.mean;
    if (value === undefined) continue;
    const last = trials.at(-1);
    const isBest = last === undefined || isBetter(value, last.best);
    trials.push({run, number: trials.length + 1, value, best: isBest ? value : last.best, isBest});
  }
  return trials;
}
