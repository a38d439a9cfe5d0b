import {leftOutReasons} from "../../lib/experiment/leftOut.js";
import {element} from "../element.js";
import {formatCount, formatRuns} from "../format.js";
import type {ExperimentView} from "./experimentView.js";

/** More names are not listed. */
const mostNames = 50;

/** Runs that the table does not have, whatever the filter. */
interface Missing {
  /** In the words that follow their count. */
  reason: string;
  count: number;
  names: readonly string[];
}

function missingRuns({experiment, data}: ExperimentView): Missing[] {
  const other = experiment.runs.filter((run) => run.data !== data).map(({name}) => name);
  const leftOut = experiment.leftOut.map(({reason, count, names}) => ({reason: leftOutReasons[reason], count, names}));
  return other.length > 0 ? [...leftOut, {reason: "on other data", count: other.length, names: other}] : leftOut;
}

/** “3 runs are not shown: 1 failed, 2 on other data”, which opens their list; nothing where there are none. */
export function LeftOutRuns(view: ExperimentView): HTMLElement {
  const summary = element("summary");
  const list = element("dl");
  const root = element("details", {class: "left-out"}, summary, list);
  function update(): void {
    const missing = missingRuns(view);
    const total = missing.reduce((sum, {count}) => sum + count, 0);
    const reasons = missing.map(({reason, count}) => `${formatCount(count)} ${reason}`).join(", ");
    root.hidden = total === 0;
    summary.textContent = `${formatRuns(total)} ${total === 1 ? "is" : "are"} not shown: ${reasons}`;
    list.replaceChildren(
      ...missing.flatMap(({reason, count, names}) => {
        const more = count > mostNames ? ` and ${formatCount(count - mostNames)} more` : "";
        const some = names.slice(0, mostNames).join(", ");
        return [element("dt", {}, reason), element("dd", {}, `${some}${more}`)];
      })
    );
  }
  view.subscribe((change) => {
    if (change.has("data")) update();
  });
  update();
  return root;
}
