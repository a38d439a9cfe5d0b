import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {type Column, HeaderCells, type Order, RowCells, replaceHeader, sortRows} from "../columns.js";
import {formatCount, formatMetric, formatPercent, formatValue, noValue} from "../format.js";
import {VirtualRows} from "../virtualRows.js";
import {type FeatureFlag, featureFlags, reach} from "./featureFlags.js";
import {type Range, RangeBrush} from "./rangeBrush.js";
import {SparkHistogram, SparkRate} from "./sparkHistogram.js";

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

const number = {numeric: true, descendingFirst: true} as const;
const rowHeight = 42;

const repeatShare = ({repeats: {rows}}: FeatureProfile): number | undefined => {
  const all = rows.reduce((sum, count) => sum + count, 0);
  return all === 0 ? undefined : 1 - (rows[0] ?? 0) / all;
};

/** Columns whose cells are all the same say nothing, and are left out with a word. */
const optional: {column: Column<FeatureProfile>; text: (feature: FeatureProfile) => string}[] = [
  textColumn("drift", "Drift", "population stability index of test against train; a shift from 0.1", {
    value: ({drift}) => drift?.populationStabilityIndex,
    text: ({drift}) => formatValue(drift?.populationStabilityIndex, 4)
  }),
  textColumn("repeats", "Repeated", "share of training rows whose value occurs more than once", {
    value: repeatShare,
    text: (feature) => {
      const share = repeatShare(feature);
      return share === undefined ? noValue : formatPercent(share);
    }
  }),
  textColumn("mean", "Mean", "of train", {value: ({train}) => train.mean, text: ({train}) => formatValue(train.mean)}),
  textColumn("sd", "SD", "standard deviation of train", {
    value: ({train}) => train.standardDeviation,
    text: ({train}) => formatValue(train.standardDeviation)
  }),
  textColumn("skew", "Skew", "skewness of train", {
    value: ({train}) => train.skewness,
    text: ({train}) => formatValue(train.skewness)
  }),
  textColumn("missing", "Missing", "missing values in train", {
    value: ({train}) => train.missing,
    text: ({train}) => formatCount(train.missing)
  })
];

function textColumn(
  name: string,
  label: string,
  title: string,
  {value, text}: {value: (feature: FeatureProfile) => number | undefined; text: (feature: FeatureProfile) => string}
) {
  return {column: {name, label, title, value, cell: text, ...number}, text};
}

/** The columns whose cells differ, and the labels of the others with what all of them say. */
export function tableColumns(
  features: readonly FeatureProfile[],
  importance?: ReadonlyMap<string, number>
): {columns: Column<FeatureProfile>[]; same: string[]} {
  const differs = optional.map(({column, text}) => ({column, texts: new Set(features.map(text))}));
  const flagged = features.some((feature) => featureFlags(feature).length > 0);
  const columns: Column<FeatureProfile>[] = [
    {
      name: "name",
      label: "Feature",
      value: ({name}) => name,
      cell: ({name}) => html`<button type="button" class="row-button" tabindex="-1">${name}</button>`
    },
    {name: "distribution", label: "Distribution", cell: (feature) => SparkHistogram(feature, {width: 160, height: 34})},
    {name: "rate", label: "Target 1", cell: (feature) => SparkRate(feature, {width: 72, height: 34})}
  ];
  if (importance !== undefined)
    columns.push({
      name: "importance",
      label: "Effect",
      title: "how far the feature moves the model's log-odds, on average over the training rows",
      value: ({name}) => importance.get(name) ?? 0,
      cell: ({name}) => formatMetric(importance.get(name) ?? 0, 3),
      ...number
    });
  columns.push({
    name: "auc",
    label: "AUC",
    title: "AUC of the feature alone, used in the better direction: ↑ target 1 grows with it, ↓ falls",
    value: reach,
    cell: AucCell,
    ...number
  });
  columns.push(...differs.filter(({texts}) => texts.size > 1 || features.length < 2).map(({column}) => column));
  if (flagged)
    columns.push({
      name: "remarks",
      label: "Remarks",
      cell: (feature) => featureFlags(feature).map((flag) => Mark(feature, flag))
    });
  const same = differs.flatMap(({column: {label}, texts}) =>
    texts.size === 1 && features.length > 1 ? [`${label.toLowerCase()} ${[...texts][0]}`] : []
  );
  return {columns, same};
}

function AucCell({auc}: FeatureProfile): string | Node {
  if (auc === undefined) return html`<span title="no values in rows of both targets">${noValue}</span>`;
  return `${formatMetric(reach({auc}))} ${auc < 0.5 ? "↓" : "↑"}`;
}

function Mark({name}: FeatureProfile, flag: FeatureFlag): HTMLElement {
  return html`<em class="mark" title=${`${name} ${flag.reason}`}>${flag.name}</em>`;
}

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
  let sorted = sortRows(inRanges(), columns, fallback);
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
    sorted = sortRows(inRanges(), columns, value.order);
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

  function inRanges(): FeatureProfile[] {
    const tests = columns.flatMap((column) => {
      const range = ranges.get(column.name);
      return range && column.value ? [{range, value: column.value}] : [];
    });
    return listed.filter((feature) =>
      tests.every(({range: [low, high], value}) => {
        const own = value(feature);
        return typeof own === "number" && own >= low && own <= high;
      })
    );
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

function readRanges(text: string): Map<string, Range> {
  return new Map(
    text.split(",").flatMap((part): [string, Range][] => {
      const [name = "", low = "", high = ""] = part.split(":");
      const range = [Number(low), Number(high)] as const;
      return low !== "" && high !== "" && range.every(Number.isFinite) ? [[name, range]] : [];
    })
  );
}

function writeRanges(ranges: ReadonlyMap<string, Range>): string {
  const short = (value: number) => String(Number(value.toPrecision(5)));
  return Array.from(ranges, ([name, [low, high]]) => `${name}:${short(low)}:${short(high)}`).join();
}
