import {html} from "htl";
import type {Manifest} from "../../lib/staged/manifest.js";
import {formatBytes, formatCount, formatDuration, formatRows} from "../format.js";
import type {ScoredUpload} from "./scoreForm.js";

const listed = 8;

/** What was checked and found in order. */
export function ScoreChecks(
  {name, bytes, scored}: ScoredUpload,
  {features, idColumn}: Pick<Manifest, "features" | "idColumn">
): HTMLElement {
  const {ignoredColumns, rows, milliseconds} = scored;
  const shown = ignoredColumns.slice(0, listed);
  const more = ignoredColumns.length - shown.length;
  const missing = scored.featureCounts.reduce((sum, counts) => sum + counts.missing, 0);
  return html`<ul class="checks passed">
    <li><strong>${name}</strong>, ${formatBytes(bytes)}: ${formatRows(rows)} scored in ${formatDuration(milliseconds)}.</li>
    <li><code>${idColumn}</code> and all ${formatCount(features.length)} feature columns are there; every cell is a number or empty.</li>
    <li>${missing === 0 ? "No value is missing." : `${formatCount(missing)} missing ${missing === 1 ? "value" : "values"}; the model handles them as in training.`}</li>
    <li>${
      ignoredColumns.length === 0
        ? "No column was ignored."
        : html`<span>Ignored, as the model does not use ${ignoredColumns.length === 1 ? "it" : "them"}: ${shown.map((column, i) => html`<span>${i ? ", " : ""}<code>${column}</code></span>`)}${more > 0 ? ` and ${formatCount(more)} more` : ""}.</span>`
    }</li>
  </ul>`;
}

/** “9 of 100 rows are predicted as 1”. */
export function scoreFinding({rows, predictions}: Pick<ScoredUpload["scored"], "rows" | "predictions">): string {
  const positives = predictions.reduce((sum, prediction) => sum + prediction, 0);
  return `${formatCount(positives)} of ${formatRows(rows)} ${positives === 1 ? "is" : "are"} predicted as 1`;
}
