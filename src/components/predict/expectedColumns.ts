import {html} from "htl";
import type {Manifest} from "../../lib/staged/manifest.js";
import {formatCount} from "../format.js";

/** What the model needs of a file, before there is one. */
export function ExpectedColumns({idColumn, features}: Pick<Manifest, "idColumn" | "features">): HTMLElement {
  const first = features[0];
  const last = features[features.length - 1];
  const range =
    features.length > 3
      ? html`<span><code>${first}</code> to <code>${last}</code></span>`
      : html`<span>${features.map((name) => html`<code>${name}</code> `)}</span>`;
  return html`<ul class="checks">
    <li>A header with <code>${idColumn}</code> and ${formatCount(features.length)} feature columns, ${range}, in any order.</li>
    <li>Numbers with a decimal point, separated by commas. An empty cell is a missing value.</li>
    <li>Other columns are ignored and listed here.</li>
  </ul>`;
}
