import {loadHistory} from "../../data-loaders/monitor/loadHistory.js";
import type {Alert, HealthCheck} from "../../src/lib/monitoring/history.js";
import {dueAlert, sendAlert} from "./alerts.js";
import {appendHistory} from "./history.js";
import {type ProbeOptions, probe} from "./probe.js";
import type {Target} from "./target.js";

export interface HealthCheckOptions extends ProbeOptions {
  historyFile: string;
  /** Where alerts go; without it they are neither sent nor recorded. */
  webhook?: URL;
}

export interface HealthCheckResults {
  checks: HealthCheck[];
  alerts: Alert[];
  /** Alerts that could not be delivered; the next run sends them again. */
  failures: Error[];
}

/**
 * Checks every target once, appends the results to the response history, and sends the alerts that are due.
 * @throws UserError history-malformed
 */
export async function runHealthChecks(
  targets: readonly Target[],
  {historyFile, webhook, ...options}: HealthCheckOptions
): Promise<HealthCheckResults> {
  const checks = await Promise.all(targets.map((target) => probe(target, options)));
  await appendHistory(historyFile, checks);
  const alerts: Alert[] = [];
  const failures: Error[] = [];
  if (webhook !== undefined) {
    const history = await loadHistory(historyFile);
    for (const {service, time} of checks) {
      const alert = dueAlert(history, service, time);
      if (alert === undefined) continue;
      try {
        await sendAlert(webhook, alert);
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
        continue;
      }
      const {kind, event, since} = alert;
      const delivered: Alert = {kind, time, service, event, since};
      // At once, as the process may end before the next one is sent.
      await appendHistory(historyFile, [delivered]);
      alerts.push(delivered);
    }
  }
  return {checks, alerts, failures};
}
