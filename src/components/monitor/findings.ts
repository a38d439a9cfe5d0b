import {serviceTitles} from "../../lib/monitoring/history.js";
import type {MonitorSummary, ServiceSummary} from "../../lib/monitoring/summary.js";
import type {Stat} from "../card.js";
import {formatCount, formatDuration, formatPercent} from "../format.js";

/** The answer to the page's question: does everything work, and has it? */
export function monitorFinding({services}: MonitorSummary): string {
  if (services.length === 0) return "Nothing has been watched yet";
  const down = services.filter(({last}) => !last.up).map(title);
  if (down.length > 0) return `${listNames(down)} ${down.length === 1 ? "does" : "do"} not answer`;
  const outages = services.reduce((sum, service) => sum + service.outages.length, 0);
  const subject = services.length === 1 ? `${title(services[0])} answers` : `${listNames(services.map(title))} answer`;
  return outages === 0 ? `${subject}, and always did` : subject;
}

/** One number a service: the share of the looks that found it up. */
export function uptimeStats({services}: MonitorSummary): Stat[] {
  return services.map((service) => ({
    label: `${title(service)} was up`,
    value: formatUptime(service.uptime),
    detail: service.last.up ? `of ${formatCount(service.observations)} looks` : "down at the last look"
  }));
}

/** Uptime is rounded down, as 100% is a promise. */
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
  return `The slowest answer took ${formatDuration(slowest.latency)} (${title(slowest.service)})`;
}

/** When the page's news end. */
export function lastLook({services}: MonitorSummary): string {
  return formatTime(Math.max(...services.map(({last}) => last.time)));
}

/** Common limits of the population stability index: below 0.1 stable, above 0.25 shifted. */
export const driftLimits = [0.1, 0.25] as const;

export function driftFinding({services}: MonitorSummary): string {
  const latest = services
    .flatMap((service) => {
      const drift = service.intervals.findLast((interval) => interval.drift !== undefined)?.drift;
      return drift === undefined ? [] : [{service, drift}];
    })
    .reduce((worst, each) => (each.drift > worst.drift ? each : worst));
  const [watch, shifted] = driftLimits;
  const verdict =
    latest.drift < watch ? "resembles" : latest.drift < shifted ? "begins to differ from" : "differs from";
  return `What ${title(latest.service)} is asked to score ${verdict} the training data (${latest.drift.toFixed(2)})`;
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
