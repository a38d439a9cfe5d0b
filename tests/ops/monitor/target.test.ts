import {expect, it} from "vitest";
import {targetsFromEnvironment} from "../../../ops/monitor/target.js";

it("reads the services from the environment", () => {
  const targets = targetsFromEnvironment({REPORT_URL: "https://example.org/report", PRODUCTION_URL: "", PATH: "/bin"});
  expect(targets).toEqual([{service: "report", address: new URL("https://example.org/report/"), healthPath: "."}]);
});

it("asks a service for its health and metrics below its address", () => {
  const [{address, healthPath, metricsPath}] = targetsFromEnvironment({UAT_URL: "https://example.org/api"});
  expect(new URL(healthPath, address).href).toBe("https://example.org/api/health");
  expect(new URL(metricsPath ?? "", address).href).toBe("https://example.org/api/metrics");
});

it("says what to set where there is nothing to check", () => {
  expect(() => targetsFromEnvironment({})).toThrow(/REPORT_URL, UAT_URL, PRODUCTION_URL/);
});

it.each(["example.org", "file:///etc/passwd"])("refuses %s as an address, without repeating it", (text) => {
  expect(() => targetsFromEnvironment({UAT_URL: text})).toThrow(
    expect.objectContaining({code: "invalid-address", message: "UAT_URL must be an http or https address."})
  );
});
