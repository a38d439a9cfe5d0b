import {html} from "htl";
import {cardOf, type DataSource} from "../lib/experiment/dataSource.js";
import {formatCount} from "./format.js";

/** Says on every page which data it shows; demo data is named as such. */
export function DataNotice({kind, trainRows, testRows, digest, card}: DataSource): HTMLElement {
  const rows = `${formatCount(trainRows)} training and ${formatCount(testRows)} test rows`;
  const version = html`<span title=${`SHA-256 of train.csv: ${digest}`}>data version <code>${digest.slice(0, 8)}</code></span>`;
  if (kind === "demo" && card === undefined)
    return html`<p class="data-notice"><strong>Demo data</strong> ${rows}, made up to resemble the competition’s; ${version}.</p>`;
  const {title, source, license} = cardOf({kind, card});
  // An address would lead away, and the card's reader can copy it.
  const origin = [source && `from ${source}`, license && `license ${license}`].filter(Boolean).join(", ");
  return html`<p class="data-notice"><strong>${title}</strong> ${rows}${origin && `, ${origin}`}; ${version}.</p>`;
}
