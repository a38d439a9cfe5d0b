import type {RunDetail} from "../../lib/experiment/crossValidation.js";
import type {MetricName} from "../../lib/experiment/metricNames.js";
import type {Stat} from "../card.js";
import {formatDate, formatDuration, formatMetric, metricTitles} from "../format.js";

const shown: MetricName[] = ["auc", "logloss", "average_precision", "f1"];

/** A run in a few numbers. */
export function runStats({title, metrics, folds, startTime, durationMilliseconds}: RunDetail): Stat[] {
  return [
    {label: "Model", value: title, detail: `${folds.length} folds`},
    ...shown.map((name) => ({
      label: metricTitles[name],
      value: formatMetric(metrics[name].mean),
      detail: `± ${formatMetric(metrics[name].standardDeviation)}`
    })),
    {label: "Training time", value: formatDuration(durationMilliseconds), detail: formatDate(startTime)}
  ];
}
