import {html} from "htl";
import type {DataSource} from "../lib/experiment/crossValidation.js";
import {formatCount} from "./format.js";

/** Says on every page which data it shows; demo data is named as such. */
export function DataNotice({kind, trainRows, testRows, digest}: DataSource): HTMLElement {
  const rows = `${formatCount(trainRows)} training and ${formatCount(testRows)} test rows`;
  const version = html`<span title=${`SHA-256 of train.csv: ${digest}`}>data version <code>${digest.slice(0, 8)}</code></span>`;
  return kind === "demo"
    ? html`<p class="data-notice"><strong>Demo data</strong> ${rows}, made up to resemble the competition’s; ${version}.</p>`
    : html`<p class="data-notice"><strong>Kaggle’s data</strong> ${rows}; ${version}.</p>`;
}
