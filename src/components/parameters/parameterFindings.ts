import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import type {ParameterStrength} from "../../lib/experiment/parameterStrength.js";
import {fewestPairs, type RankCorrelation} from "../../lib/statistics/spearman.js";
import {formatMetric, formatRuns} from "../format.js";

const signed = (value: number) => formatMetric(value, 2);

/** “rank correlation −0.62, n 48” and “−0.75 to −0.45”: with its 95 % interval. */
export const describeCorrelation = ({correlation, low, high, pairs}: RankCorrelation): [string, string] => [
  `rank correlation ${signed(correlation)}, n ${pairs}`,
  `${signed(low)} to ${signed(high)}`
];

/**
 * “AUC goes most with num_leaves: rank correlation −0.62 (95 % interval −0.75 to −0.45, 48 runs)”. It names a parameter
 * only where the interval leaves out 0.
 */
export function parametersFinding(
  parameters: readonly ParameterStrength[],
  metric: Pick<MetricColumn, "shortTitle">
): string {
  if (parameters.length === 0) return "These runs do not differ in their parameters";
  const count = `${parameters.length} ${parameters.length === 1 ? "parameter differs" : "parameters differ"}`;
  const known = parameters.filter(({correlation}) => correlation !== undefined);
  if (known.length === 0) return `${metric.shortTitle} by parameter: ${count}`;
  const clear = known.filter(({correlation}) => correlation && (correlation.low > 0 || correlation.high < 0));
  if (clear.length === 0) return `No parameter’s rank goes clearly with ${metric.shortTitle}; ${count}`;
  const [{name, correlation}] = clear;
  if (correlation === undefined) return count;
  return `${metric.shortTitle} goes most with ${name}: rank correlation ${signed(correlation.correlation)} (95 % interval ${signed(correlation.low)} to ${signed(correlation.high)}, ${formatRuns(correlation.pairs)})`;
}

/** How the order of the parameters is made, and what it does not say. */
export function parametersNote(parameters: readonly ParameterStrength[], runs: number): string {
  if (parameters.length === 0) return "";
  if (parameters.every(({correlation}) => correlation === undefined))
    return `Those that most runs have come first. How strongly a parameter goes with the metric is not said, as fewer than ${fewestPairs} of the ${formatRuns(runs)} have each: chance alone makes strong rank correlations of so few.`;
  return "Ordered by Spearman’s rank correlation over the runs shown, with its 95 % interval. Parameters that were changed together share their correlations, and what a sampler chose to try shifts them: they do not say what a parameter does by itself.";
}
