import {html} from "htl";
import type {LearningCurve, RunDetail} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {Card, type CardData} from "../card.js";
import {fitWidth} from "../fitWidth.js";
import type {ComparedRun} from "./comparedRuns.js";
import {type CurveOfRun, CurveOverlay, curveData, curveOverlayFinding} from "./curveOverlay.js";
import {type ImportanceOfRun, ImportanceRanks, importanceRanks, importanceRanksFinding} from "./importanceRanks.js";
import {calibrationOverlayFinding, precisionRecallOverlayFinding, rocOverlayFinding} from "./overlayFindings.js";
import {
  CalibrationOverlay,
  calibrationPoints,
  DensityOverlay,
  densityPoints,
  PrecisionRecallOverlay,
  type PredictionsOfRun,
  precisionRecallPoints,
  RocOverlay,
  rocPoints
} from "./overlays.js";

/** A run of a comparison with its details. */
export interface DetailedRun extends ComparedRun {
  detail: RunDetail;
}

/** What the details of several runs say side by side: curves, predictions and importances, of the runs that have them. */
export function DetailCards(runs: readonly DetailedRun[], metric: MetricColumn): HTMLElement {
  const predictions = runs.flatMap(({run: {name}, color, detail: {outOfFold}}) =>
    "reason" in outOfFold ? [] : [{name, color, outOfFold}]
  );
  const importances = runs.flatMap(({run: {name}, color, detail: {importance}}) =>
    "reason" in importance ? [] : [{name, color, importance}]
  );
  return html`<div>
    <div class="compare-grid">
      ${CurveCard(runs, metric)}
      ${importances.length < 2 ? Missing("Feature importance", importances, runs) : ImportanceCard(importances, runs)}
    </div>
    ${predictions.length < 2 ? Missing("Out-of-fold predictions", predictions, runs) : PredictionCards(predictions, runs)}
  </div>`;
}

/** Of fewer than two runs there is nothing to lay over each other. */
function Missing(title: string, found: readonly {name: string}[], runs: readonly DetailedRun[]): HTMLElement {
  return Card(html`<p class="empty">${withoutNote(found, runs)}</p>`, {title});
}

/** “a and b logged none.”; empty if all have it. */
function withoutNote(found: readonly {name: string}[], runs: readonly DetailedRun[]): string {
  const names = runs.map(({run}) => run.name).filter((name) => !found.some((one) => one.name === name));
  return names.length === 0 ? "" : ` ${names.join(" and ")} logged none.`;
}

function CurveCard(runs: readonly DetailedRun[], metric: MetricColumn): HTMLElement {
  const curvesOf = (name: string): CurveOfRun[] =>
    runs.flatMap(({run, color, detail: {curves}}) => {
      const curve = curves.find((one) => one.metric.name === name && hasValidation(one));
      return curve ? [{name: run.name, color, curve}] : [];
    });
  const all = runs.flatMap(({detail}) => detail.curves.filter(hasValidation).map((curve) => curve.metric));
  const metrics = [...new Map(all.map((one) => [one.name, one])).values()];
  if (metrics.length === 0)
    return Card(html`<p class="empty">None of them logged a metric step by step.</p>`, {title: "Learning curves"});
  let chosen = (metrics.find(({name}) => name === metric.name) ?? metrics[0]).name;
  const title = html`<span>${curveOverlayFinding(curvesOf(chosen))}</span>`;
  const chart = fitWidth((width) => CurveOverlay(curvesOf(chosen), {width}), {width: 560, height: 300});
  const choice = html<HTMLSelectElement>`<select class="compare-choice" aria-label="Metric of the learning curves" onchange=${() => {
    chosen = metrics[choice.selectedIndex].name;
    title.textContent = curveOverlayFinding(curvesOf(chosen));
    chart.redraw();
  }}>${metrics.map((one) => html`<option selected=${one.name === chosen}>${one.title}</option>`)}</select>`;
  return Card(html`<div>${metrics.length > 1 ? choice : null}${chart.node}</div>`, {
    title,
    caption:
      "Validation: the mean over the folds, and a band from the lowest to the highest fold. Dots mark the best step.",
    note: `The first tenth of the steps may lie outside.${withoutNote(curvesOf(chosen), runs)}`,
    data: () => curveData(curvesOf(chosen)),
    fileName: "compared-curves"
  });
}

const hasValidation = ({series}: LearningCurve) =>
  series.some(({part, steps}) => part === "validation" && steps.length > 1);

function ImportanceCard(importances: readonly ImportanceOfRun[], runs: readonly DetailedRun[]): HTMLElement {
  return Card(fitWidth((width) => ImportanceRanks(importances, {width}), {width: 560, height: 324}).node, {
    title: importanceRanksFinding(importances),
    caption: "Features by rank of their gain, the mean over the folds; the same feature is joined.",
    note: `Ranks of neighbours may change from fold to fold; no interval.${withoutNote(importances, runs)}`,
    data: () => importanceRanks(importances).map((rank) => ({...rank})),
    fileName: "compared-importances"
  });
}

/** The four charts of predictions: what their points are, how they are drawn, and what they say. */
function PredictionCards(predictions: readonly PredictionsOfRun[], runs: readonly DetailedRun[]): HTMLElement {
  const none = withoutNote(predictions, runs);
  const card = (
    draw: (runs: readonly PredictionsOfRun[], options: {width: number}) => Node,
    height: number,
    points: (runs: readonly PredictionsOfRun[]) => CardData,
    options: {title: string; caption: string; note: string; fileName: string}
  ) =>
    Card(fitWidth((width) => draw(predictions, {width}), {width: 440, height}).node, {
      ...options,
      note: `${options.note}${none}`,
      data: () => points(predictions).map(({color: _, ...point}) => point)
    });
  return html`<div class="compare-grid">
    ${card(RocOverlay, 430, rocPoints, {
      title: rocOverlayFinding(predictions),
      caption: "Receiver operating characteristic of all out-of-fold predictions.",
      note: "At most 200 points each; no interval, which the AUC above has.",
      fileName: "compared-roc"
    })}
    ${card(PrecisionRecallOverlay, 430, precisionRecallPoints, {
      title: precisionRecallOverlayFinding(predictions),
      caption: "Precision by recall.",
      note: "Of the same points; no interval, which the average precision above has.",
      fileName: "compared-precision-recall"
    })}
    ${card(CalibrationOverlay, 430, calibrationPoints, {
      title: calibrationOverlayFinding(predictions),
      caption: "Calibration: observed against predicted shares of target 1, in bins of equal size.",
      note: "Lines are Wilson’s 95 % intervals of each bin. Even a perfect model has an error above 0, by chance.",
      fileName: "compared-calibration"
    })}
    ${card(DensityOverlay, 360, densityPoints, {
      title: "Out-of-fold probabilities of each class",
      caption: "The farther apart the two classes, the better they are told apart.",
      note: "Each class adds up to 1.",
      fileName: "compared-scores"
    })}
  </div>`;
}
