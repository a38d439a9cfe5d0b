import {html} from "htl";
import type {ExperimentView} from "../experiments/experimentView.js";
import {ComparePanel} from "./comparePanel.js";

/** The comparison of the runs that the address names; empty for fewer than two of them. */
export function Comparison(view: ExperimentView): HTMLElement {
  const place = html`<div></div>`;
  let shown = new AbortController();
  function update(isOpened: boolean): void {
    shown.abort();
    shown = new AbortController();
    const metric = view.metric?.metric;
    const runs = [...new Set(view.compared)];
    place.replaceChildren(
      ...(metric === undefined || runs.length < 2
        ? []
        : [
            ComparePanel(runs, {
              metric,
              experiment: view.experiment,
              color: view.color,
              close: () => view.change({compare: ""}),
              signal: shown.signal,
              isOpened
            })
          ])
    );
  }
  view.subscribe((change) => {
    if (change.has("compare") || change.has("metric") || change.has("data")) update(change.has("compare"));
  });
  update(true);
  return place;
}
