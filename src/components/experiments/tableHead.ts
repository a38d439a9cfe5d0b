import type {RunColumn} from "../../lib/experiment/runColumns.js";
import {element} from "../element.js";
import {ColumnHistogram} from "./columnHistogram.js";
import type {ExperimentView} from "./experimentView.js";
import {StripAxis} from "./foldStrip.js";
import type {CellContext} from "./runCells.js";
import {columnWidth, type TableColumn} from "./tableColumns.js";

/** The heads of the table's columns, which sort and filter. */
export interface TableHead {
  columns: HTMLElement;
  row: HTMLTableRowElement;
  /** Pixels that the table needs at least. */
  width: number;
  nameWidth: number;
  update(context: CellContext): void;
}

const metricWidth = 300;

/** Pixels for the longest name and its marks, within limits. */
function nameWidth({runs, experiment}: ExperimentView): number {
  const {championId, stagedId} = experiment;
  const longest = runs.reduce((most, {name, runId}) => {
    const marks = (runId === championId ? 66 : 0) + (runId === stagedId ? 52 : 0);
    return Math.max(most, name.length * 6.8 + marks);
  }, 0);
  return Math.round(Math.max(200, Math.min(330, 80 + longest)));
}

/** Made anew for other columns; otherwise updated in place. */
export function TableHead(view: ExperimentView, shown: readonly TableColumn[]): TableHead {
  const row = element("tr", {role: "row", "aria-rowindex": 1});
  const updates: ((context: CellContext) => void)[] = [];
  const widths: (number | undefined)[] = [];
  const cells = [
    NameHead(view, updates),
    ...MetricHead(view, updates),
    ...shown.map((column) => OtherHead(view, column, updates))
  ];
  const fixed = nameWidth(view);
  widths.push(fixed, ...(view.metric ? [undefined] : []), ...shown.map(columnWidth));
  row.append(...cells);
  makeRoving(row);
  const columns = element(
    "colgroup",
    {},
    ...widths.map((width) => element("col", {style: width === undefined ? undefined : `--width:${width}px`}))
  );
  return {
    columns,
    row,
    nameWidth: fixed,
    width: widths.reduce<number>((sum, width) => sum + (width ?? metricWidth), 0),
    update: (context) => {
      for (const update of updates) update(context);
    }
  };
}

type Updates = ((context: CellContext) => void)[];

function Head(key: string, className: string, ...content: Node[]): HTMLTableCellElement {
  return element("th", {scope: "col", role: "columnheader", class: className, "data-column": key}, ...content);
}

/** A button that sorts by a column: best, largest or first on top, the other way by another press. */
function SortButton(view: ExperimentView, column: RunColumn, head: () => HTMLElement, updates: Updates): HTMLElement {
  const {key, metric, kind, heading} = column;
  const descendingFirst = metric ? metric.direction === "higher" : kind === "duration" || kind === "date";
  const arrow = element("span", {"aria-hidden": "true", class: "arrow"});
  const title = metric ? `${metric.title}: ${metric.direction} is better` : heading;
  const button = element(
    "button",
    {type: "button", class: "sort", title},
    element("span", {class: "heading"}, ...breakable(heading)),
    arrow
  );
  button.addEventListener("click", () => {
    const {column: sorted, descending} = view.order;
    const next = sorted.key === key ? !descending : descendingFirst;
    view.change({order: `${next ? "-" : ""}${key}`});
  });
  updates.push(() => {
    const {column: sorted, descending} = view.order;
    const isSorted = sorted.key === key;
    head().ariaSort = isSorted ? (descending ? "descending" : "ascending") : "none";
    arrow.textContent = isSorted ? (descending ? "↓" : "↑") : "";
  });
  return button;
}

/** A name that may go on in the next line after an underscore, a dot or a hyphen. */
const breakable = (name: string): (Node | string)[] =>
  name.split(/(?<=[_.-])/).flatMap((piece, index) => (index === 0 ? [piece] : [element("wbr"), piece]));

function NameHead(view: ExperimentView, updates: Updates): HTMLElement {
  const column = view.column("name");
  if (!column) throw new Error("Runs have names.");
  const head: HTMLElement = Head(
    "name",
    "name-column",
    SortButton(view, column, () => head, updates)
  );
  return head;
}

function MetricHead(view: ExperimentView, updates: Updates): HTMLElement[] {
  const column = view.metric;
  if (!column) return [];
  const axis = element("div", {class: "axis"});
  let context: CellContext | undefined;
  const histogram = ColumnHistogram(view, column, {bins: 48, scale: () => context?.scale});
  const chart = element("div", {class: "metric-axis"}, ...(histogram ? [histogram.element] : []), axis);
  const head: HTMLElement = Head(
    "metric",
    "metric-column",
    SortButton(view, column, () => head, updates),
    chart
  );
  updates.push((next) => {
    context = next;
    histogram?.update();
    const {scale, ticks, reference, metric} = next;
    axis.replaceChildren(...(scale && metric ? [StripAxis({scale, ticks, reference, digits: metric.digits})] : []));
  });
  return [head];
}

function OtherHead(view: ExperimentView, {key, column}: TableColumn, updates: Updates): HTMLElement {
  if (!column) {
    const title = element("span", {class: "heading"}, "Against the baseline");
    const head = Head(key, "difference-column", title, element("small", {class: "muted"}));
    updates.push(({baseline}) => {
      const [, small] = head.children;
      small.textContent = baseline ? `${baseline.name}, 95 % interval` : "none is chosen";
    });
    return head;
  }
  const histogram = ColumnHistogram(view, column);
  const isMuted = column.of === "metric" ? " secondary" : "";
  const head: HTMLElement = Head(
    key,
    `${column.kind === "text" ? "text" : "number"}${isMuted}`,
    SortButton(view, column, () => head, updates),
    ...(histogram ? [histogram.element] : [])
  );
  if (histogram) updates.push(histogram.update);
  return head;
}

/** One stop of the tab key for all heads; arrow keys lead from one to the next. */
function makeRoving(row: HTMLElement): void {
  const buttons = [...row.querySelectorAll("button")];
  for (const [index, button] of buttons.entries()) button.tabIndex = index === 0 ? 0 : -1;
  row.addEventListener("keydown", (event) => {
    const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1;
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
    next.focus();
  });
  row.addEventListener("focusin", ({target}) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
}
