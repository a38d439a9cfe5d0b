import {html} from "htl";
import {cardOf, type DataSource} from "../lib/experiment/dataSource.js";
import {CopyButton} from "./clipboard.js";
import {formatCount} from "./format.js";

/** Which data are shown, with their version to copy; demo data are named as such. */
export function DataNotice({kind, trainRows, testRows, digest, card}: DataSource): HTMLElement {
  const rows = `${formatCount(trainRows)} training and ${formatCount(testRows)} test rows`;
  const {title, source, license} = cardOf({kind, card});
  // An address would lead away, and the card's reader can copy it.
  const origin = [source && `from ${source}`, license && `license ${license}`].filter(Boolean).join(", ");
  const isDemo = kind === "demo" && card === undefined;
  return html`<div class="data-notice">
    <p><strong>${isDemo ? "Demo data" : title}</strong> ${rows}${isDemo ? ", made up to resemble the competition’s" : origin && `, ${origin}`}.</p>
    <p>Data version <code title=${`SHA-256 of train.csv: ${digest}`}>${digest.slice(0, 8)}</code> ${CopyButton(digest, {label: "Copy"})}</p>
  </div>`;
}
