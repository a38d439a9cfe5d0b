import {
  parseDocument,
  type Read,
  readAnyText,
  readCount,
  readField,
  readFlag,
  readList,
  readNumber,
  readOneOf,
  readOptional
} from "../json.js";
import {type Outage, services} from "./history.js";
import type {IntervalSummary, MonitorSummary, ServiceSummary} from "./summary.js";

/**
 * Reads a summary of health checks that was written as JSON.
 * @throws UserError monitor-not-json, monitor-missing-field, monitor-bad-field
 */
export function parseMonitorSummary(text: string): MonitorSummary {
  const json = parseDocument(text, {title: "The file of health checks", code: "monitor"});
  return {
    interval: readField(json, "interval", readNumber(1)),
    services: readField(json, "services", readList(readService))
  };
}

const readService: Read<ServiceSummary> = (json) => ({
  service: readField(json, "service", readOneOf(...services)),
  checks: readField(json, "checks", readCount),
  uptime: readField(json, "uptime", readNumber(0, 1)),
  last: readField(json, "last", (at) => ({
    time: readField(at, "time", readNumber()),
    up: readField(at, "up", readFlag)
  })),
  intervals: readField(json, "intervals", readList(readInterval)),
  outages: readField(json, "outages", readList(readOutage))
});

const readInterval: Read<IntervalSummary> = (json) => ({
  start: readField(json, "start", readNumber()),
  checks: readField(json, "checks", readCount),
  up: readField(json, "up", readCount),
  latency: readField(
    json,
    "latency",
    readOptional((at) => ({
      median: readField(at, "median", readNumber(0)),
      slowest: readField(at, "slowest", readNumber(0))
    }))
  ),
  drift: readField(json, "drift", readOptional(readNumber()))
});

const readOutage: Read<Outage> = (json) => ({
  since: readField(json, "since", readNumber()),
  until: readField(json, "until", readOptional(readNumber())),
  reason: readField(json, "reason", readAnyText)
});
