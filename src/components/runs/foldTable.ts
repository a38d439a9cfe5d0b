import {html} from "htl";
import type {RunDetail} from "../../lib/experiment/crossValidation.js";
import {metricNames} from "../../lib/experiment/metricNames.js";
import {formatCount, formatDuration, formatMetric, metricTitles} from "../format.js";

/** Every metric of every fold, then their mean and standard deviation. */
export function FoldTable({folds, metrics}: Pick<RunDetail, "folds" | "metrics">): HTMLElement {
  return html`<div class="table-scroll" role="region" aria-label="Metrics by fold" tabindex="0"><table>
    <thead><tr>
      <th scope="col">Fold</th>
      ${metricNames.map((name) => html`<th scope="col" class="number">${metricTitles[name]}</th>`)}
      <th scope="col" class="number">Training rows</th><th scope="col" class="number">Validation rows</th><th scope="col" class="number">Duration</th>
    </tr></thead>
    <tbody>${folds.map(
      (fold) => html`<tr>
        <th scope="row">${fold.fold}</th>
        ${metricNames.map((name) => html`<td class="number">${formatMetric(fold.metrics[name])}</td>`)}
        <td class="number">${formatCount(fold.trainRows)}</td>
        <td class="number">${formatCount(fold.validationRows)}</td>
        <td class="number">${formatDuration(fold.durationMilliseconds)}</td>
      </tr>`
    )}</tbody>
    <tfoot>
      <tr><th scope="row">Mean</th>${metricNames.map((name) => html`<td class="number">${formatMetric(metrics[name].mean)}</td>`)}<td colspan="3"></td></tr>
      <tr><th scope="row">SD</th>${metricNames.map((name) => html`<td class="number">${formatMetric(metrics[name].standardDeviation)}</td>`)}<td colspan="3"></td></tr>
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

/** “The folds’ AUCs lie 0.0144 apart, from 0.8685 to 0.8829”. */
export function foldSpreadFinding({metrics}: Pick<RunDetail, "metrics">): string {
  const low = Math.min(...metrics.auc.folds);
  const high = Math.max(...metrics.auc.folds);
  return `The folds’ AUCs lie ${formatMetric(high - low)} apart, from ${formatMetric(low)} to ${formatMetric(high)}`;
}
