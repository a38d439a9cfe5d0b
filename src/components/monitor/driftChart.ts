import * as Plot from "@observablehq/plot";
import type {MonitorSummary} from "../../lib/monitoring/summary.js";
import {referenceColor} from "../encoding.js";
import {driftLimits, formatTime} from "./findings.js";
import {intervalPlot, type MonitorChartOptions, serviceIntervals} from "./intervalPlot.js";

/** The largest population stability index of a feature in what is scored, against training. */
export function DriftChart(
  summary: MonitorSummary,
  {width = 640}: MonitorChartOptions = {}
): SVGSVGElement | HTMLElement {
  const measured = serviceIntervals(summary).filter(({drift}) => drift !== undefined);
  return intervalPlot(measured, {
    width,
    rowHeight: 150,
    ariaLabel: "Largest population stability index of a feature against training, by time",
    y: {
      label: null,
      domain: [0, Math.max(1.4 * driftLimits[1], ...measured.map(({drift = 0}) => 1.1 * drift))],
      ticks: 3,
      grid: true
    },
    marks: [
      Plot.ruleY(driftLimits, {stroke: referenceColor, strokeDasharray: "1,3"}),
      Plot.text(driftLimits, {
        y: (limit) => limit,
        text: (limit) => (limit === driftLimits[0] ? "0.1 worth a look" : "0.25 shifted"),
        frameAnchor: "left",
        dx: 4,
        dy: -7,
        fill: referenceColor,
        stroke: "var(--theme-background-alt, #fff)",
        strokeWidth: 4
      }),
      Plot.lineY(measured, {x: "from", y: "drift", fy: "title", strokeWidth: 1.5}),
      Plot.dot(measured, {
        x: "from",
        y: "drift",
        fy: "title",
        r: 2,
        fill: "currentColor",
        title: ({title, start, drift = 0}) => `${title}, ${formatTime(start)}\n${drift.toFixed(3)}`
      })
    ]
  });
}
