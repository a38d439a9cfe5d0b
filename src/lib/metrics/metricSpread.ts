import {type MetricDefinition, type MetricName, type MetricRecord, metricDefinition, metrics} from "./metrics.js";
import {spread} from "./spread.js";

/** A metric over the folds: `folds[k]` belongs to fold k; the standard deviation is the sample's (n − 1). */
export interface MetricSpread {
  mean: number;
  standardDeviation: number;
  folds: number[];
  /** Rows tested over rows trained on, where it is not that of equal folds that share all rows: see `correctedInterval`. */
  testToTrain?: number;
}

/** In the place of what does not exist. */
export interface Absent {
  /** A sentence without its full stop. */
  reason: string;
}

export interface AbsentMetric extends Absent {
  /** Whether something was logged that cannot be used, such as NaN: a fault of the run, unlike never logging it. */
  faulty: boolean;
}

export type MetricResult = MetricSpread | AbsentMetric;

/** The values of a metric that exists; undefined for one that does not. */
export function measured(result: MetricResult | undefined): MetricSpread | undefined {
  return result !== undefined && "folds" in result ? result : undefined;
}

/** Why a metric does not exist. */
function absenceOf(result: MetricResult | undefined): string {
  if (result === undefined) return "It was not logged";
  return "reason" in result ? result.reason : "";
}

/** The mean over the folds, which exists only where every fold has a finite value in the metric's range. */
export function spreadOverFolds(
  name: MetricName,
  values: readonly (number | undefined)[],
  testToTrain?: number
): MetricResult {
  return foldSpread(metricDefinition(name), values, testToTrain);
}

/** The same of a metric that is not one of `metrics.ts`, which may have any finite value. */
export function foldSpread(
  {title, range}: Pick<MetricDefinition, "title"> & Partial<Pick<MetricDefinition, "range">>,
  values: readonly (number | undefined)[],
  testToTrain?: number
): MetricResult {
  if (values.every((value) => value === undefined)) return {reason: `${title} was not logged`, faulty: false};
  const folds: number[] = [];
  for (const [fold, value] of values.entries()) {
    const problem = problemOf(value, range);
    if (problem !== undefined) return {reason: `${title} of fold ${fold} ${problem}`, faulty: true};
    if (value !== undefined) folds.push(value);
  }
  const summary = spread(folds);
  return summary === undefined
    ? {reason: `${title} of the folds is too large for a mean`, faulty: true}
    : {...summary, folds, ...(testToTrain !== undefined && {testToTrain})};
}

/** What is wrong with a value, to follow the metric's name; undefined for a sound one. */
export function problemOf(value: number | undefined, range?: MetricDefinition["range"]): string | undefined {
  if (value === undefined) return "was not logged";
  if (Number.isNaN(value)) return "was logged as NaN";
  if (!Number.isFinite(value)) return "was logged as infinite";
  if (range === undefined) return undefined;
  const [minimum, maximum] = range;
  if (value >= minimum && value <= maximum) return undefined;
  const limits = maximum === Number.MAX_VALUE ? `below ${minimum}` : `outside ${minimum} to ${maximum}`;
  return `was logged as ${value}, ${limits}`;
}

/** Why a run takes no part in rankings: one of its metrics is faulty, or it lacks the one that is ranked by. */
export function reasonNotRanked(results: Readonly<MetricRecord<MetricResult>>, by: MetricName): string | undefined {
  for (const {name} of metrics) {
    const result = results[name];
    if (result !== undefined && "reason" in result && result.faulty) return result.reason;
  }
  if (measured(results[by]) !== undefined) return undefined;
  return results[by] === undefined ? `${metricDefinition(by).title} was not logged` : absenceOf(results[by]);
}

interface Ranked {
  metrics: Readonly<MetricRecord<MetricResult>>;
}

/** The runs that have the metric and no fault, best mean first; equal ones in their own order. */
export function rankRuns<R extends Ranked>(runs: readonly R[], name: MetricName): R[] {
  const sign = metricDefinition(name).direction === "lower" ? 1 : -1;
  return runs
    .flatMap((run) => {
      const mean = measured(run.metrics[name])?.mean;
      return mean === undefined || reasonNotRanked(run.metrics, name) !== undefined ? [] : [{run, mean}];
    })
    .sort((a, b) => sign * (a.mean - b.mean))
    .map(({run}) => run);
}
