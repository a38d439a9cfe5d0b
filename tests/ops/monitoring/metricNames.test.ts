import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {csvRows, fileForm} from "../../server/csvRows.js";
import {startTestServer} from "../../server/testServer.js";

const metricName = /\b(?:http|scoring|model|nodejs|process)_[a-z0-9_]+/g;
/** Prometheus names the parts of a histogram itself. */
const familyOf = (name: string) => name.replace(/_(bucket|count|sum)$/, "");

it.for(["prometheus/alerts.yml", "grafana/dashboards/inference.json"])(
  "%s asks for metrics that there are",
  async (file) => {
    const wanted = readFileSync(`ops/monitoring/${file}`, "utf8").match(metricName) ?? [];
    expect(wanted.length).toBeGreaterThan(5);
    const server = await startTestServer();
    await fetch(server.uploadAddress, {method: "POST", body: fileForm(csvRows(2))});
    const text = await (await fetch(`${server.address}/metrics`)).text();
    await server.close();
    const families = new Set(Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name]) => name));
    expect([...new Set(wanted.map(familyOf))].filter((name) => !families.has(name))).toEqual([]);
  }
);

it("the dashboard is one that Grafana reads, without two panels in one place", () => {
  const {panels, uid} = JSON.parse(readFileSync("ops/monitoring/grafana/dashboards/inference.json", "utf8"));
  expect(uid).toBe("inference");
  const places = panels.map(({gridPos}: {gridPos: {x: number; y: number}}) => `${gridPos.x} ${gridPos.y}`);
  expect(new Set(places).size).toBe(panels.length);
});
