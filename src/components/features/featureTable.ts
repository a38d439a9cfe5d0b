import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {HeaderCells, type Order, RowCells, replaceHeader, sortRows} from "../columns.js";
import {formatValue} from "../format.js";
import {VirtualRows} from "../virtualRows.js";
import {inRanges, readRanges, writeRanges} from "./columnRanges.js";
import {tableColumns} from "./featureColumns.js";
import {type Range, RangeBrush} from "./rangeBrush.js";

export interface FeatureTableOptions {
  order?: Order;
  /** What is asked of columns, as one word for the address: `auc:0.55:0.6`, several with commas. */
  ranges?: string;
  /** Name of the feature that is open; the first row if it is absent or not among the features. */
  selected?: string;
  /** How far each moves the model's score on average, by name. */
  importance?: ReadonlyMap<string, number>;
  /** Called when the reader opens a feature, not when the first one opens by itself. */
  onOpen?: (name: string) => void;
}

export interface FeatureTableValue {
  order: Order;
  selected: string;
  ranges: string;
  /** How many features are in the table. */
  shown: number;
}

export interface FeatureTableElement extends HTMLElement {
  value: FeatureTableValue;
  /** Opens the feature a row above or below the open one, and brings it into sight. */
  step(direction: 1 | -1): void;
  open(name: string): void;
  /** Shows only some of the features; the first of them opens if the open one is not among them. */
  show(features: readonly FeatureProfile[]): void;
  /** Brings the open feature's row into sight. */
  reveal(): void;
}

const rowHeight = 42;

/**
 * One row a feature, of which only those in sight exist. Its value is the open feature and the order; it fires `input`
 * when that changes. Arrow keys go up and down the list.
 */
export function FeatureTable(
  features: readonly FeatureProfile[],
  {order = "-importance", ranges: asked = "", selected, importance, onOpen = () => {}}: FeatureTableOptions = {}
): FeatureTableElement {
  const {columns} = tableColumns(features, importance);
  const fallback = columns.some(({name}) => name === order.replace(/^-/, "")) ? order : "-auc";
  const ranges = readRanges(asked);
  let listed = features;
  let sorted = sortRows(inRanges(listed, columns, ranges), columns, fallback);
  const first = features.find(({name}) => name === selected) ?? sorted[0];
  let value: FeatureTableValue = {order: fallback, selected: first?.name ?? "", ranges: asked, shown: sorted.length};
  const head = html`<tr></tr>`;
  const body = html<HTMLTableSectionElement>`<tbody></tbody>`;
  const empty = html`<p class="empty" hidden=${features.length > 0}>No feature matches. Clear the search or choose another remark.</p>`;
  const root = html<FeatureTableElement>`<div class="table-scroll features-scroll" role="region" aria-label="Features" tabindex="0">
    <table class="features" aria-rowcount=${features.length + 1}><thead>${head}</thead>${body}</table>
    ${empty}
  </div>`;
  const rows = new VirtualRows<FeatureProfile>({scroller: root, body, keyOf: ({name}) => name, fill}, rowHeight);

  const brushes = new Map(
    columns.flatMap(({name, label, numeric, value}) => {
      if (!numeric || !value) return [];
      const numbers = features.map(value).filter((each) => typeof each === "number");
      const onRange = (range: Range | undefined) => {
        if (range) ranges.set(name, range);
        else ranges.delete(name);
        narrow();
      };
      const brush = RangeBrush(numbers, {
        label,
        range: ranges.get(name),
        onRange,
        format: (each) => formatValue(each, 4)
      });
      return brush ? [[name, brush] as const] : [];
    })
  );

  function fill(row: HTMLTableRowElement, feature: FeatureProfile): void {
    const isOpen = feature.name === value.selected;
    if (row.childElementCount === 0) {
      row.append(...RowCells(columns, feature));
      row.onclick = () => open(feature.name);
    }
    row.dataset.selected = String(isOpen);
    const button = row.querySelector("button");
    button?.setAttribute("aria-current", String(isOpen));
    if (button) button.tabIndex = isOpen ? 0 : -1;
  }

  function open(name: string): void {
    change({selected: name});
    onOpen(name);
  }

  function step(direction: 1 | -1): void {
    const index = sorted.findIndex(({name}) => name === value.selected);
    const next = sorted[index + direction];
    if (next === undefined) return;
    change({selected: next.name});
    reveal();
    rows.elementOf(next.name)?.querySelector("button")?.focus({preventScroll: true});
  }

  function reveal(): void {
    const index = sorted.findIndex(({name}) => name === value.selected);
    if (index >= 0) rows.reveal(index, head.getBoundingClientRect().height);
  }

  function change(next: Partial<FeatureTableValue>): void {
    const reordered = next.order !== undefined && next.order !== value.order;
    value = {...value, ...next};
    if (reordered) renderOrder();
    rows.invalidate();
    rows.draw();
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function renderOrder(): void {
    replaceHeader(head, HeaderCells(columns, {order: value.order, onSort: (order) => change({order})}));
    for (const [index, column] of columns.entries()) head.children[index]?.append(brushes.get(column.name) ?? "");
    renderRows();
  }

  function renderRows(): void {
    sorted = sortRows(inRanges(listed, columns, ranges), columns, value.order);
    empty.hidden = sorted.length > 0;
    rows.show(sorted);
  }

  function show(some: readonly FeatureProfile[]): void {
    listed = some;
    narrow();
  }

  /** Shows what is listed and asked for; where the open feature is not among that, the first row opens. */
  function narrow(): void {
    renderRows();
    const isThere = sorted.some(({name}) => name === value.selected);
    change({
      ranges: writeRanges(ranges),
      shown: sorted.length,
      ...(!isThere && {selected: sorted[0]?.name ?? ""})
    });
  }

  root.addEventListener("keydown", (event) => {
    const direction = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(direction);
  });
  new ResizeObserver(() => rows.resize(rowHeight)).observe(root);
  renderOrder();
  return Object.assign(Object.defineProperty(root, "value", {get: () => value}), {step, open, show, reveal});
}
