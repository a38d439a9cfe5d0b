import {html} from "htl";
import {hasConditions, withConditions} from "../../lib/experiment/brush.js";
import {measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {rankParameters} from "../../lib/experiment/parameterStrength.js";
import type {Query} from "../../lib/experiment/query/query.js";
import {tradeOff} from "../../lib/experiment/tradeOff.js";
import {Card, type CardData, type CardOptions} from "../card.js";
import type {ExperimentView} from "../experiments/experimentView.js";
import {formatRuns} from "../format.js";
import {whenVisible} from "../whenVisible.js";
import {ParallelCoordinates, type ParallelCoordinatesElement} from "./parallelCoordinates.js";
import {parametersFinding, parametersNote} from "./parameterFindings.js";
import {ParameterGrid} from "./parameterGrid.js";
import {SweepCards} from "./sweepCards.js";
import {TradeOffChart, tradeOffFinding, tradeOffNote} from "./tradeOffChart.js";

export interface ParameterCardsOptions {
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
}

interface Highlighted {
  highlight(runIds: readonly string[]): void;
}

/**
 * Which parameters go with the metric, and what a better metric costs; of a sweep also how it went. Follows the view of
 * the page, and changes it: a click selects a run, a brush filters the table.
 */
export function ParameterCards(view: ExperimentView, {resize}: ParameterCardsOptions): HTMLElement {
  const {color} = view;
  const charts = new Map<HTMLElement, Highlighted>();
  const selected = () => [...view.selected];
  const onSelect = ({runId}: RunRow) => view.toggle(runId);
  let parallel: ParallelCoordinatesElement | undefined;
  let brushed: readonly Query[] = [];

  /** Fills a place with a card, and keeps its chart for highlighting. */
  function fill<Chart extends Node & Highlighted>(
    place: HTMLElement,
    chart: (width: number) => Chart,
    card: CardOptions
  ): void {
    const content = resize((width) => {
      const drawn = chart(width);
      charts.set(place, drawn);
      return drawn;
    });
    place.replaceChildren(Card(content, card));
  }

  function drawGrid(place: HTMLElement, metric: MetricColumn): void {
    const runs = view.matchingRuns;
    const parameters = rankParameters(runs, metric);
    const options = {color, onSelect, parameters};
    fill(place, (width) => ParameterGrid(runs, metric, {width, selected: selected(), ...options}), {
      title: parametersFinding(parameters, metric),
      caption: `${metric.title} against each parameter that differs, of ${formatRuns(runs.length)}; a dot is a run.`,
      note: parametersNote(parameters, runs.length),
      fileName: "parameters",
      data: () => parameterRows(runs, metric)
    });
  }

  function drawParallel(place: HTMLElement, metric: MetricColumn): void {
    const {runs} = view;
    const parameters = rankParameters(runs, metric);
    const queryName = (column: string) => view.column(column)?.name ?? column;
    const onFilter = (conditions: readonly Query[]) => {
      const query = withConditions(view.query, conditions, brushed);
      brushed = conditions;
      view.filterBy(query);
    };
    const draw = (width: number) => {
      const axes = parallel?.axes();
      const options = {width, color, parameters, axes, queryName, onFilter, onSelect, selected: selected()};
      parallel = ParallelCoordinates(runs, metric, options);
      parallel.show(idsOf(view.matchingRuns));
      return parallel;
    };
    parallel = undefined;
    fill(place, draw, {
      title: `Which parameters lead to which ${metric.shortTitle}`,
      caption:
        "A line is a run. What is chosen on the axes filters the table; runs that the table does not show are grey.",
      note: "Scales are chosen from the values. Runs without a parameter have a place of their own on its axis.",
      fileName: "parallel-coordinates",
      data: () => parameterRows(runs, metric)
    });
  }

  function drawTradeOff(place: HTMLElement, metric: MetricColumn): void {
    const runs = view.matchingRuns;
    const trade = tradeOff(runs, metric);
    fill(place, (width) => TradeOffChart(runs, metric, {width, color, onSelect, selected: selected()}), {
      title: tradeOffFinding(trade, metric),
      caption: `${metric.title} against training time of ${formatRuns(trade.points.length)}; a dot is a run.`,
      note: tradeOffNote(runs, trade),
      fileName: "trade-off",
      data: () =>
        trade.points.map((point) => ({
          run: point.run.name,
          model: point.run.model,
          seconds: point.milliseconds / 1000,
          [metric.name]: point.value,
          front: trade.front.includes(point)
        }))
    });
  }

  function drawSweeps(place: HTMLElement, metric: MetricColumn): void {
    const cards = SweepCards(view, metric, {resize});
    charts.set(place, cards);
    place.replaceChildren(cards);
  }

  const part = (className: string, draw: (place: HTMLElement, metric: MetricColumn) => void) => {
    const place = html`<div class=${className}></div>`;
    const drawNow = () => {
      if (view.metric?.metric) draw(place, view.metric.metric);
    };
    const drawing = whenVisible(place, drawNow, {ahead: true});
    return {place, drawing};
  };
  const grid = part("parameters-place", drawGrid);
  const lines = part("parallel-place", drawParallel);
  const times = part("trade-off-place", drawTradeOff);
  const sweeps = part("sweeps-place", drawSweeps);

  view.subscribe((change) => {
    const isOther = change.has("data") || change.has("metric");
    if (isOther || change.has("filter")) {
      grid.drawing.redraw();
      times.drawing.redraw();
    }
    if (isOther) {
      lines.drawing.redraw();
      sweeps.drawing.redraw();
    } else if (change.has("filter")) {
      if (!hasConditions(view.query, brushed)) {
        brushed = [];
        parallel?.clear();
      }
      parallel?.show(idsOf(view.matchingRuns));
    }
    if (change.has("selected")) for (const chart of charts.values()) chart.highlight(selected());
  });
  const hasSweeps = view.experiment.sweeps.length > 0;
  return html`<section class="parameter-cards" aria-label="Parameters">
    ${grid.place}${lines.place}${times.place}${hasSweeps ? sweeps.place : null}
  </section>`;
}

const idsOf = (runs: readonly RunRow[]) => new Set(runs.map(({runId}) => runId));

/** A row a run: its metric and its parameters. */
function parameterRows(runs: readonly RunRow[], metric: MetricColumn): CardData {
  const names = [...new Set(runs.flatMap(({params}) => Object.keys(params)))];
  return runs.map((run) => ({
    run: run.name,
    model: run.model,
    [metric.name]: measuredMetric(run, metric.name)?.mean,
    ...Object.fromEntries(names.map((name) => [`param.${name}`, run.params[name]]))
  }));
}
