import {compareRuns, isClear, type RunComparison} from "../../lib/experiment/comparison.js";
import type {CrossValidation, ExperimentSummary} from "../../lib/experiment/crossValidation.js";
import {measured, rankRuns, reasonNotRanked} from "../../lib/metrics/metricSpread.js";
import {type MetricName, metricDefinition, primaryMetric} from "../../lib/metrics/metrics.js";
import {correctedInterval} from "../../lib/metrics/spread.js";
import {formatInterval, formatMetric, formatRuns} from "../format.js";
import {inSentence} from "./verdictWords.js";

/** How the intervals of the findings are made, for the line under a chart. */
export const intervalNote =
  "The 95 % interval of a difference is Nadeau and Bengio’s corrected resampled t over the folds; it does not correct for choosing the best of many runs.";

/** The best run of each model, best first. Takes runs sorted best first. */
export function bestOfEachModel(runs: readonly CrossValidation[]): CrossValidation[] {
  return runs.filter((run, i) => runs.findIndex((other) => other.model === run.model) === i);
}

/**
 * The best run beside the second best, and what chance has to say about it: “a leads b by 0.0057 AUC (95 % interval
 * 0.0030 to 0.0085), best of 8 runs”. It only “leads” where the interval leaves out 0.
 */
export function championFinding({runs}: Pick<ExperimentSummary, "runs">): string {
  return leadFinding(runs, primaryMetric) ?? (runs.length === 0 ? "No run has finished yet" : "No run can be ranked");
}

/** “AUC by fold: a is higher than b on 4 of 5 folds, by 0.0032 on average (95 % interval −0.0023 to 0.0087)”. */
export function foldFinding(
  runs: readonly CrossValidation[],
  {metric = primaryMetric}: {metric?: MetricName} = {}
): string {
  const [best, second] = rankRuns(runs, metric);
  const {title, direction} = metricDefinition(metric);
  const comparison = best && second && compareRuns(best, second, metric);
  if (comparison?.folds) {
    const difference = `${formatSize(comparison, metric)} on average (${describeChance(comparison, metric)})`;
    return `${title} by fold: ${best.name} is ${direction} than ${second.name} on ${comparison.wins} of ${comparison.folds} folds, by ${difference}`;
  }
  return leadFinding(runs, metric) ?? (runs.length === 0 ? "No run matches" : `${title}: no run can be ranked`);
}

/** “rank 3 of 8 runs by AUC, 0.0590 below lightgbm-tuned (95 % interval …)”, to follow a run’s name. */
export function rankFinding(run: CrossValidation, runs: readonly CrossValidation[]): string {
  const reason = reasonNotRanked(run.metrics, primaryMetric);
  if (reason !== undefined) return `not ranked. ${reason}`;
  const ranked = rankRuns(runs, primaryMetric);
  const rank = ranked.findIndex((other) => other.runId === run.runId);
  if (ranked.length === 1) return "the only run that is ranked";
  const [best, second] = ranked;
  const comparison = rank === 0 ? compareRuns(best, second, primaryMetric) : compareRuns(best, run, primaryMetric);
  if (comparison === undefined) return "not ranked";
  const difference = `${formatSize(comparison, primaryMetric)} ${
    rank === 0 ? `above ${second.name}` : `below ${best.name}`
  } (${describeChance(comparison, primaryMetric)})`;
  const place =
    rank === 0
      ? `highest AUC of ${formatRuns(ranked.length)}`
      : `rank ${rank + 1} of ${formatRuns(ranked.length)} by AUC`;
  return `${place}, ${difference}${isClear(comparison) ? "" : ", too close to call on new folds"}`;
}

function leadFinding(runs: readonly CrossValidation[], metric: MetricName): string | undefined {
  const ranked = rankRuns(runs, metric);
  const [best, second] = ranked;
  if (best === undefined) return undefined;
  if (second === undefined) return soleFinding(best, metric);
  const comparison = compareRuns(best, second, metric);
  if (comparison === undefined) return undefined;
  const {title, direction, digits} = metricDefinition(metric);
  const difference = formatSize(comparison, metric);
  const chance = describeChance(comparison, metric);
  const among = formatRuns(ranked.length);
  if (Number(difference) === 0) {
    const value = formatMetric(measured(best.metrics[metric])?.mean, digits);
    return `${best.name} and ${second.name} have the same ${inSentence(title)}, ${value}, best of ${among} (${chance} of the difference)`;
  }
  if (isClear(comparison))
    return `${best.name} leads ${second.name} by ${difference} ${inSentence(title)} (${chance}), best of ${among}`;
  const [extreme, side] = direction === "lower" ? ["lowest", "below"] : ["highest", "above"];
  return `${best.name} has the ${extreme} ${inSentence(title)} of ${among}, ${difference} ${side} ${second.name} (${chance}): too close to call on new folds`;
}

function soleFinding(run: CrossValidation, metric: MetricName): string | undefined {
  const spread = measured(run.metrics[metric]);
  if (spread === undefined) return undefined;
  const {title, digits} = metricDefinition(metric);
  const interval = correctedInterval(spread.folds, spread);
  const chance = interval ? formatInterval(interval, digits) : "one fold, no interval";
  return `${run.name}: ${title} ${formatMetric(spread.mean, digits)} (${chance})`;
}

const formatSize = ({difference}: RunComparison, metric: MetricName): string =>
  formatMetric(Math.abs(difference), metricDefinition(metric).digits);

function describeChance({interval, folds}: RunComparison, metric: MetricName): string {
  if (interval !== undefined) return formatInterval(interval, metricDefinition(metric).digits);
  return folds === 0 ? "other folds, no interval" : "one fold, no interval";
}
