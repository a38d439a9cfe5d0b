import {fewestPairs, type RankCorrelation, spearman} from "../statistics/spearman.js";
import {measuredMetric, type RunRow} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";
import {numberOf, type ParameterAxis, parameterAxis} from "./parameterAxis.js";

/** A parameter that differs between runs, and how the metric goes with it. */
export interface ParameterStrength {
  name: string;
  axis: ParameterAxis;
  /** Of the numbers and the metric's mean, over the runs that have both. */
  correlation?: RankCorrelation;
  /** Why there is no correlation: a clause without its full stop. */
  reason?: string;
  /** Runs that have the parameter. */
  runs: number;
  /** How many different values they have. */
  values: number;
}

type Run = Pick<RunRow, "params" | "metrics">;

/** More texts than this, and as many as half of the runs, are notes rather than choices. */
const mostTexts = 12;

/**
 * The parameters that differ between the runs that have the metric: first those whose numbers go with it most by rank,
 * then those with several values, which most runs have, then by name. A parameter with nearly as many texts as runs is left out.
 */
export function rankParameters(runs: readonly Run[], metric: Pick<MetricColumn, "name">): ParameterStrength[] {
  const ranked = runs.flatMap((run) => {
    const value = measuredMetric(run, metric.name)?.mean;
    return value === undefined ? [] : [{params: run.params, value}];
  });
  const names = [...new Set(ranked.flatMap(({params}) => Object.keys(params)))].sort();
  return names
    .flatMap((name): ParameterStrength[] => {
      const values = ranked.map(({params}) => (Object.hasOwn(params, name) ? params[name] : undefined));
      const distinct = new Set(values);
      if (distinct.size < 2) return [];
      const axis = parameterAxis(values);
      if (axis.span === undefined && distinct.size > mostTexts && distinct.size > ranked.length / 2) return [];
      const pairs = ranked.map(({value}, i) => ({value, parameter: numberOf(values[i])}));
      const runs = values.filter((value) => value !== undefined).length;
      const different = distinct.size - (runs < values.length ? 1 : 0);
      return [{name, axis, ...strengthOf(pairs, axis, different), runs, values: different}];
    })
    .toSorted((a, b) => size(b) - size(a) || Number(b.values > 1) - Number(a.values > 1) || b.runs - a.runs);
}

const size = ({correlation}: ParameterStrength) => (correlation === undefined ? -1 : Math.abs(correlation.correlation));

function strengthOf(
  pairs: readonly {value: number; parameter: number | undefined}[],
  {span}: ParameterAxis,
  values: number
): Pick<ParameterStrength, "correlation" | "reason"> {
  if (values === 1) return {reason: "one value, or missing"};
  if (span === undefined) return {reason: "its values have no order"};
  const known = pairs.flatMap(({value, parameter}) => (parameter === undefined ? [] : [{value, parameter}]));
  const correlation = spearman(
    known.map(({parameter}) => parameter),
    known.map(({value}) => value)
  );
  if (correlation !== undefined) return {correlation};
  return known.length < fewestPairs
    ? {reason: `${known.length} ${known.length === 1 ? "run" : "runs"}, too few to rank`}
    : {reason: "all these runs have the same metric"};
}
