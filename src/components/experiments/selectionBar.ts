import {CopyButton} from "../clipboard.js";
import {element} from "../element.js";
import {formatCount, formatRuns} from "../format.js";
import {type ExperimentView, encodeList, mostCompared} from "./experimentView.js";

/** How many runs match, what is wrong with the filter, and what can be done with those that are ticked. */
export function SelectionBar(view: ExperimentView, mistake: HTMLElement): HTMLElement {
  const matches = element("span", {role: "status", class: "matches"});
  const count = element("strong");
  const compare = element("button", {type: "button", class: "link-button"}, "Compare");
  const clear = element("button", {type: "button", class: "link-button"}, "Clear");
  const hint = element("small", {class: "muted"});
  const actions = element(
    "span",
    {class: "selection"},
    count,
    compare,
    clear,
    CopyButton(() => location.href, {label: "Copy link", className: "link-button"}),
    hint
  );
  compare.addEventListener("click", () => view.change({compare: encodeList([...view.selected])}));
  clear.addEventListener("click", () => view.change({selected: "", compare: ""}));

  function update(): void {
    const {matching, runs, selected} = view;
    const found =
      matching.length === runs.length
        ? formatRuns(runs.length)
        : `${formatCount(matching.length)} of ${formatRuns(runs.length)}`;
    const text = view.mistake ? `${found}, as the filter was before` : found;
    if (matches.textContent !== text) matches.textContent = text;
    actions.hidden = selected.size === 0;
    count.textContent = `${formatCount(selected.size)} selected`;
    compare.disabled = selected.size < 2 || selected.size > mostCompared;
    hint.textContent =
      selected.size < 2
        ? "Select another to compare them."
        : selected.size > mostCompared
          ? `At most ${mostCompared} are compared.`
          : "";
  }
  view.subscribe((change) => {
    if (["filter", "selected", "data"].some((field) => [...change].some((changed) => changed === field))) update();
  });
  update();
  return element("div", {class: "selection-bar"}, matches, mistake, actions);
}
