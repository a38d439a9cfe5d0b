import {UserError} from "../errors.js";

/** What is watched, in the order in which it is shown. */
export const services = ["report", "uat", "production"] as const;
export type Service = (typeof services)[number];

export const serviceTitles: Record<Service, string> = {report: "Report", uat: "UAT", production: "Production"};

/** One look at one service. */
export interface Observation {
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
  /** The first failed observation of the outage. */
  since: number;
}

export type HistoryEntry = Observation | Alert;

/**
 * Reads a history: JSON lines, oldest first. A last line without its end, left by a process that was stopped while it
 * wrote, is passed over.
 * @throws UserError history-malformed with the line as row
 */
export function parseHistory(text: string, file?: string): HistoryEntry[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole.split("\n").flatMap((line, i) => (line === "" ? [] : [parseEntry(line, {file, row: i + 1})]));
}

export const formatEntry = (entry: HistoryEntry): string => `${JSON.stringify(entry)}\n`;

function parseEntry(line: string, place: {file?: string; row: number}): HistoryEntry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    entry = undefined;
  }
  if (isObservation(entry) || isAlert(entry)) return entry;
  throw new UserError("history-malformed", `Line ${place.row} of the monitor's history is not an entry.`, {
    ...place,
    value: line
  });
}

function isObservation(value: unknown): value is Observation {
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

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
const hasTimeAndService = ({time, service}: Record<string, unknown>): boolean =>
  isFiniteNumber(time) && services.some((name) => name === service);
