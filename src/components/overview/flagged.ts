import {html} from "htl";
import {measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import {correctedInterval} from "../../lib/metrics/spread.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import {targetColor} from "../encoding.js";
import {formatDecimals} from "../format.js";
import {HundredGrid} from "./hundredGrid.js";

/** What a model does with a hundred rows that it flags, and with a hundred that have target 1. */
export interface Flagged {
  precision: number;
  recall: number;
  title: string;
  caption: string;
}

/** Undefined for a run without a threshold, or without precision and recall at it. */
export function flaggedRows(run: RunRow): Flagged | undefined {
  const precision = measuredMetric(run, "precision");
  const recall = measuredMetric(run, "recall");
  if (run.threshold === undefined || precision === undefined || recall === undefined) return undefined;
  const right = formatDecimals(100 * precision.mean, 0);
  const found = formatDecimals(100 * recall.mean, 0);
  return {
    precision: precision.mean,
    recall: recall.mean,
    title: `Of 100 rows that it flags, ${right} have target 1; of 100 with target 1, it flags ${found}`,
    caption: `${run.name} at threshold ${formatThreshold(run.threshold)}, the one with the highest F1: precision ${describeShare(precision)}, recall ${describeShare(recall)}. Measured on rows that the models were not trained on.`
  };
}

function describeShare(measured: NonNullable<ReturnType<typeof measuredMetric>>): string {
  const percent = (share: number) => formatDecimals(100 * Math.min(1, Math.max(0, share)), 0);
  const interval = correctedInterval(measured.folds, measured);
  const chance = interval
    ? `95 % interval on new folds ${percent(interval.low)} to ${percent(interval.high)}`
    : "no interval without several folds";
  return `${percent(measured.mean)} % (${chance})`;
}

/** Both as a hundred dots. */
export function FlaggedGrids({precision, recall}: Flagged): HTMLElement {
  const grid = (share: number, words: string) => {
    const count = Math.round(100 * share);
    return html`<div><p>${words}</p>${HundredGrid(share, {color: targetColor.positive, label: `${count} of 100`})}</div>`;
  };
  return html`<div class="hundreds">
    ${grid(precision, "100 rows flagged; filled: those with target 1")}
    ${grid(recall, "100 rows with target 1; filled: those flagged")}
  </div>`;
}
