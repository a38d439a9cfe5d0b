import {html} from "htl";
import type {CrossValidation, ExperimentSummary} from "../../lib/experiment/crossValidation.js";
import {runPageAddress} from "../../lib/experiment/experiment.js";
import {absenceOf, measured} from "../../lib/metrics/metricSpread.js";
import {type MetricName, metricDefinition} from "../../lib/metrics/metrics.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {Stat} from "../card.js";
import {formatCount, formatDate, formatMetric, formatPercent} from "../format.js";

/** The champion in five numbers: means over the folds ± one standard deviation. */
export function championStats({runs, championId, stagedId}: ExperimentSummary): Stat[] {
  const champion = runs.find((run) => run.runId === championId);
  if (!champion) return [];
  const last = Math.max(...runs.map((run) => run.startTime));
  return [
    {
      label: "Highest AUC",
      value: champion.name,
      detail: html`<span><a href=${runPageAddress(champion)}>Open the run</a>${stagedId === championId ? ", staged" : ", not staged"}</span>`
    },
    metricStat(champion, "auc"),
    metricStat(champion, "average_precision"),
    ...thresholdStats(champion),
    {label: "Runs", value: formatCount(runs.length), detail: `the last on ${formatDate(last)}`}
  ];
}

function metricStat({metrics}: Pick<CrossValidation, "metrics">, name: MetricName): Stat {
  const {title, digits} = metricDefinition(name);
  const spread = measured(metrics[name]);
  if (spread === undefined) return {label: title, value: "–", detail: absenceOf(metrics[name])};
  return {
    label: title,
    value: formatMetric(spread.mean, digits),
    detail: `± ${formatMetric(spread.standardDeviation, digits)}`
  };
}

/** “recall 56 %, precision 48 % at threshold 0.240”. */
function thresholdStats({metrics, threshold}: Pick<CrossValidation, "metrics" | "threshold">): Stat[] {
  const recall = measured(metrics.recall);
  const precision = measured(metrics.precision);
  if (threshold === undefined || recall === undefined || precision === undefined) return [];
  return [
    {
      label: `At threshold ${formatThreshold(threshold)}`,
      value: `Recall ${formatPercent(recall.mean, 0)}`,
      detail: `precision ${formatPercent(precision.mean, 0)}`
    }
  ];
}
