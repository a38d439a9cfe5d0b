import {type GroupMean, groupMean} from "../../lib/experiment/groupRuns.js";
import type {RunColumn} from "../../lib/experiment/runColumns.js";
import {isMetricName, metricDefinition} from "../../lib/metrics/metrics.js";
import {element} from "../element.js";
import {formatDelta, formatMetric, formatRuns} from "../format.js";
import {FoldStrip} from "./foldStrip.js";
import {absent, type CellContext, formatColumnValue} from "./runCells.js";

/** More dots than these in a strip are not told apart. */
const mostDots = 60;

export interface Group {
  value: string | undefined;
  rows: readonly number[];
  isOpen: boolean;
}

/** Whether it is open, what its runs have in common, and how many they are. */
export function GroupNameCell({value, rows, isOpen}: Group, {view}: CellContext): Node[] {
  const {groupBy} = view;
  const models = new Set(rows.map((row) => view.runs[row].model));
  const [model] = models;
  const dot = models.size === 1 ? [element("i", {class: "dot", style: `background:${view.color(model)}`})] : [];
  const name = groupBy?.of === "parameter" ? `${groupBy.heading} ${value ?? "missing"}` : (value ?? "missing");
  return [
    element(
      "span",
      {class: "run-name"},
      element("span", {class: "fold-sign", "aria-hidden": "true"}, isOpen ? "▾" : "▸"),
      ...dot,
      element("strong", {title: name}, name),
      element("span", {class: "muted"}, formatRuns(rows.length))
    )
  ];
}

/** The mean of the runs' means with its interval; a dot for each run. */
export function GroupMetricCell({rows}: Group, {view, metric, scale, ticks, reference}: CellContext): Node[] {
  const numbers = view.metric?.numbers;
  const group = meanOf(rows, view);
  if (!numbers || !metric || !scale || !group) return metric ? [absent("No run of the group has it")] : [];
  const values = rows.map((row) => numbers[row]).filter((value) => !Number.isNaN(value));
  const strip = FoldStrip(
    {mean: group.mean, folds: evenly(values, mostDots)},
    {scale, ticks, reference, interval: group.interval, radius: values.length > 12 ? 2 : 3}
  );
  return [element("span", {class: "metric-value"}, formatMetric(group.mean, metric.digits)), strip];
}

/** Of the metric to compare by; what is known of its range bounds the interval. */
function meanOf(rows: readonly number[], {metric}: CellContext["view"]): GroupMean | undefined {
  const group = metric && groupMean(rows, metric.numbers);
  const name = metric?.metric?.name ?? "";
  if (!group?.interval || !isMetricName(name)) return group;
  const [least, most] = metricDefinition(name).range;
  const {low, high} = group.interval;
  return {...group, interval: {...group.interval, low: Math.max(least, low), high: Math.min(most, high)}};
}

/** So many of the values, from the first to the last. */
const evenly = (values: readonly number[], most: number): readonly number[] =>
  values.length <= most
    ? values
    : Array.from({length: most}, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]);

/** The interval of the mean, in the place of a run's difference from the baseline. */
export function GroupDifferenceCell({rows}: Group, {view, metric, reference}: CellContext): Node[] {
  const group = meanOf(rows, view);
  if (!group || !metric) return [];
  const difference = reference === undefined ? "" : `${formatDelta(group.mean - reference, metric.digits)} `;
  const interval = group.interval
    ? `mean ${formatMetric(group.interval.low, metric.digits)} to ${formatMetric(group.interval.high, metric.digits)}`
    : "one run, no interval";
  return [element("span", {class: "difference"}, difference), element("small", {class: "muted"}, interval)];
}

/** The value that all runs have, else the mean of numbers or how many values there are. */
export function GroupValueCell({rows}: Group, column: RunColumn): (Node | string)[] {
  const {texts, numbers, of, kind} = column;
  if (texts && (of === "parameter" || kind === "text")) {
    const distinct = new Set(rows.map((row) => texts[row]));
    const [only] = distinct;
    if (distinct.size === 1) return only === undefined ? [absent("No run of the group has it")] : [only];
    return [element("small", {class: "muted"}, `${distinct.size} values`)];
  }
  if (kind === "date") return [];
  const group = groupMean(rows, numbers);
  return group ? [formatColumnValue(group.mean, column)] : [absent("No run of the group has it")];
}
