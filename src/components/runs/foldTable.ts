import {html} from "htl";
import type {RunDetail} from "../../lib/experiment/crossValidation.js";
import {absenceOf, measured} from "../../lib/metrics/metricSpread.js";
import {
  metrics as definitions,
  type MetricDefinition,
  type MetricName,
  primaryMetric
} from "../../lib/metrics/metrics.js";
import {correctedInterval} from "../../lib/metrics/spread.js";
import {AbsentValue} from "../columns.js";
import {formatCount, formatDuration, formatInterval, formatMetric} from "../format.js";

/** Every metric of every fold, then their mean and standard deviation. */
export function FoldTable({folds, metrics}: Pick<RunDetail, "folds" | "metrics">): HTMLElement {
  const cells = (value: (name: MetricName) => number | undefined) =>
    definitions.map(({name, digits}: MetricDefinition & {name: MetricName}) => {
      const shown = value(name);
      return html`<td class="number">${shown === undefined ? AbsentValue(absenceOf(metrics[name])) : formatMetric(shown, digits)}</td>`;
    });
  return html`<div class="table-scroll" role="region" aria-label="Metrics by fold" tabindex="0"><table>
    <thead><tr>
      <th scope="col">Fold</th>
      ${definitions.map(({title, shortTitle}) => html`<th scope="col" class="number" title=${title}>${shortTitle}</th>`)}
      <th scope="col" class="number">Training rows</th><th scope="col" class="number">Validation rows</th><th scope="col" class="number">Duration</th>
    </tr></thead>
    <tbody>${folds.map(
      (fold) => html`<tr>
        <th scope="row">${fold.fold}</th>
        ${cells((name) => fold.metrics[name])}
        <td class="number">${formatCount(fold.trainRows)}</td>
        <td class="number">${formatCount(fold.validationRows)}</td>
        <td class="number">${formatDuration(fold.durationMilliseconds)}</td>
      </tr>`
    )}</tbody>
    <tfoot>
      <tr><th scope="row">Mean</th>${cells((name) => measured(metrics[name])?.mean)}<td colspan="3"></td></tr>
      <tr><th scope="row">SD</th>${cells((name) => measured(metrics[name])?.standardDeviation)}<td colspan="3"></td></tr>
    </tfoot>
  </table></div>`;
}

/** Parameters as the run was given them. */
export function ParameterTable({params}: Pick<RunDetail, "params">): HTMLElement {
  return html`<table class="parameters"><tbody>${Object.entries(params)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, value]) =>
        html`<tr><th scope="row"><code>${name}</code></th><td class="number"><code>${value}</code></td></tr>`
    )}</tbody></table>`;
}

/** “AUC 0.8763 (95 % interval 0.8700 to 0.8826), 0.8685 to 0.8829 in 5 folds”. */
export function foldSpreadFinding({metrics}: Pick<RunDetail, "metrics">): string {
  const auc = measured(metrics[primaryMetric]);
  if (auc === undefined) return absenceOf(metrics[primaryMetric]);
  const mean = formatMetric(auc.mean);
  const interval = correctedInterval(auc.folds, auc);
  if (interval === undefined) return `AUC ${mean} in one fold`;
  const low = formatMetric(Math.min(...auc.folds));
  const high = formatMetric(Math.max(...auc.folds));
  return `AUC ${mean} (${formatInterval(interval)}), ${low} to ${high} in ${auc.folds.length} folds`;
}
