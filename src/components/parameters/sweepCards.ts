import {html} from "htl";
import {bestSoFar} from "../../lib/experiment/bestSoFar.js";
import type {Sweep} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {parameterImportance} from "../../lib/experiment/parameterImportance.js";
import {Card} from "../card.js";
import type {ExperimentView} from "../experiments/experimentView.js";
import type {Highlighting} from "./parameterGrid.js";
import {
  BestSoFarChart,
  bestSoFarFinding,
  bestSoFarNote,
  ImportanceBars,
  importanceFinding,
  importanceNote
} from "./sweepCharts.js";

/** How a sweep went: the best so far against trials, and which parameters matter; with a choice between several sweeps. */
export function SweepCards(
  view: ExperimentView,
  metric: MetricColumn,
  {resize}: {resize: (render: (width: number) => Node) => Node}
): Highlighting {
  const {runs, color} = view;
  const {sweeps} = view.experiment;
  const withTrials = sweeps.filter(({runId}) => runs.some((run) => run.sweep === runId));
  let chart: {highlight(runIds: readonly string[]): void} | undefined;
  const place = html`<div class="sweep-place"></div>`;

  function show(sweep: Sweep): void {
    const trials = runs.filter((run) => run.sweep === sweep.runId);
    const order = bestSoFar(trials, metric);
    const importance = parameterImportance(trials, metric);
    place.replaceChildren(
      Card(
        resize((width) => {
          const drawn = BestSoFarChart(trials, metric, {
            width,
            color,
            onSelect: ({runId}) => view.toggle(runId),
            selected: [...view.selected]
          });
          chart = drawn;
          return drawn;
        }),
        {
          title: bestSoFarFinding(order, metric),
          caption: `Sweep ${sweep.name}: a dot is a trial, the line the best until then.`,
          note: bestSoFarNote(sweep),
          fileName: "best-so-far",
          data: () =>
            order.map(({run, number, value, best}) => ({trial: number, run: run.name, [metric.name]: value, best}))
        }
      ),
      Card(
        importance.reason === undefined
          ? resize((width) => ImportanceBars(importance, {width}))
          : html`<p class="empty">${importanceFinding(importance, metric)}.</p>`,
        {
          title:
            importance.reason === undefined ? importanceFinding(importance, metric) : "Importance of the parameters",
          caption: `Sweep ${sweep.name}.`,
          note: importanceNote,
          fileName: "parameter-importance",
          data: () => importance.parameters
        }
      )
    );
  }

  const newestFirst = withTrials.toSorted((a, b) => b.startTime - a.startTime);
  if (newestFirst.length > 0) show(newestFirst[0]);
  const choice = html<HTMLSelectElement>`<select onchange=${() => show(newestFirst[choice.selectedIndex])}>${newestFirst.map(
    ({name, shown}) => html`<option>${name} (${shown} trials)</option>`
  )}</select>`;
  return Object.assign(
    html`<div>${newestFirst.length > 1 ? html`<label class="sweep-choice">Sweep ${choice}</label>` : null}${place}</div>`,
    {
      highlight(runIds: readonly string[]) {
        chart?.highlight(runIds);
      }
    }
  );
}
