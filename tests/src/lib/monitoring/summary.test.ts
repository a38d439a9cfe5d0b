import {expect, it} from "vitest";
import type {HealthCheck, HistoryEntry} from "../../../../src/lib/monitoring/history.js";
import {formatEntry, parseHistory} from "../../../../src/lib/monitoring/history.js";
import {summarizeHistory} from "../../../../src/lib/monitoring/summary.js";

const hour = 3_600_000;
const seen = (time: number, more: Partial<HealthCheck> = {}): HealthCheck => ({
  kind: "probe",
  time,
  service: "production",
  up: true,
  milliseconds: 100,
  ...more
});

it("has nothing to say of no history", () => {
  expect(summarizeHistory([])).toEqual({interval: hour, services: []});
});

it("condenses checks by the hour: uptime, latency of good answers, largest drift, outages", () => {
  const history: HistoryEntry[] = [
    seen(0, {milliseconds: 40}),
    seen(0.25 * hour, {milliseconds: 60, drift: 0.02}),
    seen(0.5 * hour, {milliseconds: 500, drift: 0.3}),
    seen(0.75 * hour, {up: false, milliseconds: 10_000, reason: "refused the connection"}),
    {kind: "alert", time: 0.75 * hour, service: "production", event: "opened", since: 0.75 * hour},
    seen(hour, {up: false, reason: "answered with status 500"}),
    seen(1.25 * hour)
  ];
  expect(summarizeHistory(history)).toEqual({
    interval: hour,
    services: [
      {
        service: "production",
        checks: 6,
        uptime: 4 / 6,
        last: {time: 1.25 * hour, up: true},
        intervals: [
          {start: 0, checks: 4, up: 3, latency: {median: 60, slowest: 500}, drift: 0.3},
          {start: hour, checks: 2, up: 1, latency: {median: 100, slowest: 100}}
        ],
        outages: [{since: 0.75 * hour, until: 1.25 * hour, reason: "refused the connection"}]
      }
    ]
  });
});

it("takes longer intervals for a longer history", () => {
  const quarterly = (days: number) => Array.from({length: days * 4}, (_, i) => seen(i * 6 * hour));
  expect(summarizeHistory(quarterly(3)).interval).toBe(hour);
  expect(summarizeHistory(quarterly(20)).interval).toBe(6 * hour);
  const {interval, services} = summarizeHistory(quarterly(90));
  expect(interval).toBe(24 * hour);
  expect(services[0].intervals).toHaveLength(90);
});

it("reads back what it wrote, and passes over a torn last line", () => {
  const entries = [seen(1), seen(2, {up: false, reason: "x"})];
  expect(parseHistory(`${entries.map(formatEntry).join("")}{"kind":"pro`)).toEqual(entries);
});

it.each(["nonsense", "{}", '{"kind":"probe","time":1,"service":"elsewhere","up":true,"milliseconds":1}'])(
  "names the line that is not an entry: %s",
  (line) => {
    expect(() => parseHistory(`${formatEntry(seen(1))}${line}\n`, "history.jsonl")).toThrow(
      expect.objectContaining({
        code: "history-malformed",
        place: {file: "history.jsonl", row: 2, value: expect.any(String)}
      })
    );
  }
);
