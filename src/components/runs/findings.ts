import type {CrossValidation, ExperimentSummary} from "../../lib/experiment/crossValidation.js";
import {lowerIsBetter, type MetricName} from "../../lib/experiment/metricNames.js";
import {formatMetric, formatRuns, metricTitles} from "../format.js";

/** The best run of each model, best first. Takes runs sorted best first. */
export function bestOfEachModel(runs: readonly CrossValidation[]): CrossValidation[] {
  return runs.filter((run, i) => runs.findIndex((other) => other.model === run.model) === i);
}

/** “lightgbm-tuned leads by 0.0631 AUC”: the champion beside the best run of another model. */
export function championFinding({runs}: ExperimentSummary): string {
  const [champion, second] = bestOfEachModel(runs);
  if (!champion) return "No run has finished yet";
  if (!second) return `${champion.name} reaches an AUC of ${formatMetric(champion.metrics.auc.mean)}`;
  const lead = champion.metrics.auc.mean - second.metrics.auc.mean;
  return lead < 0.00005
    ? `${champion.name} and ${second.name} are level at an AUC of ${formatMetric(champion.metrics.auc.mean)}`
    : `${champion.name} leads by ${formatMetric(lead)} AUC`;
}

/** “rank 2 of 7 runs, 0.0010 behind lightgbm-tuned”, to follow a run’s name. */
export function rankFinding(run: CrossValidation, runs: readonly CrossValidation[]): string {
  const rank = runs.findIndex((other) => other.runId === run.runId) + 1;
  const [best] = runs;
  if (runs.length === 1) return "the only run";
  if (rank === 1) return `best of ${formatRuns(runs.length)}`;
  const behind = best.metrics.auc.mean - run.metrics.auc.mean;
  return `rank ${rank} of ${formatRuns(runs.length)}, ${formatMetric(behind)} behind ${best.name}`;
}

/** Best mean first. */
export function rankRuns<R extends Pick<CrossValidation, "metrics">>(runs: readonly R[], metric: MetricName): R[] {
  const sign = lowerIsBetter.has(metric) ? 1 : -1;
  return runs.toSorted((a, b) => sign * (a.metrics[metric].mean - b.metrics[metric].mean));
}

/** “lightgbm-tuned beats tuned-4-leaves on 3 of 5 folds”: whether the lead of the best holds fold by fold. */
export function foldFinding(runs: readonly CrossValidation[], {metric = "auc"}: {metric?: MetricName} = {}): string {
  const [first, second] = rankRuns(runs, metric);
  if (!first) return "No run matches";
  const {mean, folds} = first.metrics[metric];
  const title = metricTitles[metric];
  if (!second) return `${first.name} alone: ${title} ${formatMetric(mean)}`;
  const sign = lowerIsBetter.has(metric) ? -1 : 1;
  const wins = folds.filter((value, fold) => sign * (value - second.metrics[metric].folds[fold]) > 0).length;
  const where = wins === folds.length ? "every fold" : `${wins} of ${folds.length} folds`;
  return `${title}: ${first.name} beats ${second.name} on ${where}`;
}
