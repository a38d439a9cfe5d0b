import type {Experiment, RunRow} from "../../lib/experiment/experiment.js";
import {measuredMetric, whyNotMeasured} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {Stat} from "../card.js";
import {formatDate, formatDuration, formatMetric, formatPercent} from "../format.js";

/** The metrics shown besides the primary one, at most. */
const others = 2;
/** They are in the tile of the threshold. */
const atThreshold = ["accuracy", "precision", "recall", "f1"];

/** A run in a few numbers: means over the folds ± one standard deviation. */
export function runTiles(run: RunRow, {metrics, primaryMetric}: Pick<Experiment, "metrics" | "primaryMetric">): Stat[] {
  const primary = metrics.find(({name}) => name === primaryMetric);
  const rest = metrics.filter(
    (metric) =>
      metric !== primary && !atThreshold.includes(metric.name) && measuredMetric(run, metric.name) !== undefined
  );
  return [
    ...[...(primary ? [primary] : []), ...rest.slice(0, others)].map((metric) => metricTile(run, metric)),
    ...thresholdTiles(run),
    ...(run.durationMilliseconds === undefined
      ? []
      : [{label: "Training time", value: formatDuration(run.durationMilliseconds), detail: formatDate(run.startTime)}]),
    {
      label: "Model",
      value: run.title,
      detail: run.kind === "run" ? "single run, no folds" : `${foldCount(run, primaryMetric)} folds`
    }
  ];
}

function foldCount(run: RunRow, primaryMetric: string): number {
  return measuredMetric(run, primaryMetric)?.folds.length ?? 0;
}

function metricTile(run: RunRow, {name, title, digits}: MetricColumn): Stat {
  const measured = measuredMetric(run, name);
  if (measured === undefined) return {label: title, value: "–", detail: whyNotMeasured(run, name)};
  const {mean, standardDeviation, folds} = measured;
  const detail =
    standardDeviation === undefined || folds.length < 2
      ? "one value, no spread"
      : `± ${formatMetric(standardDeviation, digits)} over the folds`;
  return {label: title, value: formatMetric(mean, digits), detail};
}

/** “recall 56 %, precision 48 % at threshold 0.240”. */
function thresholdTiles(run: RunRow): Stat[] {
  const {threshold} = run;
  const recall = measuredMetric(run, "recall");
  const precision = measuredMetric(run, "precision");
  if (threshold === undefined || recall === undefined || precision === undefined) return [];
  return [
    {
      label: `At threshold ${formatThreshold(threshold)}`,
      value: `Recall ${formatPercent(recall.mean, 0)}`,
      detail: `precision ${formatPercent(precision.mean, 0)}`
    }
  ];
}
