// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {DriftChart} from "../../../../src/components/monitor/driftChart.js";
import {
  driftFinding,
  formatUptime,
  hasDrift,
  monitorFinding,
  slowestFinding,
  uptimeStats
} from "../../../../src/components/monitor/findings.js";
import {LatencyChart} from "../../../../src/components/monitor/latencyChart.js";
import {UptimeChart} from "../../../../src/components/monitor/uptimeChart.js";
import type {Observation} from "../../../../src/lib/monitoring/history.js";
import {summarizeHistory} from "../../../../src/lib/monitoring/summary.js";
import {sampleHistory} from "../../../fixtures/monitorSample.js";
import {chartMarkup} from "../chartMarkup.js";

const summary = summarizeHistory(sampleHistory());
const seen = (service: Observation["service"], up: boolean): Observation => ({
  kind: "probe",
  time: 0,
  service,
  up,
  milliseconds: 1
});

describe("the monitor's findings", () => {
  it("say whether everything answers", () => {
    expect(monitorFinding(summary)).toBe("Report, UAT and Production answer");
    expect(monitorFinding(summarizeHistory([]))).toBe("Nothing has been watched yet");
    expect(monitorFinding(summarizeHistory([seen("uat", true)]))).toBe("UAT answers, and always did");
    expect(monitorFinding(summarizeHistory([seen("report", true), seen("uat", false)]))).toBe("UAT does not answer");
    expect(monitorFinding(summarizeHistory([seen("report", false), seen("uat", false)]))).toBe(
      "Report and UAT do not answer"
    );
  });

  it("never round an uptime up to a promise", () => {
    expect(formatUptime(0.99999)).toBe("99.99%");
    expect(formatUptime(1)).toBe("100%");
    expect(uptimeStats(summary).map(({label, value}) => `${label} ${value}`)).toEqual([
      "Report was up 100%",
      "UAT was up 100%",
      "Production was up 99.06%"
    ]);
  });

  it("name the slowest answer and the drift", () => {
    expect(slowestFinding(summary)).toMatch(/^The slowest answer took 1\.0 s \(UAT\)$/);
    expect(driftFinding(summary)).toMatch(/^What Production is asked to score begins to differ from the training data/);
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
