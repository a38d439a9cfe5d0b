import {UserError} from "../errors.js";
import {isRecord, parseJson} from "../json.js";

/** The monitored services, in the order in which they are shown. */
export const services = ["report", "uat", "production"] as const;
export type Service = (typeof services)[number];

export const serviceTitles: Record<Service, string> = {report: "Report", uat: "UAT", production: "Production"};

/** One health check of one service. */
export interface HealthCheck {
  kind: "probe";
  /** Milliseconds since 1970. */
  time: number;
  service: Service;
  up: boolean;
  /** From the first byte sent to the last byte received, or to the failure. */
  milliseconds: number;
  /** Why it counts as down. */
  reason?: string;
  /** The largest population stability index of a live feature against training, where the service measures it. */
  drift?: number;
}

/** A message about an outage that has reached its receiver. */
export interface Alert {
  kind: "alert";
  time: number;
  service: Service;
  event: "opened" | "closed";
  /** The first failed check of the outage. */
  since: number;
}

export type HistoryEntry = HealthCheck | Alert;

/**
 * Reads a history: JSON lines, oldest first. A last line without its end, left by a process that was stopped while it
 * wrote, is ignored.
 * @throws UserError history-malformed with the line as row
 */
export function parseHistory(text: string, file?: string): HistoryEntry[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole.split("\n").flatMap((line, i) => (line === "" ? [] : [parseEntry(line, {file, row: i + 1})]));
}

export const formatEntry = (entry: HistoryEntry): string => `${JSON.stringify(entry)}\n`;

function parseEntry(line: string, place: {file?: string; row: number}): HistoryEntry {
  const entry = parseJson(line);
  if (isHealthCheck(entry) || isAlert(entry)) return entry;
  throw new UserError("history-malformed", `Line ${place.row} of the response history is not an entry.`, {
    ...place,
    value: line
  });
}

function isHealthCheck(value: unknown): value is HealthCheck {
  return (
    isRecord(value) &&
    value.kind === "probe" &&
    hasTimeAndService(value) &&
    typeof value.up === "boolean" &&
    isFiniteNumber(value.milliseconds) &&
    (value.reason === undefined || typeof value.reason === "string") &&
    (value.drift === undefined || isFiniteNumber(value.drift))
  );
}

function isAlert(value: unknown): value is Alert {
  return (
    isRecord(value) &&
    value.kind === "alert" &&
    hasTimeAndService(value) &&
    (value.event === "opened" || value.event === "closed") &&
    isFiniteNumber(value.since)
  );
}

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
const hasTimeAndService = ({time, service}: Record<string, unknown>): boolean =>
  isFiniteNumber(time) && services.some((name) => name === service);

export interface Outage {
  /** The first failed check. */
  since: number;
  /** The first good check after it; undefined while it lasts. */
  until?: number;
  reason: string;
}

/** The outages in the checks of one service, oldest first. */
export function findOutages(checks: readonly HealthCheck[]): Outage[] {
  const outages: Outage[] = [];
  let current: Outage | undefined;
  for (const {up, time, reason = "no reason given"} of checks) {
    if (up) {
      if (current !== undefined) current.until = time;
      current = undefined;
    } else if (current === undefined) {
      current = {since: time, reason};
      outages.push(current);
    }
  }
  return outages;
}
