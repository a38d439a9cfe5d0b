import {html} from "htl";
import {type RunRow, runPageAddress} from "../../lib/experiment/experiment.js";
import {nearestRun} from "../../lib/experiment/findRun.js";

/** Links to the runs before and after this one in a ranking. */
export function RunNeighbours(
  run: RunRow,
  ranked: readonly RunRow[],
  {address = runPageAddress}: {address?: (run: RunRow) => string} = {}
): HTMLElement {
  const rank = ranked.findIndex(({runId}) => runId === run.runId);
  const link = (other: RunRow | undefined, rel: "prev" | "next", words: (name: string) => string) =>
    other && html`<a rel=${rel} href=${address(other)}>${words(`${ranked.indexOf(other) + 1}. ${other.name}`)}</a>`;
  return html`<nav class="neighbours" aria-label="Runs in the ranking">
    <a href="./experiments">All runs</a>
    ${rank > 0 ? link(ranked[rank - 1], "prev", (name) => `← ${name}`) : null}
    ${rank >= 0 ? link(ranked[rank + 1], "next", (name) => `${name} →`) : null}
  </nav>`;
}

/** In the place of a run that the report does not have: the one that was probably meant, and the best ones. */
export function UnknownRun(wanted: string, runs: readonly RunRow[]): HTMLElement {
  const near = nearestRun(runs, wanted);
  const link = (run: RunRow) => html`<a href=${runPageAddress(run)}>${run.name}</a>`;
  const first = runs.slice(0, 5);
  return html`<div class="unknown-run">
    <h1>${wanted === "" ? "No run is chosen" : html`This report has no run <code>${cut(wanted)}</code>`}</h1>
    ${near ? html`<p>Did you mean ${link(near)}?</p>` : null}
    ${first.length > 0 ? html`<p>The best runs: ${first.map((run, i) => html.fragment`${i > 0 ? ", " : ""}${link(run)}`)}.</p>` : null}
    <p>A run that was deleted, or is on a report built later, has no page here. <a href="./experiments">All runs</a> are on the experiments page.</p>
  </div>`;
}

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
