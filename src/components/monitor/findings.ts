import {serviceTitles} from "../../lib/monitoring/history.js";
import type {MonitorSummary, ServiceSummary} from "../../lib/monitoring/summary.js";
import type {Stat} from "../card.js";
import {formatCount, formatDuration, formatPercent} from "../format.js";

/** The answer to the page's question: is everything up, and was it? */
export function monitorFinding({services}: MonitorSummary): string {
  if (services.length === 0) return "No health checks yet";
  const down = services.filter(({last}) => !last.up).map(title);
  if (down.length > 0) return `${listNames(down)} ${down.length === 1 ? "is" : "are"} down`;
  const outages = services.reduce((sum, service) => sum + service.outages.length, 0);
  const subject = `${listNames(services.map(title))} ${services.length === 1 ? "is" : "are"} up`;
  return outages === 0 ? `${subject}, with no outage on record` : subject;
}

/** One number a service: the share of health checks that succeeded. */
export function uptimeStats({services}: MonitorSummary): Stat[] {
  return services.map((service) => ({
    label: `${title(service)} uptime`,
    value: formatUptime(service.uptime),
    detail: service.last.up ? `of ${formatCount(service.checks)} health checks` : "down at the last health check"
  }));
}

/** Uptime is rounded down, as 100 % is a promise. */
export function formatUptime(share: number): string {
  return formatPercent(Math.floor(share * 10_000) / 10_000, share === 1 ? 0 : 2);
}

const time = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "short", timeZone: "UTC"});

/** 23 Nov 2026, 20:15 UTC */
export const formatTime = (milliseconds: number): string => `${time.format(milliseconds)} UTC`;

/** What an interval of the charts covers. */
export const describeInterval = ({interval}: MonitorSummary): string =>
  interval === 86_400_000 ? "a day" : interval === 3_600_000 ? "an hour" : `${interval / 3_600_000} hours`;

export function slowestFinding({services}: MonitorSummary): string {
  const slowest = services
    .flatMap((service) => service.intervals.map(({latency}) => ({service, latency: latency?.slowest ?? 0})))
    .reduce((worst, each) => (each.latency > worst.latency ? each : worst));
  return `The slowest response took ${formatDuration(slowest.latency)} (${title(slowest.service)})`;
}

/** The time of the last health check. */
export function lastCheck({services}: MonitorSummary): string {
  return formatTime(Math.max(...services.map(({last}) => last.time)));
}

/** Common limits of the population stability index: below 0.1 small, from 0.25 on large. */
export const driftLimits = [0.1, 0.25] as const;

export function driftFinding({services}: MonitorSummary): string {
  const latest = services
    .flatMap((service) => {
      const drift = service.intervals.findLast((interval) => interval.drift !== undefined)?.drift;
      return drift === undefined ? [] : [{service, drift}];
    })
    .reduce((worst, each) => (each.drift > worst.drift ? each : worst));
  const [moderate, large] = driftLimits;
  const size = latest.drift < moderate ? "small" : latest.drift < large ? "moderate" : "large";
  return `The inputs of ${title(latest.service)} show ${size} drift from the training data (${latest.drift.toFixed(2)})`;
}

export const hasDrift = ({services}: MonitorSummary): boolean =>
  services.some(({intervals}) => intervals.some(({drift}) => drift !== undefined));

export const hasLatency = ({services}: MonitorSummary): boolean =>
  services.some(({intervals}) => intervals.some(({latency}) => latency !== undefined));

const title = ({service}: Pick<ServiceSummary, "service">) => serviceTitles[service];

function listNames(names: readonly string[]): string {
  if (names.length < 3) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
