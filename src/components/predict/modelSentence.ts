import {html} from "htl";
import type {Manifest} from "../../lib/staged/manifest.js";
import {formatSpread} from "../format.js";

/** Which model scores the file, how good it was in cross-validation and what its threshold means. */
export function ModelSentence({runId, runName, folds, metrics, threshold}: Manifest): HTMLElement {
  return html`<p class="lede">Scored by <a href=${`./runs/${runId}`}>${runName}</a>, the average of ${folds} models:
    AUC ${formatSpread(metrics.auc)} in cross-validation. From a probability of ${threshold.toFixed(4)} on, the prediction is 1.</p>`;
}
