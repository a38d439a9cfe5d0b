import * as Plot from "@observablehq/plot";
import {serviceTitles} from "../../lib/monitoring/history.js";
import type {IntervalSummary, MonitorSummary} from "../../lib/monitoring/summary.js";
import {referenceColor} from "../encoding.js";
import {formatCount, formatDuration} from "../format.js";
import {driftLimits, formatTime} from "./findings.js";

/** An interval of one service, with its limits as dates. */
interface ServiceInterval extends IntervalSummary {
  title: string;
  from: Date;
  to: Date;
}

interface MonitorChartOptions {
  width?: number;
}

function serviceIntervals({services, interval}: MonitorSummary): ServiceInterval[] {
  return services.flatMap(({service, intervals}) =>
    intervals.map((each) => ({
      ...each,
      title: serviceTitles[service],
      from: new Date(each.start),
      to: new Date(each.start + interval)
    }))
  );
}

/** What the charts of the monitor share: time below, one row a service, its name above its row. */
function intervalPlot(
  intervals: readonly ServiceInterval[],
  {width, rowHeight, ...options}: Plot.PlotOptions & {width: number; rowHeight: number}
): SVGSVGElement | HTMLElement {
  const titles = [...new Set(intervals.map(({title}) => title))];
  return Plot.plot({
    width,
    height: 40 + titles.length * rowHeight,
    marginLeft: 44,
    marginRight: 8,
    marginTop: 22,
    marginBottom: 32,
    style: {fontSize: "12px", fontVariantNumeric: "tabular-nums"},
    ...options,
    x: {type: "utc", label: null, ticks: Math.max(2, width / 110)},
    fy: {domain: titles, axis: null, padding: 0.35},
    marks: [
      Plot.text(titles, {
        fy: (title) => title,
        text: (title) => title,
        frameAnchor: "top-left",
        dy: -14,
        fontWeight: 500
      }),
      ...(options.marks ?? [])
    ]
  });
}

/** A bar for each interval; the share of failed health checks fills it from below, in the colour for worse. */
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
    ariaLabel: "Share of successful health checks of each service, by time",
    y: {domain: [0, 1], axis: null},
    marks: [
      Plot.rect(intervals, {
        ...position,
        y1: 0,
        y2: 1,
        fill: "var(--better)",
        fillOpacity: 0.35,
        title: ({title, start, checks, up}) =>
          `${title}, ${formatTime(start)}\n${formatCount(up)} of ${formatCount(checks)} health checks succeeded`
      }),
      Plot.rect(
        intervals.filter(({up, checks}) => up < checks),
        {
          ...position,
          y1: 0,
          // One failed health check of a hundred stays visible.
          y2: ({up, checks}) => Math.max(0.15, 1 - up / checks),
          fill: "var(--worse)",
          pointerEvents: "none"
        }
      )
    ]
  });
}

/** The median response time as a line, the slowest as a tick above it. */
export function LatencyChart(
  summary: MonitorSummary,
  {width = 640}: MonitorChartOptions = {}
): SVGSVGElement | HTMLElement {
  const all = serviceIntervals(summary);
  const answered = all.flatMap(({latency, ...interval}) => (latency === undefined ? [] : [{...interval, ...latency}]));
  return intervalPlot(all, {
    width,
    rowHeight: 110,
    ariaLabel: "Response time of each service, by time",
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

/** The largest population stability index of a feature in the drift window, against training. */
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
        text: (limit) => (limit === driftLimits[0] ? "0.1 moderate" : "0.25 large"),
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
