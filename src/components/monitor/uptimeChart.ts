import * as Plot from "@observablehq/plot";
import type {MonitorSummary} from "../../lib/monitoring/summary.js";
import {formatCount} from "../format.js";
import {formatTime} from "./findings.js";
import {intervalPlot, type MonitorChartOptions, serviceIntervals} from "./intervalPlot.js";

/** A bar for each interval; what failed fills it from below, in the colour for worse. */
export function UptimeChart(
  summary: MonitorSummary,
  {width = 640}: MonitorChartOptions = {}
): SVGSVGElement | HTMLElement {
  const intervals = serviceIntervals(summary);
  const position = {x1: "from", x2: "to", fy: "title", insetLeft: 0.5, insetRight: 0.5};
  return intervalPlot(intervals, {
    width,
    rowHeight: 58,
    marginLeft: 8,
    ariaLabel: "Share of the looks that found each service up, by time",
    y: {domain: [0, 1], axis: null},
    marks: [
      Plot.rect(intervals, {
        ...position,
        y1: 0,
        y2: 1,
        fill: "var(--better)",
        fillOpacity: 0.35,
        title: ({title, start, observations, up}) =>
          `${title}, ${formatTime(start)}\nup at ${formatCount(up)} of ${formatCount(observations)} looks`
      }),
      Plot.rect(
        intervals.filter(({up, observations}) => up < observations),
        {
          ...position,
          y1: 0,
          // One failed look of a hundred is still to be seen.
          y2: ({up, observations}) => Math.max(0.15, 1 - up / observations),
          fill: "var(--worse)",
          pointerEvents: "none"
        }
      )
    ]
  });
}
