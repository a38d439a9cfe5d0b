import * as Plot from "@observablehq/plot";
import {serviceTitles} from "../../lib/monitoring/history.js";
import type {IntervalSummary, MonitorSummary} from "../../lib/monitoring/summary.js";

/** An interval of one service, with its limits as dates. */
export interface ServiceInterval extends IntervalSummary {
  title: string;
  from: Date;
  to: Date;
}

export interface MonitorChartOptions {
  width?: number;
}

export function serviceIntervals({services, interval}: MonitorSummary): ServiceInterval[] {
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
export function intervalPlot(
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
