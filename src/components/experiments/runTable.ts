import type {RunRow} from "../../lib/experiment/experiment.js";
import {type TableRow, tableRows} from "../../lib/experiment/tableRows.js";
import {element} from "../element.js";
import {VirtualRows} from "../virtualRows.js";
import {decodeList, type ExperimentView, encodeList, type ViewChange} from "./experimentView.js";
import {GroupDifferenceCell, GroupMetricCell, GroupNameCell, GroupValueCell} from "./groupCells.js";
import {CellContext, DifferenceCell, MetricCell, NameCell, ValueCell} from "./runCells.js";
import {shownColumns, type TableColumn} from "./tableColumns.js";
import {TableHead} from "./tableHead.js";
import {moveByKeys} from "./tableKeys.js";

export interface RunTableOptions {
  /** Address of a run's page. */
  href: (run: RunRow) => string;
}

/** From this width on there is room for columns; below, a row has two lines. */
const narrowWidth = 640;
const rowHeight = {wide: 34, narrow: 62} as const;
/** From this width on the column of the metric stays in sight as well. */
const roomyWidth = 1000;
/** More rows than these scroll within the table. */
const mostUnscrolled = 30;

/** Stands for the group of the runs without a value. */
const noValueKey = "";

const keyOf = (row: TableRow, {runs}: Pick<ExperimentView, "runs">): string =>
  row.kind === "run" ? `run:${runs[row.row].runId}` : `group:${row.value ?? noValueKey}`;

/**
 * The runs as one table that is legend and chart: a dot for each fold on an axis that all rows share, in the model's
 * hue. Only rows in sight exist; what changes is changed in place.
 */
export function RunTable(view: ExperimentView, {href}: RunTableOptions): HTMLElement {
  const head = element("thead", {role: "rowgroup"});
  const pinned = element("tbody", {role: "rowgroup", class: "pinned"});
  const body = element("tbody", {role: "rowgroup"});
  const table = element("table", {class: "run-table", "aria-label": "Runs"}, head, pinned, body);
  const empty = element("p", {class: "empty", hidden: true});
  const scroller = element("div", {class: "run-scroll"}, table, empty);
  let shown: TableColumn[] = [];
  let heads: TableHead | undefined;
  let context = new CellContext(view, href);
  const rows = new VirtualRows<TableRow>(
    {scroller, body, keyOf: (row) => keyOf(row, view), fill: (row, item) => fillRow(row, item)},
    rowHeight.wide
  );
  const pinnedRow = element("tr", {role: "row", tabindex: -1, "aria-rowindex": 2});

  function fillRow(target: HTMLTableRowElement, item: TableRow): void {
    target.className = item.kind === "group" ? "group" : item.isMember ? "member" : "";
    const cells = item.kind === "group" ? groupCells(item) : runCells(view.runs[item.row], item.row);
    if (item.kind === "group") {
      target.dataset.group = item.value ?? noValueKey;
      target.ariaExpanded = String(item.isOpen);
    } else target.dataset.run = view.runs[item.row].runId;
    if (view.groupBy) target.ariaLevel = item.kind === "group" || !item.isMember ? "1" : "2";
    else target.removeAttribute("aria-level");
    target.replaceChildren(...cells);
    showState(target, item.kind === "run" ? view.runs[item.row] : undefined);
  }

  function cell(key: string, className: string, content: (Node | string)[], style?: string): HTMLElement {
    return element("td", {role: "gridcell", class: className, "data-column": key, style}, ...content);
  }

  const nameCell = (content: Node[]) =>
    element("th", {scope: "row", role: "rowheader", class: "name-column"}, ...content);

  function runCells(run: RunRow, row: number): HTMLElement[] {
    const color = `color:${view.color(run.model)}`;
    return [
      nameCell(NameCell(run, context)),
      ...(context.metric ? [cell("metric", "metric-column", MetricCell(run, context), color)] : []),
      ...shown.map(({key, column}) =>
        column
          ? cell(key, classOf(column), ValueCell(run, row, column))
          : cell(key, "difference-column", DifferenceCell(run, context))
      )
    ];
  }

  function groupCells(group: Extract<TableRow, {kind: "group"}>): HTMLElement[] {
    const models = new Set(group.rows.map((row) => view.runs[row].model));
    const [model] = models;
    const color = models.size === 1 ? `color:${view.color(model)}` : undefined;
    return [
      nameCell(GroupNameCell(group, context)),
      ...(context.metric ? [cell("metric", "metric-column", GroupMetricCell(group, context), color)] : []),
      ...shown.map(({key, column}) =>
        column
          ? cell(key, classOf(column), GroupValueCell(group, column))
          : cell(key, "difference-column", GroupDifferenceCell(group, context))
      )
    ];
  }

  function showState(row: HTMLTableRowElement, run: RunRow | undefined): void {
    if (!run) {
      row.removeAttribute("aria-selected");
      return;
    }
    const isSelected = view.selected.has(run.runId);
    row.ariaSelected = String(isSelected);
    row.classList.toggle("focused", view.focused === run);
    const tick = row.querySelector("input");
    if (tick) tick.checked = isSelected;
  }

  function showStates(): void {
    for (const row of table.querySelectorAll<HTMLTableRowElement>("tr[data-run]"))
      showState(row, view.run(row.dataset.run ?? ""));
  }

  function update(change?: ViewChange): void {
    if (change && [...change].every((field) => field === "focus" || field === "selected" || field === "compare")) {
      showStates();
      return;
    }
    const before = {scale: context.scale, baseline: context.baseline};
    const columns = shownColumns(view);
    const hasOtherColumns =
      !heads ||
      change?.has("metric") ||
      change?.has("data") ||
      columns.map(({key}) => key).join() !== shown.map(({key}) => key).join();
    context = new CellContext(view, href);
    if (hasOtherColumns) {
      shown = columns;
      heads = TableHead(view, shown);
      table.querySelector("colgroup")?.remove();
      table.prepend(heads.columns);
      head.replaceChildren(heads.row);
      scroller.style.setProperty("--table-width", `${heads.width}px`);
      scroller.style.setProperty("--name-width", `${heads.nameWidth}px`);
    }
    const isSame =
      !hasOtherColumns &&
      !change?.has("group") &&
      !change?.has("open") &&
      before.baseline === context.baseline &&
      before.scale?.low === context.scale?.low &&
      before.scale?.high === context.scale?.high;
    if (!isSame) rows.invalidate();
    heads?.update(context);
    showPinned();
    showRows();
  }

  /** The baseline is on top, whatever the filter and the order. */
  function showPinned(): void {
    const {baseline} = context;
    const row = baseline ? view.runs.indexOf(baseline) : -1;
    if (!baseline || row < 0) {
      pinned.replaceChildren();
      return;
    }
    pinnedRow.dataset.key = "baseline";
    pinnedRow.dataset.run = baseline.runId;
    pinnedRow.classList.toggle("unmatched", !view.matching.includes(row));
    pinnedRow.replaceChildren(...runCells(baseline, row));
    showState(pinnedRow, baseline);
    pinned.replaceChildren(pinnedRow);
  }

  function showRows(): void {
    const {groupBy, order, matching, runs} = view;
    const open = new Set(decodeList(view.get("open")));
    const isPinned = (row: number) => groupBy === undefined && runs[row] === context.baseline;
    const items = tableRows(
      matching.filter((row) => !isPinned(row)),
      {order, groupBy, isOpen: (value) => open.has(value ?? noValueKey)}
    );
    table.setAttribute("role", groupBy ? "treegrid" : "grid");
    table.ariaRowCount = String(items.length + (context.baseline ? 2 : 1));
    table.ariaColCount = String(shown.length + (context.metric ? 2 : 1));
    scroller.classList.toggle("many", items.length > mostUnscrolled);
    rows.show(items);
    makeReachable();
    empty.hidden = items.length > 0 || matching.length > 0;
    empty.textContent = runs.length === 0 ? "No run has finished yet." : "No run matches the filter.";
  }

  /** One row is a stop of the tab key. */
  function makeReachable(): void {
    const drawn = [...table.querySelectorAll<HTMLTableRowElement>("tr[data-key]")];
    if (!drawn.some((row) => row.tabIndex === 0) && drawn[0]) drawn[0].tabIndex = 0;
  }

  const toggleGroup = (value: string) => {
    const open = new Set(decodeList(view.get("open")));
    if (!open.delete(value)) open.add(value);
    view.change({open: encodeList([...open])});
  };

  function layOut(width: number): void {
    const isNarrow = width < narrowWidth;
    scroller.classList.toggle("narrow", isNarrow);
    scroller.classList.toggle("roomy", width > roomyWidth);
    rows.resize(isNarrow ? rowHeight.narrow : rowHeight.wide);
    scroller.style.setProperty("--head", `${head.offsetHeight}px`);
  }

  moveByKeys(table, {view, rows, pinned, toggleGroup, sticky: () => head.offsetHeight + pinned.offsetHeight});
  new ResizeObserver(([{contentRect}]) => layOut(contentRect.width)).observe(scroller);
  view.subscribe(update);
  update();
  // About as wide as it will be, so that nothing moves once it is in its place.
  layOut(document.documentElement.clientWidth);
  return scroller;
}

const classOf = ({kind, of}: NonNullable<TableColumn["column"]>): string =>
  `${kind === "text" ? "text" : "number"}${of === "metric" ? " secondary" : ""}`;
