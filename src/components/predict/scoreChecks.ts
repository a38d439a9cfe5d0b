import {html} from "htl";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {Finding} from "../../lib/scoring/findings.js";
import {formatBytes, formatCount, formatDuration, formatRows} from "../format.js";
import {withCode} from "./errorNotice.js";
import type {ScoredUpload} from "./scoreForm.js";

/** Levels by urgency, and how they are called to those who do not see the sign. */
const levels: Record<Finding["level"], string> = {warning: "Warning", note: "Note", passed: "Passed"};

/** What was checked about a file: doubts first, then what is worth knowing, then what is in order. */
export function ScoreChecks({name, bytes, scored}: ScoredUpload): HTMLElement {
  const {rows, milliseconds, findings} = scored;
  const order = Object.keys(levels);
  const sorted = [...findings].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return html`<div>
    <p class="caption"><strong>${name}</strong>, ${formatBytes(bytes)}: ${formatRows(rows)} scored in ${formatDuration(milliseconds)}.</p>
    <ul class="checks findings">${sorted.map(
      ({level, text}) =>
        html`<li data-level=${level}><span class="visually-hidden">${levels[level]}: </span>${withCode(text)}</li>`
    )}</ul>
  </div>`;
}

/** “2 warnings about this file”, or that there is none. */
export function checksTitle(findings: readonly Finding[]): string {
  const warnings = findings.filter(({level}) => level === "warning").length;
  if (warnings === 0) return "This file passed the checks";
  return `${formatCount(warnings)} ${warnings === 1 ? "warning" : "warnings"} about this file`;
}

/** “9 of 100 rows are predicted as 1 at threshold 0.240”. */
export function scoreFinding({
  rows,
  predictions,
  threshold
}: Pick<ScoredUpload["scored"], "rows" | "predictions" | "threshold">): string {
  const positives = predictions.reduce((sum, prediction) => sum + prediction, 0);
  return `${formatCount(positives)} of ${formatRows(rows)} ${positives === 1 ? "is" : "are"} predicted as 1 at threshold ${formatThreshold(threshold)}`;
}
