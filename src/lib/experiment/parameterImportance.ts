import {regressionForest} from "../statistics/randomForest.js";
import {fewestPairs} from "../statistics/spearman.js";
import {measuredMetric, type RunRow} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";
import {type AxisValue, numberOf} from "./parameterAxis.js";
import {rankParameters} from "./parameterStrength.js";

export interface ParameterImportance {
  /** Shares that add up to 1, the largest first; empty where there is a reason. */
  parameters: {name: string; share: number}[];
  /** Share of the metric's variance that the forest explains in trials that it has not seen. */
  explained: number;
  /** Trials that have the metric. */
  trials: number;
  /** Why nothing is said of importance: a clause without its full stop. */
  reason?: string;
}

/** A model that explains less says nothing of its parameters. */
const leastExplained = 0.1;

/** How much each parameter is worth to a forest that predicts the metric from all of them. */
export function parameterImportance(
  runs: readonly Pick<RunRow, "params" | "metrics">[],
  metric: Pick<MetricColumn, "name">
): ParameterImportance {
  const trials = runs.flatMap(({params, metrics}) => {
    const value = measuredMetric({metrics}, metric.name)?.mean;
    return value === undefined ? [] : [{params, value}];
  });
  const none = (reason: string, explained = 0): ParameterImportance => ({
    parameters: [],
    explained,
    trials: trials.length,
    reason
  });
  if (trials.length < fewestPairs)
    return none(`${trials.length} trials are too few, at least ${fewestPairs} are needed`);
  const names = rankParameters(runs, metric).map(({name}) => name);
  if (names.length === 0) return none("the trials do not differ in their parameters");
  const {explained, importance} = regressionForest(
    names.map((name) => codesOf(trials.map(({params}) => (Object.hasOwn(params, name) ? params[name] : undefined)))),
    trials.map(({value}) => value)
  );
  const total = importance.reduce((sum, value) => sum + value, 0);
  if (explained < leastExplained || total === 0)
    return none("a forest of regression trees cannot predict the metric from the parameters", explained);
  const parameters = names
    .map((name, i) => ({name, share: importance[i] / total}))
    .toSorted((a, b) => b.share - a.share);
  return {parameters, explained, trials: trials.length};
}

/** Numbers as they are; texts, and runs without a value, as numbers beyond them. */
function codesOf(values: readonly AxisValue[]): number[] {
  const others = new Map<AxisValue, number>();
  const largest = Math.max(0, ...values.flatMap((value) => numberOf(value) ?? []));
  return values.map((value) => {
    const number = numberOf(value);
    if (number !== undefined) return number;
    if (!others.has(value)) others.set(value, 2 * largest + 1 + others.size);
    return others.get(value) ?? 0;
  });
}
