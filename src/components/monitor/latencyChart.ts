import * as Plot from "@observablehq/plot";
import type {MonitorSummary} from "../../lib/monitoring/summary.js";
import {formatDuration} from "../format.js";
import {formatTime} from "./findings.js";
import {intervalPlot, type MonitorChartOptions, serviceIntervals} from "./intervalPlot.js";

/** The median answer as a line, the slowest as a tick above it. */
export function LatencyChart(
  summary: MonitorSummary,
  {width = 640}: MonitorChartOptions = {}
): SVGSVGElement | HTMLElement {
  const all = serviceIntervals(summary);
  const answered = all.flatMap(({latency, ...interval}) => (latency === undefined ? [] : [{...interval, ...latency}]));
  return intervalPlot(all, {
    width,
    rowHeight: 110,
    ariaLabel: "Milliseconds until each service answered, by time",
    y: {label: null, zero: true, nice: true, ticks: 3, grid: true, tickFormat: formatDuration},
    marks: [
      Plot.ruleX(answered, {
        x: "from",
        fy: "title",
        y1: "median",
        y2: "slowest",
        strokeOpacity: 0.35,
        title: ({title, start, median, slowest}) =>
          `${title}, ${formatTime(start)}\nmedian ${formatDuration(median)}, slowest ${formatDuration(slowest)}`
      }),
      Plot.lineY(answered, {x: "from", y: "median", fy: "title", strokeWidth: 1.5}),
      Plot.dot(answered, {x: "from", y: "median", fy: "title", r: 1.5, fill: "currentColor"})
    ]
  });
}
