import {html} from "htl";
import {measuredMetric, type RunDetail, type RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {metricInterval} from "../../lib/experiment/metricInterval.js";
import {AbsentValue} from "../columns.js";
import {formatCount, formatDuration, formatInterval, formatMetric} from "../format.js";

/** Every metric of every fold; their means are in the tiles above. */
export function FoldMetrics({folds}: Pick<RunDetail, "folds">, metrics: readonly MetricColumn[]): HTMLElement {
  const columns = metrics.filter(({name}) => folds.some((fold) => fold.metrics[name] !== undefined));
  const optional = [
    {title: "Training rows", value: folds.map(({trainRows}) => trainRows), format: formatCount},
    {title: "Validation rows", value: folds.map(({validationRows}) => validationRows), format: formatCount},
    {title: "Duration", value: folds.map(({durationMilliseconds}) => durationMilliseconds), format: formatDuration}
  ].filter(({value}) => value.some((one) => one !== undefined));
  return html`<div class="table-scroll" role="region" aria-label="Metrics by fold" tabindex="0"><table>
    <thead><tr>
      <th scope="col">Fold</th>
      ${columns.map(({title, shortTitle}) => html`<th scope="col" class="number" title=${title}>${shortTitle}</th>`)}
      ${optional.map(({title}) => html`<th scope="col" class="number">${title}</th>`)}
    </tr></thead>
    <tbody>${folds.map(
      (fold, i) => html`<tr>
        <th scope="row">${fold.fold}</th>
        ${columns.map(({name, digits}) => {
          const value = fold.metrics[name];
          return html`<td class="number">${value === undefined ? AbsentValue("The fold did not log it") : formatMetric(value, digits)}</td>`;
        })}
        ${optional.map(({value, format}) => {
          const known = value[i];
          return html`<td class="number">${known === undefined ? AbsentValue("The fold did not log it") : format(known)}</td>`;
        })}
      </tr>`
    )}</tbody>
  </table></div>`;
}

/** “AUC 0.8685 to 0.8829 in 5 folds; on new folds the mean lies within 0.8700 to 0.8826 (95 % interval)”. */
export function foldMetricsFinding(run: Pick<RunRow, "metrics">, metric: MetricColumn | undefined): string {
  const measured = metric && measuredMetric(run, metric.name);
  if (metric === undefined || measured === undefined || measured.folds.length === 0) return "Metrics by fold";
  const {digits, shortTitle} = metric;
  const low = formatMetric(Math.min(...measured.folds), digits);
  const high = formatMetric(Math.max(...measured.folds), digits);
  const interval = metricInterval(metric.name, measured);
  if (interval === undefined) return `${shortTitle} ${low} in one fold, no interval`;
  return `${shortTitle} ${low} to ${high} in ${measured.folds.length} folds, mean ${formatMetric(measured.mean, digits)} (${formatInterval(interval, digits)})`;
}
