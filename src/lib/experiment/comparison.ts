import {measured} from "../metrics/metricSpread.js";
import {type MetricName, metricDefinition} from "../metrics/metrics.js";
import {correctedInterval, type Interval} from "../metrics/spread.js";
import type {CrossValidation} from "./crossValidation.js";

/** One run measured against another by a metric. Differences are positive where the first is the better one. */
export interface RunComparison {
  difference: number;
  /** Of the mean difference on new folds; undefined where the folds do not pair, or are too few. */
  interval: Interval | undefined;
  /** On how many folds the first is better. */
  wins: number;
  folds: number;
}

/** Undefined where one of the runs lacks the metric. Fold k of both is taken to hold the same rows. */
export function compareRuns(
  a: Pick<CrossValidation, "metrics">,
  b: Pick<CrossValidation, "metrics">,
  metric: MetricName
): RunComparison | undefined {
  const first = measured(a.metrics[metric]);
  const second = measured(b.metrics[metric]);
  if (first === undefined || second === undefined) return undefined;
  const sign = metricDefinition(metric).direction === "lower" ? -1 : 1;
  const pairs = first.folds.length === second.folds.length && first.testToTrain === second.testToTrain;
  const differences = pairs ? first.folds.map((value, fold) => sign * (value - second.folds[fold])) : [];
  return {
    difference: sign * (first.mean - second.mean),
    interval: correctedInterval(differences, first),
    wins: differences.filter((difference) => difference > 0).length,
    folds: differences.length
  };
}

/** Whether the difference is more than chance would make of equal models: its interval leaves out 0. */
export function isClear({interval}: RunComparison): boolean {
  return interval !== undefined && (interval.low > 0 || interval.high < 0);
}
