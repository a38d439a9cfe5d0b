import {html} from "htl";
import {isFaultOfModel, UserError} from "../../lib/errors.js";
import {formatCount} from "../format.js";

/**
 * A mistake in the reader's file: what it is and where. Anything else is a fault of the report's model, or of ours, and is
 * called one.
 */
export function ErrorNotice(error: unknown): HTMLElement {
  if (!(error instanceof UserError)) {
    return html`<div class="notice error" role="alert">
      <strong>This page failed</strong>
      <p>Your file is not to blame. Reload the page and try again; if it fails again, please report this message.</p>
      <p><code>${error instanceof Error ? error.message : String(error)}</code></p>
    </div>`;
  }
  if (isFaultOfModel(error)) {
    return html`<div class="notice error" role="alert" data-code=${error.code}>
      <strong>This report’s model cannot be used</strong>
      <p>${withCode(error.message)}</p>
      <p class="caption">Your file is not to blame. Whoever builds this report can stage the model and build it again.</p>
    </div>`;
  }
  const {row, column, value} = error.place;
  const place = [
    row !== undefined && ["Row", formatCount(row)],
    column !== undefined && ["Column", column],
    value !== undefined && ["Value", value === "" ? "(empty)" : value]
  ].filter((entry) => entry !== false);
  return html`<div class="notice error" role="alert" data-code=${error.code}>
    <strong>This file cannot be scored</strong>
    <p>${withCode(error.message)}</p>
    ${place.length ? html`<dl>${place.map(([name, text]) => html`<div><dt>${name}</dt><dd><code>${text}</code></dd></div>`)}</dl>` : null}
    <p class="caption">${row === undefined ? "" : "Rows count from 1, without the header and empty rows. "}Correct the file and drop it again.</p>
  </div>`;
}

/** Messages put names into backticks, as the command line shows them. */
export function withCode(message: string): (string | Node)[] {
  return message.split("`").map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));
}
