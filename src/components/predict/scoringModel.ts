import {html} from "htl";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {Manifest} from "../../lib/staged/manifest.js";
import {formatCount, formatSpread} from "../format.js";

/** Which model scores the file, how good it was in cross-validation and what its threshold means. */
export function ModelSentence({runId, runName, folds, metrics, threshold}: Manifest): HTMLElement {
  return html`<p class="lede">Scored by <a href=${`./runs/${runId}`}>${runName}</a>, the average of ${folds} models:
    ${metrics.auc ? `AUC ${formatSpread(metrics.auc)} in cross-validation. ` : null}The prediction is 1 at threshold ${formatThreshold(threshold)} and above.</p>`;
}

/** What the model needs of a file, before there is one. */
export function ExpectedColumns({idColumn, features}: Pick<Manifest, "idColumn" | "features">): HTMLElement {
  const first = features[0];
  const last = features[features.length - 1];
  const range =
    features.length > 3
      ? html`<span><code>${first}</code> to <code>${last}</code></span>`
      : html`<span>${features.map((name) => html`<code>${name}</code> `)}</span>`;
  return html`<ul class="checks">
    <li>A header with <code>${idColumn}</code> and ${formatCount(features.length)} feature columns, ${range}, in any order. Other columns are ignored.</li>
    <li>Numbers with a decimal point, separated by commas; or with a decimal comma, separated by semicolons. An empty cell, <code>NA</code> or <code>NaN</code> is a missing value.</li>
    <li>What is unusual about the file is listed above its scores.</li>
  </ul>`;
}
