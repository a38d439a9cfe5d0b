import {loadHistory} from "../../data-loaders/monitor/loadHistory.js";
import type {Alert, Observation} from "../../src/lib/monitoring/history.js";
import {dueAlert, sendAlert} from "./alerts.js";
import {appendHistory} from "./history.js";
import {type ProbeOptions, probe} from "./probe.js";
import type {Target} from "./target.js";

export interface WatchOptions extends ProbeOptions {
  historyFile: string;
  /** Where alerts go; without it they are neither sent nor noted. */
  webhook?: URL;
}

export interface Watch {
  observations: Observation[];
  alerts: Alert[];
  /** Alerts that did not arrive; the next look sends them again. */
  failures: Error[];
}

/**
 * Looks at every target once, writes down what it saw, and sends the alerts that are due.
 * @throws UserError history-malformed
 */
export async function watch(
  targets: readonly Target[],
  {historyFile, webhook, ...options}: WatchOptions
): Promise<Watch> {
  const observations = await Promise.all(targets.map((target) => probe(target, options)));
  await appendHistory(historyFile, observations);
  const alerts: Alert[] = [];
  const failures: Error[] = [];
  if (webhook !== undefined) {
    const history = await loadHistory(historyFile);
    for (const {service, time} of observations) {
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
  return {observations, alerts, failures};
}
