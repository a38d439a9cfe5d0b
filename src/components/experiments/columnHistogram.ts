import {type ColumnScale, columnScale} from "../../lib/experiment/columnScale.js";
import {boundValue} from "../../lib/experiment/query/boundValue.js";
import {rangeOf, textOf, withRange, withText} from "../../lib/experiment/query/queryRange.js";
import type {RunColumn} from "../../lib/experiment/runColumns.js";
import {element, svgElement} from "../element.js";
import {formatDate, formatDuration, formatMetric} from "../format.js";
import type {ExperimentView} from "./experimentView.js";

const height = 18;
const mostCategories = 12;

/** A column's values in its head: how many runs have which, and of those that match. */
export interface ColumnHistogram {
  element: HTMLElement;
  /** Draws it anew from the view. */
  update(): void;
}

interface HistogramOptions {
  bins?: number;
  /** In place of the scale of all values. */
  scale?: () => ColumnScale | undefined;
}

/** Places of bars, and what a part of the histogram asks for. */
interface Bars {
  count: number;
  barOf: (row: number) => number;
  /** The query with what lies between two shares of the width. */
  ask: (from: number, to: number) => void;
  clear: () => void;
  /** Shares of the width that the query asks for. */
  asked: () => [number, number] | undefined;
  label: (bar: number) => string;
}

/**
 * A histogram to filter with: dragging over it asks for a range, and a click for one bar or, where something is asked
 * for, for nothing more. The query's text writes itself. Undefined for texts that are nearly all different.
 */
export function ColumnHistogram(
  view: ExperimentView,
  column: RunColumn,
  {bins = 14, scale}: HistogramOptions = {}
): ColumnHistogram | undefined {
  const makeBars = () =>
    column.kind === "text"
      ? categoryBars(view, column)
      : numberBars(view, column, bins, scale?.() ?? columnScale(column.numbers));
  let bars = makeBars();
  if (!bars) return undefined;
  const all = svgElement("path", {class: "bars-all"});
  const matching = svgElement("path", {class: "bars-matching"});
  const brush = svgElement("rect", {class: "brush", y: 0, height, width: 0});
  const plot = svgElement("svg", {width: "100%", height, preserveAspectRatio: "none", "aria-hidden": "true"});
  const picture = svgElement("svg", {width: "100%", height, preserveAspectRatio: "none"}, all, matching);
  plot.append(picture, brush);
  const root = element("div", {class: "column-histogram"}, plot);

  function update(): void {
    bars = makeBars();
    if (!bars) return;
    picture.setAttribute("viewBox", `0 0 ${bars.count} ${height}`);
    const counted = count(bars, view.runs.keys());
    const most = Math.max(1, ...counted);
    all.setAttribute("d", barPath(counted, most));
    matching.setAttribute("d", barPath(count(bars, view.matching), most));
    showBrush(bars.asked());
  }

  function showBrush(asked: [number, number] | undefined): void {
    const [from, to] = asked ?? [0, 0];
    brush.setAttribute("x", `${100 * from}%`);
    brush.setAttribute("width", `${100 * Math.max(0, to - from)}%`);
  }

  const shareAt = ({clientX}: MouseEvent) => {
    const {left, width} = root.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  let start: {share: number; x: number; isDragged: boolean} | undefined;
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    root.setPointerCapture(event.pointerId);
    start = {share: shareAt(event), x: event.clientX, isDragged: false};
  });
  root.addEventListener("pointermove", (event) => {
    const share = shareAt(event);
    if (bars) root.title = bars.label(Math.min(bars.count - 1, Math.floor(share * bars.count)));
    if (!start) return;
    start.isDragged ||= Math.abs(event.clientX - start.x) > 3;
    if (start.isDragged) showBrush(ordered(start.share, share));
  });
  root.addEventListener("pointerup", (event) => {
    if (!start || !bars) return;
    const share = shareAt(event);
    const {isDragged, share: from} = start;
    start = undefined;
    if (isDragged) return bars.ask(...ordered(from, share));
    if (bars.asked()) return bars.clear();
    const bar = Math.min(bars.count - 1, Math.floor(share * bars.count));
    bars.ask((bar + 0.02) / bars.count, (bar + 0.98) / bars.count);
  });
  root.addEventListener("pointercancel", () => {
    start = undefined;
    if (bars) showBrush(bars.asked());
  });
  update();
  return {element: root, update};
}

const ordered = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);

function count({count: length, barOf}: Bars, rows: Iterable<number>): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const row of rows) {
    const bar = barOf(row);
    if (bar >= 0 && bar < length) ++counts[bar];
  }
  return counts;
}

/** A bar that holds a run is seen, however many another holds. */
function barPath(counts: readonly number[], most: number): string {
  return counts
    .map((value, bar) => {
      const size = value === 0 ? 0 : Math.max(2, (value / most) * height);
      return value === 0 ? "" : `M${bar + 0.06} ${height}v${-size}h0.88v${size}z`;
    })
    .join("");
}

function numberBars(
  view: ExperimentView,
  column: RunColumn,
  bins: number,
  scale: ColumnScale | undefined
): Bars | undefined {
  if (!scale) return undefined;
  const {share, invert} = scale;
  const step = (at: number) => Math.abs(invert(Math.min(1, at + 0.005)) - invert(Math.max(0, at - 0.005)));
  const isWhole = column.numbers.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const bounds = (from: number, to: number) => {
    // Whole numbers within, where there are any; else as far as is needed to include both ends.
    const [first, last] = [Math.ceil(invert(from)), Math.floor(invert(to))];
    const [low, high] = isWhole && first <= last ? [first, last] : [invert(from), invert(to)];
    return {
      low: boundValue(column, low, {side: "low", step: isWhole ? 1 : step(from)}),
      high: boundValue(column, high, {side: "high", step: isWhole ? 1 : step(to)})
    };
  };
  return {
    count: bins,
    barOf: (row) => Math.min(bins - 1, Math.floor(share(column.numbers[row]) * bins)),
    ask: (from, to) => view.filterBy(withRange(view.query, column, bounds(from, to))),
    clear: () => view.filterBy(withRange(view.query, column)),
    asked: () => {
      const range = rangeOf(view.query, column);
      if (!range) return undefined;
      const within = (value: number) => Math.min(1, Math.max(0, share(value)));
      return [Number.isFinite(range.low) ? within(range.low) : 0, Number.isFinite(range.high) ? within(range.high) : 1];
    },
    label: (bar) => `${column.heading} ${show(column, invert(bar / bins))} to ${show(column, invert((bar + 1) / bins))}`
  };
}

function categoryBars(view: ExperimentView, column: RunColumn): Bars | undefined {
  const texts = column.texts ?? [];
  const categories = [...new Set(texts)].filter((text) => text !== undefined);
  if (categories.length < 2 || categories.length > mostCategories) return undefined;
  const order = new Map(categories.map((text, bar) => [text, bar]));
  const {length} = categories;
  return {
    count: length,
    barOf: (row) => order.get(texts[row] ?? "") ?? -1,
    ask: (from, to) =>
      view.filterBy(
        withText(view.query, column, categories[Math.min(length - 1, Math.floor(((from + to) / 2) * length))])
      ),
    clear: () => view.filterBy(withText(view.query, column)),
    asked: () => {
      const asked = textOf(view.query, column)?.toLowerCase();
      const bar = categories.findIndex((text) => text.toLowerCase() === asked);
      return bar < 0 ? undefined : [bar / length, (bar + 1) / length];
    },
    label: (bar) => `${column.heading} ${categories[bar]}`
  };
}

function show({kind, metric}: RunColumn, value: number): string {
  if (kind === "date") return formatDate(value);
  if (kind === "duration") return formatDuration(value);
  return metric ? formatMetric(value, metric.digits) : String(Number(value.toPrecision(4)));
}
