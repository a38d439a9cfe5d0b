import {html} from "htl";
import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {runPageAddress} from "../../lib/experiment/experiment.js";
import {reasonNotRanked} from "../../lib/metrics/metricSpread.js";
import {type MetricName, metricDefinition, primaryMetric} from "../../lib/metrics/metrics.js";
import {HeaderCells, type Order, RowCells, replaceHeader, sortRows} from "../columns.js";
import {type ModelColor, modelColors} from "../encoding.js";
import {runColumns} from "./runColumns.js";

export interface RunsTableOptions {
  /** Names of the parameters to show. */
  parameters?: readonly string[];
  /** The run against which the others are measured; need not be among them. */
  baseline?: CrossValidation | null;
  championId?: string | null;
  stagedId?: string | null;
  order?: Order;
  /** Run ids that are ticked. */
  selected?: readonly string[];
  color?: ModelColor;
  /** Address of a run's page. */
  href?: (run: CrossValidation) => string;
}

/** The order that puts the best run by a metric on top. */
export const bestFirst = (metric: MetricName): Order =>
  metricDefinition(metric).direction === "higher" ? `-${metric}` : metric;

export interface RunsTableValue {
  order: Order;
  selected: string[];
}

/** A sortable table of runs. Its value is what is ticked and how it is sorted; it fires `input` when that changes. */
export function RunsTable(
  runs: readonly CrossValidation[],
  {
    parameters = [],
    baseline,
    championId,
    stagedId,
    order = bestFirst(primaryMetric),
    selected = [],
    color = modelColors(runs),
    href = runPageAddress
  }: RunsTableOptions = {}
): HTMLElement & {value: RunsTableValue} {
  const columns = runColumns({parameters, baseline, nameCell: RunName});

  function RunName(run: CrossValidation): Node {
    const marks = [
      run.runId === championId && "champion",
      run.runId === stagedId && "staged",
      run.runId === baseline?.runId && "baseline"
    ].filter(Boolean);
    const reason = reasonNotRanked(run.metrics, primaryMetric);
    return html`<span class="run-name"><a href=${href(run)}>${run.name}</a>${marks.map((mark) => html`<em class="mark">${mark}</em>`)}${reason === undefined ? null : html`<em class="mark" title=${reason}>not ranked</em>`}</span>`;
  }

  let value: RunsTableValue = {order, selected: selected.filter((id) => runs.some((run) => run.runId === id))};
  const body = html`<tbody></tbody>`;
  const head = html`<tr></tr>`;
  const root = html`<div class="table-scroll" role="region" aria-label="Runs" tabindex="0">
    <table class="runs"><thead>${head}</thead>${body}</table>
    ${
      runs.length === 0
        ? html`<p class="empty">No run matches the filter. Terms are separated by spaces: text in a name, or a condition such as <code>auc&gt;0.8</code>.</p>`
        : null
    }
  </div>`;

  function change(next: Partial<RunsTableValue>): void {
    value = {...value, ...next};
    render();
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function toggle(id: string): void {
    const on = value.selected.includes(id);
    change({selected: on ? value.selected.filter((other) => other !== id) : [...value.selected, id]});
    body.querySelector<HTMLInputElement>(`input[data-run="${id}"]`)?.focus();
  }

  function render(): void {
    replaceHeader(head, [
      html`<th scope="col"><span class="visually-hidden">Highlight</span></th>`,
      ...HeaderCells(columns, {order: value.order, onSort: (order) => change({order})})
    ]);
    body.replaceChildren(
      ...sortRows(runs, columns, value.order).map(
        (run) => html`<tr data-selected=${String(value.selected.includes(run.runId))}>
          <td>
            <label class="swatch" style=${{"--swatch": color(run.model)}}>
              <input type="checkbox" data-run=${run.runId} checked=${value.selected.includes(run.runId)} onchange=${() => toggle(run.runId)}>
              <span class="visually-hidden">Highlight ${run.name} in the chart</span>
            </label>
          </td>
          ${RowCells(columns, run)}
        </tr>`
      )
    );
  }

  render();
  return Object.defineProperty(root, "value", {get: () => value}) as HTMLElement & {value: RunsTableValue};
}
