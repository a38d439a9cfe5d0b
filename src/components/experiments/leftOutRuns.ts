import {type LeftOut, leftOutReasons} from "../../lib/experiment/leftOut.js";
import {formatCount, formatRuns} from "../format.js";
import {element} from "./element.js";

/** “3 runs are not shown: 1 failed, 2 on other data”, which opens their list; nothing where there are none. */
export function LeftOutRuns(leftOut: readonly LeftOut[]): HTMLElement | null {
  const total = leftOut.reduce((sum, {count}) => sum + count, 0);
  if (total === 0) return null;
  const reasons = leftOut.map(({reason, count}) => `${formatCount(count)} ${leftOutReasons[reason]}`).join(", ");
  return element(
    "details",
    {class: "left-out"},
    element("summary", {}, `${formatRuns(total)} ${total === 1 ? "is" : "are"} not shown: ${reasons}`),
    element(
      "dl",
      {},
      ...leftOut.flatMap(({reason, count, names}) => {
        const more = count > names.length ? ` and ${formatCount(count - names.length)} more` : "";
        return [element("dt", {}, leftOutReasons[reason]), element("dd", {}, `${names.join(", ")}${more}`)];
      })
    )
  );
}
