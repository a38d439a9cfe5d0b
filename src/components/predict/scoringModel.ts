import {html} from "htl";
import {cardOf} from "../../lib/experiment/dataSource.js";
import {runPageAddress} from "../../lib/experiment/experiment.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {ColumnsOfModel} from "../../lib/scoring/scoreCsv.js";
import type {Manifest} from "../../lib/staged/manifest.js";
import {formatCount, formatSpread} from "../format.js";

/** Which model scores the file, how good it was, measured on what, and what its threshold means. */
export function ModelSentence({
  runId,
  runName,
  folds,
  metrics,
  threshold,
  trainingData,
  trainedElsewhere
}: Manifest): HTMLElement {
  const {target, title} = cardOf(trainingData);
  const decision = `The prediction is 1${target === undefined ? "" : ` (${target})`} at threshold ${formatThreshold(threshold)} and above.`;
  if (trainedElsewhere) {
    const rows = `${formatCount(trainingData.trainRows)} rows of ${title}, which may have been among its training data`;
    return html`<p class="lede">Scored by <strong>${runName}</strong>, a model trained elsewhere:
    ${metrics.auc ? `AUC ${formatSpread(metrics.auc)} over ${folds} parts of ` : "measured on "}${rows}. ${decision}</p>`;
  }
  return html`<p class="lede">Scored by <a href=${runPageAddress({runId})}>${runName}</a>, the average of ${folds} models:
    ${metrics.auc ? `AUC ${formatSpread(metrics.auc)} in cross-validation. ` : null}${decision}</p>`;
}

/** Beside a threshold that came with the address: what the model's own is, and the way back to it. */
export function ThresholdNotice({threshold}: Pick<Manifest, "threshold">): HTMLElement {
  return html`<p class="caption">This threshold came with the link; the model’s own is ${formatThreshold(threshold)}. <a href="./predict">Use the model’s</a></p>`;
}

/** What the model needs of a file, before there is one. */
export function ExpectedColumns({idColumn, features, categories = {}, idIsRowNumber}: ColumnsOfModel): HTMLElement {
  const id = idIsRowNumber ? null : html`<code>${idColumn}</code> and `;
  const categorical = Object.entries(categories);
  const named = categorical.slice(0, 5).map(([name, texts]) => html`<code>${name}</code> (${listed(texts)})`);
  const first = features[0];
  const last = features[features.length - 1];
  const range =
    features.length > 3
      ? html`<span><code>${first}</code> to <code>${last}</code></span>`
      : html`<span>${features.map((name) => html`<code>${name}</code> `)}</span>`;
  return html`<ul class="checks">
    <li>A header with ${id}${formatCount(features.length)} feature columns, ${range}, in any order. Other columns are ignored.${idIsRowNumber ? " Rows are numbered from 1, or have their ids in " : null}${idIsRowNumber ? html`<code>${idColumn}</code>.` : null}</li>
    ${categorical.length > 0 ? html`<li>Categories as texts, in ${named.flatMap((each, index) => (index > 0 ? [", ", each] : [each]))}${categorical.length > named.length ? ` and ${categorical.length - named.length} more` : ""}. An unknown one counts as missing.</li>` : null}
    <li>Numbers with a decimal point, separated by commas; or with a decimal comma, separated by semicolons. An empty cell, <code>NA</code> or <code>NaN</code> is a missing value.</li>
    <li>What is unusual about the file is listed above its scores.</li>
  </ul>`;
}

function listed(texts: readonly string[]): string {
  return texts.length > 4 ? `${texts.slice(0, 3).join(", ")} and ${texts.length - 3} more` : texts.join(", ");
}
