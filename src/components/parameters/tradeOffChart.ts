import {svg} from "htl";
import type {RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {parameterAxis} from "../../lib/experiment/parameterAxis.js";
import {type TradeOff, type TradeOffPoint, tradeOff} from "../../lib/experiment/tradeOff.js";
import {isDecided, recipeVerdict} from "../../lib/experiment/verdict.js";
import {type ModelColor, modelColors} from "../encoding.js";
import {formatDuration, formatInterval, formatMetric, formatRuns} from "../format.js";
import {shortLabel, textWidth} from "./axisLabels.js";
import {DotPlot, type DotPlotElement, type DotScale} from "./dotPlot.js";

export interface TradeOffChartOptions {
  width?: number;
  height?: number;
  color?: ModelColor;
  selected?: readonly string[];
  onSelect?: (run: RunRow) => void;
}

/** The metric against training time, with the line of the runs that no other beats in both. */
export function TradeOffChart(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {width = 640, height = 320, color = modelColors(runs), selected, onSelect}: TradeOffChartOptions = {}
): DotPlotElement {
  const {points, front} = tradeOff(runs, metric);
  const time = parameterAxis(points.map(({milliseconds}) => milliseconds / 1000));
  const axis = parameterAxis(points.map(({value}) => value));
  const x = ({milliseconds}: TradeOffPoint) => time.position(milliseconds / 1000);
  const y = ({value}: TradeOffPoint) => axis.position(value);
  return DotPlot(
    points.map((point) => ({run: point.run, x: x(point), y: y(point)})),
    {
      width,
      height,
      x: {ticks: time.ticks.map(({position, label}) => ({position, label: `${label} s`}))},
      y: axis,
      yLabel: metric.title,
      xLabel: `Training time${time.scale === "log" ? ", logarithmic" : ""}`,
      color,
      label: `${metric.title} against training time of ${formatRuns(points.length)}`,
      describe: (run) => [
        shortLabel(run.name, 34),
        `${metric.shortTitle} ${formatMetric(points.find((point) => point.run === run)?.value, metric.digits)}`,
        run.durationMilliseconds === undefined ? "" : formatDuration(run.durationMilliseconds)
      ],
      selected,
      onSelect,
      under: (scale) => [
        FrontLine(
          front.map((point) => ({x: x(point), y: y(point)})),
          scale
        )
      ],
      over: (scale) => frontLabels(front, (point) => ({x: scale.x(x(point)), y: scale.y(y(point))}), width)
    }
  );
}

/** Steps: until the next run of the front is affordable, this one is the best. */
function FrontLine(front: readonly {x: number; y: number}[], scale: DotScale): SVGElement {
  const path = front.map(
    ({x, y}, i) => `${i === 0 ? "M" : "H"}${scale.x(x).toFixed(1)}${i === 0 ? "," : "V"}${scale.y(y).toFixed(1)}`
  );
  return svg`<path class="pareto-line" d=${path.join("")} fill="none" stroke="currentColor" stroke-opacity="0.6" stroke-width="1.5"></path>`;
}

/** Names of the front's runs where they find room, the best first. */
function frontLabels(
  front: readonly TradeOffPoint[],
  place: (point: TradeOffPoint) => {x: number; y: number},
  width: number
): SVGElement[] {
  const taken: {left: number; right: number; y: number}[] = [];
  return front.toReversed().flatMap((point) => {
    const {x, y} = place(point);
    const text = shortLabel(point.run.name, 24);
    const isLeft = x + textWidth(text) + 8 > width;
    const box = isLeft
      ? {left: x - 8 - textWidth(text), right: x - 8, y: y - 6}
      : {left: x + 8, right: x + 8 + textWidth(text), y: y - 6};
    if (taken.some((other) => Math.abs(other.y - box.y) < 14 && box.left < other.right && other.left < box.right))
      return [];
    taken.push(box);
    return [
      svg`<text class="halo" x=${isLeft ? box.right : box.left} y=${box.y} text-anchor=${isLeft ? "end" : "start"} pointer-events="none">${text}</text>`
    ];
  });
}

/** “trial-0012: AUC 0.0007 lower than trial-0031 (95 % interval …), 6.0 × faster”. */
export function tradeOffFinding({points, front, best, faster}: TradeOff, metric: MetricColumn): string {
  if (best === undefined) return "No run has both a metric and a training time";
  const value = `${metric.shortTitle} ${formatMetric(best.value, metric.digits)}`;
  if (points.length === 1) return `${best.run.name}: ${value} in ${formatDuration(best.milliseconds)}`;
  if (front.length === 1)
    return `${best.run.name} has the best ${metric.shortTitle} and the shortest training time, ${formatDuration(best.milliseconds)}`;
  if (faster === undefined)
    return `${best.run.name} has the best ${metric.shortTitle}; no run is 1.5 × faster and worth naming`;
  const difference = faster.value - best.value;
  const verdict = recipeVerdict(faster.run, best.run, metric);
  const chance = isDecided(verdict)
    ? `${formatInterval(verdict.interval, metric.digits)}${verdict.call === "too close to call" ? ", too close to call" : ""}`
    : `no interval: ${verdict.reason.charAt(0).toLowerCase()}${verdict.reason.slice(1)}`;
  const size = formatMetric(Math.abs(difference), metric.digits);
  return `${faster.run.name}: ${metric.shortTitle} ${size} ${difference < 0 ? "lower" : "higher"} than ${best.run.name} (${chance}), ${formatTimes(best.milliseconds / faster.milliseconds)} faster`;
}

const formatTimes = (ratio: number) => `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} ×`;

/** What the times are, and what they are not. */
export function tradeOffNote(runs: readonly RunRow[], {points}: TradeOff): string {
  const without = runs.length - points.length;
  return `The line joins the runs that no other beats in both. Training time is that of the whole run as it was logged, once: it also depends on the machine and on what else ran there.${without > 0 ? ` ${formatRuns(without)} without a time or without the metric ${without === 1 ? "is" : "are"} not shown.` : ""}`;
}
