import {element} from "../element.js";
import {leadFinding, leadLede} from "../runs/verdictWords.js";
import type {ExperimentView} from "./experimentView.js";

/** The page's title: who leads by the metric, and whether that is real; beneath it both intervals. */
export function Lead(view: ExperimentView): HTMLElement {
  const title = element("h1");
  const lede = element("p", {class: "lede"});
  function update(): void {
    const {runs, experiment} = view;
    const metric = view.metric?.metric;
    title.textContent = metric
      ? leadFinding(runs, metric, experiment)
      : runs.length === 0
        ? "No run has finished yet"
        : "No run has logged a metric";
    lede.textContent = metric ? leadLede(runs, metric, experiment) : "";
    lede.hidden = lede.textContent === "";
  }
  view.subscribe((change) => {
    if (change.has("metric") || change.has("data")) update();
  });
  update();
  return element("div", {class: "lead"}, title, lede);
}
