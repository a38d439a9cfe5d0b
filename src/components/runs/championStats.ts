import {html} from "htl";
import type {ExperimentSummary} from "../../lib/experiment/crossValidation.js";
import type {Stat} from "../card.js";
import {formatCount, formatDate, formatMetric, formatPercent} from "../format.js";

/** The champion in five numbers. */
export function championStats({runs, championId, stagedId}: ExperimentSummary): Stat[] {
  const champion = runs.find((run) => run.runId === championId);
  if (!champion) return [];
  const {auc, average_precision, precision, recall} = champion.metrics;
  const last = Math.max(...runs.map((run) => run.startTime));
  return [
    {
      label: "Champion",
      value: champion.name,
      detail: html`<span><a href=${`./runs/${champion.runId}`}>its run</a>${stagedId === championId ? ", staged" : ", not staged"}</span>`
    },
    {
      label: "AUC",
      value: formatMetric(auc.mean),
      detail: `± ${formatMetric(auc.standardDeviation)} over ${auc.folds.length} folds`
    },
    {
      label: "Average precision",
      value: formatMetric(average_precision.mean),
      detail: `± ${formatMetric(average_precision.standardDeviation)}`
    },
    {
      label: `At threshold ${champion.threshold.toFixed(3)}`,
      value: `finds ${formatPercent(recall.mean, 0)}`,
      detail: `of target 1; ${formatPercent(precision.mean, 0)} of its hits are right`
    },
    {label: "Runs", value: formatCount(runs.length), detail: `the last on ${formatDate(last)}`}
  ];
}
