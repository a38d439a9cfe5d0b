import {html} from "htl";
import {type Experiment, measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import {findRun} from "../../lib/experiment/findRun.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {isDecided, recipeVerdict} from "../../lib/experiment/verdict.js";
import {Card} from "../card.js";
import {AbsentValue} from "../columns.js";
import {formatMetric} from "../format.js";
import {type UrlState, urlState} from "../urlState.js";
import {builtVerdicts, pairFinding, verdictNote, verdictSentences, verdictText} from "./verdictWords.js";

export interface BaselineCardOptions {
  /** The runs on the same data, best first. */
  ranked: readonly RunRow[];
  metric: MetricColumn;
  /** Keeps the id or name of the run to compare with; at first the best run. */
  address?: UrlState<"baseline">;
}

/** A run beside another, which the reader chooses: who is ahead, by how much, and whether that is real. */
export function BaselineCard(
  run: RunRow,
  experiment: Experiment,
  {ranked, metric, address = urlState({baseline: ""})}: BaselineCardOptions
): HTMLElement {
  const others = ranked.filter(({runId}) => runId !== run.runId);
  const current = () => baselineOf(run, ranked, findRun(ranked, address.get("baseline")));
  const first = current();
  if (first === undefined)
    return Card(html`<p class="empty">There is no other run on the same data to compare it with.</p>`, {
      title: "Compared with another run"
    });
  const title = html`<span></span>`;
  const sentences = html`<span></span>`;
  const place = html`<div></div>`;
  const choice = html<HTMLSelectElement>`<select onchange=${() => {
    const chosen = others[choice.selectedIndex];
    address.push({baseline: chosen.runId});
    show(chosen);
  }}>${others.map((other) => html`<option selected=${other === first}>${other.name}</option>`)}</select>`;

  function show(other: RunRow): void {
    const verdicts = builtVerdicts(run, other, metric, experiment.championId);
    title.textContent = pairFinding(run, other, verdicts, metric);
    sentences.textContent = `${run.name} minus ${other.name}. ${verdictSentences(verdicts, metric).join(" ")}`;
    const comparison = `./experiments?compare=${encodeURIComponent(`${run.runId},${other.runId}`)}`;
    place.replaceChildren(
      html`<p class="compare-link"><a href=${comparison}>Compare folds, curves and predictions of both</a></p>`,
      BaselineComparison(run, other, experiment)
    );
  }
  show(first);
  const content = html`<div><label class="baseline-choice">Compared with ${choice}</label>${place}</div>`;
  const stop = address.onReturn(() => {
    if (!content.isConnected) return stop();
    const other = current() ?? first;
    choice.selectedIndex = others.indexOf(other);
    show(other);
  });
  return Card(content, {
    title,
    caption: sentences,
    note: verdictNote(metric),
    fileName: "baseline"
  });
}

/** The run that another is measured against: the one that is wished for, else the best; the second best for the best. */
export function baselineOf(run: RunRow, ranked: readonly RunRow[], wanted: RunRow | undefined): RunRow | undefined {
  if (wanted !== undefined && wanted.runId !== run.runId) return wanted;
  return ranked.find(({runId}) => runId !== run.runId);
}

/** What two runs differ in: their metrics, with what is said of new folds, and their parameters. */
export function BaselineComparison(run: RunRow, baseline: RunRow, {metrics}: Pick<Experiment, "metrics">): HTMLElement {
  const both = metrics.filter(
    ({name}) => measuredMetric(run, name) !== undefined && measuredMetric(baseline, name) !== undefined
  );
  const differing = differingParameters(run, baseline);
  return html`<div class="baseline-comparison">
    <div class="table-scroll" role="region" aria-label="Metrics of both runs" tabindex="0"><table>
      <thead><tr><th scope="col">Metric</th><th scope="col" class="number">This run</th><th scope="col" class="number">${baseline.name}</th><th scope="col">On new folds</th></tr></thead>
      <tbody>${both.map((metric) => MetricRow(run, baseline, metric))}</tbody>
    </table></div>
    ${
      differing.length === 0
        ? html`<p class="empty">Their parameters are the same.</p>`
        : html`<div class="table-scroll" role="region" aria-label="Parameters that differ" tabindex="0"><table>
      <thead><tr><th scope="col">Parameter</th><th scope="col" class="number">This run</th><th scope="col" class="number">${baseline.name}</th></tr></thead>
      <tbody>${differing.map((name) => html`<tr><th scope="row">${name}</th><td class="number">${parameter(run, name)}</td><td class="number">${parameter(baseline, name)}</td></tr>`)}</tbody>
    </table></div>`
    }
  </div>`;
}

function MetricRow(run: RunRow, baseline: RunRow, metric: MetricColumn): HTMLElement {
  const verdict = recipeVerdict(run, baseline, metric);
  const value = (of: RunRow) => formatMetric(measuredMetric(of, metric.name)?.mean, metric.digits);
  return html`<tr><th scope="row" title=${`${metric.direction} is better`}>${metric.title}</th>
    <td class="number">${value(run)}</td><td class="number">${value(baseline)}</td>
    <td>${isDecided(verdict) ? html`<strong class="verdict" data-call=${verdict.call.replaceAll(" ", "-")}>${verdict.call}</strong> ` : null}${verdictText(verdict, metric)}</td></tr>`;
}

const logged = ({params}: RunRow, name: string) => (Object.hasOwn(params, name) ? params[name] : undefined);

const parameter = (run: RunRow, name: string) => logged(run, name) ?? AbsentValue(`The run has no parameter ${name}`);

function differingParameters(run: RunRow, baseline: RunRow): string[] {
  const names = [...new Set([...Object.keys(run.params), ...Object.keys(baseline.params)])].sort();
  return names.filter((name) => logged(run, name) !== logged(baseline, name));
}
