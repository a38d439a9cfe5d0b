import {html} from "htl";
import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {lowerIsBetter, type MetricName, metricNames} from "../../lib/experiment/metricNames.js";
import {type ModelColor, modelColors} from "../encoding.js";
import {formatDate, formatDelta, formatDuration, formatMetric, metricTitles} from "../format.js";
import {nextOrder, type Order, orderColumn, SortableHeader, sortRows} from "../sorting.js";

export interface RunsTableOptions {
  /** Names of the parameters to show. */
  parameters?: readonly string[];
  /** The run against which the others are measured; need not be among them. */
  baseline?: CrossValidation | null;
  championId?: string;
  stagedId?: string | null;
  order?: Order;
  /** Run ids that are ticked. */
  selected?: readonly string[];
  color?: ModelColor;
  /** Address of a run's page. */
  href?: (run: CrossValidation) => string;
}

export interface RunsTableValue {
  order: Order;
  selected: string[];
}

interface Column {
  name: string;
  label: string;
  title?: string;
  numeric: boolean;
  descendingFirst: boolean;
  value: (run: CrossValidation) => number | string | undefined;
  cell: (run: CrossValidation) => string | Node;
}

/** A sortable table of runs. Its value is what is ticked and how it is sorted; it fires `input` when that changes. */
export function RunsTable(
  runs: readonly CrossValidation[],
  {
    parameters = [],
    baseline,
    championId,
    stagedId,
    order = "-auc",
    selected = [],
    color = modelColors(runs),
    href = (run) => `./runs/${run.runId}`
  }: RunsTableOptions = {}
): HTMLElement & {value: RunsTableValue} {
  const columns: Column[] = [
    {name: "name", label: "Run", ...text, value: (run) => run.name, cell: (run) => RunName(run)},
    {name: "model", label: "Model", ...text, value: (run) => run.model, cell: (run) => run.model},
    ...metricNames.map((metric) => metricColumn(metric, baseline)),
    ...parameters.map(parameterColumn),
    {
      name: "duration",
      label: "Duration",
      ...number,
      value: (run) => run.durationMilliseconds,
      cell: (run) => formatDuration(run.durationMilliseconds)
    },
    {
      name: "started",
      label: "Started",
      ...number,
      value: (run) => run.startTime,
      cell: (run) => formatDate(run.startTime)
    }
  ];

  function RunName(run: CrossValidation): Node {
    const marks = [
      run.runId === championId && "champion",
      run.runId === stagedId && "staged",
      run.runId === baseline?.runId && "baseline"
    ].filter(Boolean);
    return html`<span class="run-name"><a href=${href(run)}>${run.name}</a>${marks.map((mark) => html`<em class="mark">${mark}</em>`)}</span>`;
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

  function sort({name, descendingFirst}: Column): void {
    change({order: nextOrder(value.order, name, {descendingFirst})});
    head.querySelector<HTMLButtonElement>(`button[data-column="${name}"]`)?.focus();
  }

  function render(): void {
    const sortedColumn = columns.find((column) => column.name === orderColumn(value.order)) ?? columns[2];
    head.replaceChildren(
      html`<th scope="col"><span class="visually-hidden">Highlight</span></th>`,
      ...columns.map((column) =>
        SortableHeader(column.label, {...column, column: column.name, order: value.order, onSort: () => sort(column)})
      )
    );
    body.replaceChildren(
      ...sortRows(runs, sortedColumn.value, value.order).map(
        (run) => html`<tr data-selected=${String(value.selected.includes(run.runId))}>
          <td>
            <label class="swatch" style=${{"--swatch": color(run.model)}}>
              <input type="checkbox" data-run=${run.runId} checked=${value.selected.includes(run.runId)} onchange=${() => toggle(run.runId)}>
              <span class="visually-hidden">Highlight ${run.name} in the chart</span>
            </label>
          </td>
          ${columns.map((column, i) =>
            i === 0
              ? html`<th scope="row">${column.cell(run)}</th>`
              : html`<td class=${column.numeric ? "number" : null}>${column.cell(run)}</td>`
          )}
        </tr>`
      )
    );
  }

  render();
  return Object.defineProperty(root, "value", {get: () => value}) as HTMLElement & {value: RunsTableValue};
}

const text = {numeric: false, descendingFirst: false};
const number = {numeric: true, descendingFirst: true};

function metricColumn(metric: MetricName, baseline: CrossValidation | null | undefined): Column {
  return {
    name: metric,
    label: metricTitles[metric],
    title: lowerIsBetter.has(metric) ? "less is better" : "more is better",
    numeric: true,
    descendingFirst: !lowerIsBetter.has(metric),
    value: (run) => run.metrics[metric].mean,
    cell: (run) => {
      const {mean, standardDeviation} = run.metrics[metric];
      return html`<span title=${`± ${formatMetric(standardDeviation)} over the folds`}>${formatMetric(mean)}${metric === "auc" ? html` <small>± ${formatMetric(standardDeviation)}</small>` : null}</span>${
        baseline && baseline.runId !== run.runId ? MetricDelta(mean - baseline.metrics[metric].mean, metric) : null
      }`;
    }
  };
}

/** A difference with its sign, and in words and colour whether it is for the better. */
export function MetricDelta(delta: number, metric: MetricName): Node {
  const formatted = formatDelta(delta);
  const direction = formatted.startsWith("±") ? "equal" : delta > 0 === lowerIsBetter.has(metric) ? "worse" : "better";
  return html`<small class="delta" data-direction=${direction} title=${direction === "equal" ? "equal to the baseline" : `${direction} than the baseline`}>${formatted}</small>`;
}

function parameterColumn(name: string): Column {
  const numeric = (value: string | undefined) =>
    value === undefined || value === "" || Number.isNaN(Number(value)) ? value : Number(value);
  return {
    name: `param.${name}`,
    label: name,
    numeric: true,
    descendingFirst: false,
    value: (run) => numeric(run.params[name]),
    cell: (run) => run.params[name] ?? html`<span class="absent">–</span>`
  };
}
