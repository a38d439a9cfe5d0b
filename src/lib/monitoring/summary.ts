import {type HistoryEntry, type Observation, type Service, services} from "./history.js";
import {findOutages, type Outage} from "./outages.js";

/** `src/data/monitor.json`: what the monitor page reads. */
export interface MonitorSummary {
  /** Milliseconds that an interval covers. */
  interval: number;
  /** Only what was observed at all. */
  services: ServiceSummary[];
}

export interface ServiceSummary {
  service: Service;
  observations: number;
  /** Share of the observations that found it up. */
  uptime: number;
  last: {time: number; up: boolean};
  intervals: IntervalSummary[];
  /** The latest, newest first. */
  outages: Outage[];
}

export interface IntervalSummary {
  start: number;
  observations: number;
  up: number;
  /** Milliseconds of the good answers; undefined where there was none. */
  latency?: {median: number; slowest: number};
  /** The largest that was reported. */
  drift?: number;
}

const hour = 3_600_000;
const intervals = [hour, 6 * hour, 24 * hour] as const;
const mostIntervals = 96;
const mostOutages = 10;

/** Condenses a history into at most about a hundred intervals a service, whatever its length. */
export function summarizeHistory(history: readonly HistoryEntry[]): MonitorSummary {
  const observations = history.filter((entry) => entry.kind === "probe").sort((a, b) => a.time - b.time);
  const span = observations.length === 0 ? 0 : observations[observations.length - 1].time - observations[0].time;
  const interval = intervals.find((length) => span / length < mostIntervals) ?? intervals[intervals.length - 1];
  return {
    interval,
    services: services.flatMap((service) => {
      const own = observations.filter((observation) => observation.service === service);
      return own.length === 0 ? [] : [summarizeService(service, own, interval)];
    })
  };
}

function summarizeService(service: Service, observations: Observation[], interval: number): ServiceSummary {
  const byStart = new Map<number, Observation[]>();
  for (const observation of observations) {
    const start = Math.floor(observation.time / interval) * interval;
    const group = byStart.get(start);
    if (group === undefined) byStart.set(start, [observation]);
    else group.push(observation);
  }
  const {time, up} = observations[observations.length - 1];
  return {
    service,
    observations: observations.length,
    uptime: observations.filter((observation) => observation.up).length / observations.length,
    last: {time, up},
    intervals: Array.from(byStart, ([start, group]) => summarizeInterval(start, group)),
    outages: findOutages(observations).reverse().slice(0, mostOutages)
  };
}

function summarizeInterval(start: number, observations: Observation[]): IntervalSummary {
  const up = observations.filter((observation) => observation.up);
  const times = up.map(({milliseconds}) => milliseconds).sort((a, b) => a - b);
  const drifts = up.flatMap(({drift}) => (drift === undefined ? [] : [drift]));
  return {
    start,
    observations: observations.length,
    up: up.length,
    ...(times.length > 0 && {latency: {median: median(times), slowest: times[times.length - 1]}}),
    ...(drifts.length > 0 && {drift: Math.max(...drifts)})
  };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
