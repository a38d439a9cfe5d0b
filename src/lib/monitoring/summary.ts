import {findOutages, type HealthCheck, type HistoryEntry, type Outage, type Service, services} from "./history.js";

/** `src/data/monitor.json`: what the monitor page reads. */
export interface MonitorSummary {
  /** Milliseconds that an interval covers. */
  interval: number;
  /** Only those with health checks. */
  services: ServiceSummary[];
}

export interface ServiceSummary {
  service: Service;
  checks: number;
  /** Share of the health checks that succeeded. */
  uptime: number;
  last: {time: number; up: boolean};
  intervals: IntervalSummary[];
  /** The latest, newest first. */
  outages: Outage[];
}

export interface IntervalSummary {
  start: number;
  checks: number;
  up: number;
  /** Milliseconds of the successful responses; undefined where there was none. */
  latency?: {median: number; slowest: number};
  /** The largest that the service reported. */
  drift?: number;
}

const hour = 3_600_000;
const intervals = [hour, 6 * hour, 24 * hour] as const;
const mostIntervals = 96;
const mostOutages = 10;

/** Condenses a history into at most about a hundred intervals a service, whatever its length. */
export function summarizeHistory(history: readonly HistoryEntry[]): MonitorSummary {
  const checks = history.filter((entry) => entry.kind === "probe").sort((a, b) => a.time - b.time);
  const span = checks.length === 0 ? 0 : checks[checks.length - 1].time - checks[0].time;
  const interval = intervals.find((length) => span / length < mostIntervals) ?? intervals[intervals.length - 1];
  return {
    interval,
    services: services.flatMap((service) => {
      const own = checks.filter((check) => check.service === service);
      return own.length === 0 ? [] : [summarizeService(service, own, interval)];
    })
  };
}

function summarizeService(service: Service, checks: HealthCheck[], interval: number): ServiceSummary {
  const byStart = new Map<number, HealthCheck[]>();
  for (const check of checks) {
    const start = Math.floor(check.time / interval) * interval;
    const group = byStart.get(start);
    if (group === undefined) byStart.set(start, [check]);
    else group.push(check);
  }
  const {time, up} = checks[checks.length - 1];
  return {
    service,
    checks: checks.length,
    uptime: checks.filter((check) => check.up).length / checks.length,
    last: {time, up},
    intervals: Array.from(byStart, ([start, group]) => summarizeInterval(start, group)),
    outages: findOutages(checks).reverse().slice(0, mostOutages)
  };
}

function summarizeInterval(start: number, checks: HealthCheck[]): IntervalSummary {
  const up = checks.filter((check) => check.up);
  const times = up.map(({milliseconds}) => milliseconds).sort((a, b) => a - b);
  const drifts = up.flatMap(({drift}) => (drift === undefined ? [] : [drift]));
  return {
    start,
    checks: checks.length,
    up: up.length,
    ...(times.length > 0 && {latency: {median: median(times), slowest: times[times.length - 1]}}),
    ...(drifts.length > 0 && {drift: Math.max(...drifts)})
  };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
