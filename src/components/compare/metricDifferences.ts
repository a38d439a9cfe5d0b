import {html} from "htl";
import {measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {isDecided, recipeVerdict, type Verdict} from "../../lib/experiment/verdict.js";
import {formatDelta, formatMetric, noValue} from "../format.js";
import type {ComparedRun} from "./comparedRuns.js";

export interface MetricDifferences {
  node: HTMLElement;
  /** Fills in what is known of the rows once they have been compared. */
  setRows(other: RunRow, metric: MetricColumn, verdict: Verdict): void;
  data(): Record<string, unknown>[];
}

/**
 * Every metric of the first run less that of each other one, with an interval for each of the two questions. Those of
 * the rows are filled in one by one.
 */
export function MetricDifferences(
  [first, ...others]: readonly ComparedRun[],
  metrics: readonly MetricColumn[]
): MetricDifferences {
  const rowCells = new Map<string, HTMLElement>();
  const rowVerdicts = new Map<string, Verdict>();
  const keyOf = (other: RunRow, metric: MetricColumn) => `${other.runId} ${metric.name}`;
  const pairs = others.map((other) => ({
    other,
    shared: metrics.filter(({name}) => [first, other].every(({run}) => measuredMetric(run, name) !== undefined))
  }));
  const value = ({run}: ComparedRun, {name, digits}: MetricColumn) =>
    formatMetric(measuredMetric(run, name)?.mean, digits);

  const node = html`<div class="table-scroll" role="region" aria-label="Differences of the metrics" tabindex="0">
    <table class="compare-table compare-metrics">
      <thead><tr><th scope="col">${first.run.name} less</th><th scope="col" class="number">Means</th><th scope="col">These models on these rows</th><th scope="col">The recipe on new folds</th></tr></thead>
      ${pairs.map(
        ({other, shared}) => html`<tbody>
        <tr><th scope="rowgroup" colspan="4"><i class="dot" style=${`background:${other.color}`}></i>${other.run.name}</th></tr>
        ${shared.map((metric) => {
          const rows = html`<td><span class="muted">…</span></td>`;
          rowCells.set(keyOf(other.run, metric), rows);
          const recipe = recipeVerdict(first.run, other.run, metric);
          return html`<tr><td title=${`${metric.direction} is better`}>${metric.title}</td><td class="number">${value(first, metric)} <span class="muted">and</span> ${value(other, metric)}</td>${rows}<td>${VerdictWords(recipe, metric)}</td></tr>`;
        })}
        ${shared.length === 0 ? html`<tr><td colspan="4" class="muted">They have no metric in common.</td></tr>` : null}
      </tbody>`
      )}
    </table></div>`;

  return {
    node,
    setRows(other, metric, verdict) {
      rowVerdicts.set(keyOf(other, metric), verdict);
      rowCells.get(keyOf(other, metric))?.replaceChildren(VerdictWords(verdict, metric));
    },
    data: () =>
      pairs.flatMap(({other, shared}) =>
        shared.map((metric) => ({
          first: first.run.name,
          second: other.run.name,
          metric: metric.name,
          first_mean: measuredMetric(first.run, metric.name)?.mean,
          second_mean: measuredMetric(other.run, metric.name)?.mean,
          ...columns("rows", rowVerdicts.get(keyOf(other.run, metric))),
          ...columns("folds", recipeVerdict(first.run, other.run, metric))
        }))
      )
  };
}

function columns(question: string, verdict: Verdict | undefined): Record<string, unknown> {
  const {mean, low, high} = verdict && isDecided(verdict) ? verdict.interval : {};
  const call = verdict === undefined ? "" : isDecided(verdict) ? verdict.call : verdict.reason;
  return {
    [`${question}_difference`]: mean,
    [`${question}_low`]: low,
    [`${question}_high`]: high,
    [`${question}_verdict`]: call
  };
}

/** “better +0.0058 (+0.0030 to +0.0085)”, or why there is no verdict. */
function VerdictWords(verdict: Verdict, {digits}: MetricColumn): HTMLElement {
  if (!isDecided(verdict)) return html`<span class="muted">${noValue} ${verdict.reason}</span>`;
  const {mean, low, high} = verdict.interval;
  return html`<span><strong class="verdict" data-call=${verdict.call.replaceAll(" ", "-")}>${verdict.call}</strong> ${formatDelta(mean, digits)} <small class="muted">${formatDelta(low, digits)} to ${formatDelta(high, digits)}</small></span>`;
}
