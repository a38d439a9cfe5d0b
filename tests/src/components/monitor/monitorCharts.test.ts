// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {DriftChart, LatencyChart, UptimeChart} from "../../../../src/components/monitor/charts.js";
import {
  driftFinding,
  formatUptime,
  hasDrift,
  monitorFinding,
  slowestFinding,
  uptimeStats
} from "../../../../src/components/monitor/findings.js";
import type {HealthCheck} from "../../../../src/lib/monitoring/history.js";
import {summarizeHistory} from "../../../../src/lib/monitoring/summary.js";
import {sampleHistory} from "../../../fixtures/monitorSample.js";
import {chartMarkup} from "../chartMarkup.js";

const summary = summarizeHistory(sampleHistory());
const seen = (service: HealthCheck["service"], up: boolean): HealthCheck => ({
  kind: "probe",
  time: 0,
  service,
  up,
  milliseconds: 1
});

describe("the monitor's findings", () => {
  it("say whether everything is up", () => {
    expect(monitorFinding(summary)).toBe("Report, UAT and Production are up");
    expect(monitorFinding(summarizeHistory([]))).toBe("No health checks yet");
    expect(monitorFinding(summarizeHistory([seen("uat", true)]))).toBe("UAT is up, with no outage on record");
    expect(monitorFinding(summarizeHistory([seen("report", true), seen("uat", false)]))).toBe("UAT is down");
    expect(monitorFinding(summarizeHistory([seen("report", false), seen("uat", false)]))).toBe(
      "Report and UAT are down"
    );
  });

  it("never round an uptime up to a promise", () => {
    expect(formatUptime(0.99999)).toBe("99.99 %");
    expect(formatUptime(1)).toBe("100 %");
    expect(uptimeStats(summary).map(({label, value}) => `${label} ${value}`)).toEqual([
      "Report uptime 100 %",
      "UAT uptime 100 %",
      "Production uptime 99.06 %"
    ]);
  });

  it("name the slowest answer and the drift", () => {
    expect(slowestFinding(summary)).toMatch(/^The slowest response took 1\.0 s \(UAT\)$/);
    expect(driftFinding(summary)).toMatch(
      /^The inputs of Production show moderate drift from the training data \(0\.1\d\)$/
    );
    expect(hasDrift(summarizeHistory([seen("report", true)]))).toBe(false);
  });
});

describe("the monitor's charts", () => {
  it.each([
    ["uptime", UptimeChart],
    ["latency", LatencyChart],
    ["drift", DriftChart]
  ])("%s", async (name, Chart) => {
    await expect(chartMarkup(Chart(summary, {width: 640}))).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
  });
});
