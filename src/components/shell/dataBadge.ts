import {cardOf, type DataSource} from "../../lib/experiment/dataSource.js";
import {DataNotice} from "../dataNotice.js";
import {Popover} from "../popover.js";

/** Shows in the bar which data the page is about; more of them in a panel that it opens. */
export function showDataBadge(source: DataSource): void {
  const {kind, card} = source;
  const name = kind === "demo" && card === undefined ? "Demo data" : cardOf(source).title;
  document.querySelector("#data-badge")?.replaceChildren(Popover(name, () => DataNotice(source), {className: "badge"}));
}
