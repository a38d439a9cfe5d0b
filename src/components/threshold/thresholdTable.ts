import {html} from "htl";
import type {Costs, ThresholdMeasures} from "../../lib/metrics/thresholdChoice.js";
import {measuresAt} from "../../lib/metrics/thresholdChoice.js";
import {wilsonInterval} from "../../lib/statistics/wilsonInterval.js";
import {formatCount, formatPercent, formatValue} from "../format.js";
import type {ExploredModel} from "./exploredModel.js";

interface Measure {
  label: string;
  /** What it is. */
  title: string;
  value: (measures: ThresholdMeasures) => string;
  /** 95 %. */
  interval?: (measures: ThresholdMeasures) => readonly [number, number] | undefined;
}

const measures: readonly Measure[] = [
  {
    label: "Recall",
    title: "Share of the rows with target 1 that are predicted as 1",
    value: ({recall}) => formatPercent(recall),
    interval: ({confusion: {truePositives, falseNegatives}}) =>
      wilsonInterval(truePositives, truePositives + falseNegatives)
  },
  {
    label: "Precision",
    title: "Share of the rows predicted as 1 that have target 1",
    value: ({precision, flagged}) => (flagged === 0 ? "–" : formatPercent(precision)),
    interval: ({confusion: {truePositives, falsePositives}, flagged}) =>
      flagged === 0 ? undefined : wilsonInterval(truePositives, truePositives + falsePositives)
  },
  {label: "F1", title: "Harmonic mean of precision and recall", value: ({f1}) => f1.toFixed(4)},
  {
    label: "Predicted as 1",
    title: "Share of all rows that are predicted as 1",
    value: ({flagged}) => formatPercent(flagged)
  },
  {
    label: "Lift",
    title: "Precision over the share of rows with target 1: how many times better than rows chosen at random",
    value: ({lift, flagged}) => (flagged === 0 ? "–" : formatValue(lift))
  },
  {
    label: "Cost of 1,000 rows",
    title: "False alarms and misses at the costs given, of 1,000 rows like these",
    value: ({cost}) => formatValue(1000 * cost, 1)
  }
];

export interface ThresholdTable {
  node: HTMLElement;
  /** Fills in the numbers: no more than writing text, so that it keeps up with a slider. */
  update(threshold: number, costs: Costs): void;
}

/** Measures and confusion matrix of each model at a threshold. */
export function ThresholdTable(models: readonly ExploredModel[]): ThresholdTable {
  const cells = models.map(() => measures.map(() => ({value: html`<span></span>`, interval: html`<small></small>`})));
  const matrices = models.map((model) => ConfusionMatrix(model, {isNamed: models.length > 1}));
  const node = html`<div class="threshold-numbers">
    <div class="threshold-measures" role="region" aria-label="Measures at the threshold" tabindex="0"><table>
      ${models.length > 1 ? html`<thead><tr><td></td>${models.map(({name, color}) => html`<th scope="col"><i class="dot" style=${`background:${color}`}></i>${name}</th>`)}</tr></thead>` : null}
      <tbody>${measures.map(
        ({label, title}, row) =>
          html`<tr><th scope="row" title=${title}>${label}</th>${cells.map((column) => html`<td>${column[row].value} ${column[row].interval}</td>`)}</tr>`
      )}</tbody>
    </table></div>
    <div class="confusions">${matrices.map((matrix) => matrix.node)}</div>
  </div>`;
  return {
    node,
    update(threshold, costs) {
      for (const [index, {curve}] of models.entries()) {
        const at = measuresAt(curve, threshold, costs);
        for (const [row, {value, interval}] of measures.entries()) {
          const cell = cells[index][row];
          cell.value.textContent = value(at);
          const ends = interval?.(at) ?? [];
          cell.interval.textContent = ends.map((end) => formatPercent(end, 0)).join(" to ");
        }
        matrices[index].update(at);
      }
    }
  };
}

function ConfusionMatrix({name}: ExploredModel, {isNamed}: {isNamed: boolean}) {
  const [hits, misses, alarms, rest] = [1, 2, 3, 4].map(() => html`<td></td>`);
  const node = html`<table class="confusion">
    <caption>${isNamed ? name : "Rows by target and prediction"}</caption>
    <thead><tr><td></td><th scope="col">predicted 1</th><th scope="col">predicted 0</th></tr></thead>
    <tbody>
      <tr><th scope="row">target 1</th>${hits}${misses}</tr>
      <tr><th scope="row">target 0</th>${alarms}${rest}</tr>
    </tbody>
  </table>`;
  return {
    node,
    update({confusion}: ThresholdMeasures) {
      const {truePositives, falseNegatives, falsePositives, trueNegatives} = confusion;
      const all = truePositives + falseNegatives + falsePositives + trueNegatives;
      for (const [cell, count] of [
        [hits, truePositives],
        [misses, falseNegatives],
        [alarms, falsePositives],
        [rest, trueNegatives]
      ] as const) {
        cell.textContent = formatCount(count);
        cell.title = all === 0 ? "" : `${formatPercent(count / all)} of all rows`;
      }
    }
  };
}
