import {type ColumnScale, columnScale} from "../../lib/experiment/columnScale.js";
import {measuredMetric, type RunRow, whyNotMeasured} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import type {RunColumn} from "../../lib/experiment/runColumns.js";
import {differenceOf, isDecided, recipeVerdict, type Verdict} from "../../lib/experiment/verdict.js";
import {element} from "../element.js";
import {formatDateTime, formatDelta, formatDuration, formatMetric, noValue} from "../format.js";
import type {ExperimentView} from "./experimentView.js";
import {FoldStrip, stripTicks} from "./foldStrip.js";
import {shortText} from "./tableColumns.js";

export interface RunCellsOptions {
  href: (run: RunRow) => string;
}

/** What the cells of all rows have in common, until the view changes. */
export class CellContext {
  readonly metric: MetricColumn | undefined;
  readonly baseline: RunRow | undefined;
  /** The axis of the folds, over the runs that match. */
  readonly scale: ColumnScale | undefined;
  readonly ticks: number[];
  readonly reference: number | undefined;
  readonly #verdicts = new Map<string, Verdict>();

  constructor(
    readonly view: ExperimentView,
    readonly href: (run: RunRow) => string
  ) {
    this.metric = view.metric?.metric;
    this.baseline = view.baseline;
    const {metric, baseline} = this;
    const drawn = baseline ? [baseline, ...view.matchingRuns] : view.matchingRuns;
    const values = drawn.flatMap((run) => {
      const measured = metric && measuredMetric(run, metric.name);
      return measured ? [measured.mean, ...measured.folds] : [];
    });
    this.scale = columnScale(values, {padding: 0.04, canBeLogarithmic: false});
    this.ticks = this.scale ? stripTicks(this.scale) : [];
    this.reference = baseline && metric && measuredMetric(baseline, metric.name)?.mean;
  }

  /** Of a run against the baseline, on new folds. */
  verdict(run: RunRow): Verdict | undefined {
    const {metric, baseline} = this;
    if (metric === undefined || baseline === undefined || run === baseline) return undefined;
    const verdict = this.#verdicts.get(run.runId) ?? recipeVerdict(run, baseline, metric);
    this.#verdicts.set(run.runId, verdict);
    return verdict;
  }
}

/** Tick, colour, name and marks. */
export function NameCell(run: RunRow, {view, href}: CellContext): Node[] {
  const {championId, stagedId} = view.experiment;
  const marks = [run.runId === championId && "champion", run.runId === stagedId && "staged"].filter(
    (mark) => mark !== false
  );
  const tick = element("input", {type: "checkbox", tabindex: -1, "aria-label": `Select ${run.name}`});
  const dot = element("i", {class: "dot", style: `background:${view.color(run.model)}`, title: run.title});
  const link = element("a", {href: href(run), tabindex: -1, title: run.name}, run.name);
  return [
    element(
      "span",
      {class: "run-name"},
      element("label", {class: "tick"}, tick),
      dot,
      link,
      ...marks.map((mark) => element("em", {class: "mark"}, mark))
    )
  ];
}

/** The metric to compare by, as a number and with its folds on the common axis. */
export function MetricCell(run: RunRow, {metric, scale, ticks, reference}: CellContext): Node[] {
  const measured = metric && measuredMetric(run, metric.name);
  if (!metric) return [];
  if (!measured || !scale) {
    const reason = whyNotMeasured(run, metric.name);
    return [element("span", {class: "muted", title: reason}, `Not ranked: ${reason}`)];
  }
  const number = element("span", {class: "metric-value"}, formatMetric(measured.mean, metric.digits));
  return [number, FoldStrip(measured, {scale, ticks, reference})];
}

/** Difference from the baseline with its interval, and what that says in a word. */
export function DifferenceCell(run: RunRow, context: CellContext): (Node | string)[] {
  const {metric, baseline} = context;
  if (run === baseline) return [element("span", {class: "muted"}, "baseline")];
  const verdict = context.verdict(run);
  if (!verdict || !metric) return [];
  const difference = differenceOf(verdict);
  if (!isDecided(verdict)) {
    const shown = difference === undefined ? noValue : formatDelta(difference, metric.digits);
    const missing = element("span", {class: "verdict muted", title: verdict.reason}, "no interval");
    return [missing, " ", element("span", {class: "difference"}, shown)];
  }
  const {low, high} = verdict.interval;
  return [
    element("span", {class: "verdict", "data-call": verdict.call.replaceAll(" ", "-")}, verdict.call),
    " ",
    element("span", {class: "difference"}, formatDelta(verdict.interval.mean, metric.digits)),
    " ",
    element("small", {class: "muted"}, `${formatDelta(low, metric.digits)} to ${formatDelta(high, metric.digits)}`)
  ];
}

/** Of a column that the reader can choose. */
export function ValueCell(run: RunRow, row: number, {numbers, texts, kind, metric}: RunColumn): (Node | string)[] {
  if (texts) {
    const text = texts[row];
    if (text === undefined) return [absent("The run has no such value")];
    const short = shortText(text);
    return short === text ? [text] : [element("span", {title: text}, short)];
  }
  const value = numbers[row];
  if (Number.isNaN(value)) return [absent(metric ? whyNotMeasured(run, metric.name) : "It was not logged")];
  return [formatColumnValue(value, {kind, metric})];
}

export function formatColumnValue(value: number, {kind, metric}: Pick<RunColumn, "kind" | "metric">): string {
  if (kind === "date") return formatDateTime(value);
  if (kind === "duration") return formatDuration(value);
  return metric ? formatMetric(value, metric.digits) : String(value);
}

export function absent(reason: string): HTMLElement {
  return element("span", {class: "absent", title: reason, "aria-label": `none: ${reason}`, role: "img"}, noValue);
}
