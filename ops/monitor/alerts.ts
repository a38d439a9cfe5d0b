import {UserError} from "../../src/lib/errors.js";
import {
  type Alert,
  findOutages,
  type HistoryEntry,
  type Service,
  serviceTitles
} from "../../src/lib/monitoring/history.js";

/** An alert that is due, with the cause of the outage. */
export interface DueAlert extends Alert {
  reason: string;
}

/** The latest alert of each service. */
export function lastAlerts(history: readonly HistoryEntry[]): Map<Service, Alert> {
  return new Map(history.flatMap((entry) => (entry.kind === "alert" ? [[entry.service, entry]] : [])));
}

/**
 * The alert that is due after the latest health check: an outage is opened once and closed once. Delivered alerts are
 * part of the history, so that one that failed is sent again after the next check.
 */
export function dueAlert(history: readonly HistoryEntry[], service: Service, time: number): DueAlert | undefined {
  const checks = history.filter((entry) => entry.kind === "probe").filter((entry) => entry.service === service);
  const outage = findOutages(checks).at(-1);
  const last = lastAlerts(history).get(service);
  const open = last?.event === "opened" ? last : undefined;
  if (outage === undefined || outage.until !== undefined) {
    if (open === undefined) return undefined;
    return {kind: "alert", time, service, event: "closed", since: open.since, reason: outage?.reason ?? ""};
  }
  // An outage whose end could not be delivered does not stand for the next one.
  const isNews = open === undefined || checks.some((check) => check.up && check.time > open.since);
  if (!isNews) return undefined;
  return {kind: "alert", time, service, event: "opened", since: outage.since, reason: outage.reason};
}

/**
 * Posts an alert as JSON. `text` is what Slack, Mattermost and their kind show; the rest is for programs.
 * @throws UserError alert-not-delivered
 */
export async function sendAlert(webhook: URL, alert: DueAlert, {timeout = 10_000} = {}): Promise<void> {
  const {service, event, since, time, reason} = alert;
  const status = await fetch(webhook, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({text: describeAlert(alert), service, event, since, time, reason}),
    signal: AbortSignal.timeout(timeout)
  }).then(
    (response) => (response.ok ? undefined : `it answered with status ${response.status}`),
    () => "it could not be reached"
  );
  if (status === undefined) return;
  throw new UserError(
    "alert-not-delivered",
    `The alert webhook did not accept the message that ${serviceTitles[service]} is ${event === "opened" ? "down" : "up again"}: ${status}.`
  );
}

function describeAlert({service, event, since, time, reason}: DueAlert): string {
  const title = serviceTitles[service];
  const start = new Date(since).toISOString().replace(/\.\d+Z$/, "Z");
  if (event === "opened") return `${title} is down since ${start}: ${reason}.`;
  return `${title} is up again. It was down for ${Math.max(1, Math.round((time - since) / 60_000))} min, from ${start}.`;
}
