import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csvRows, fileForm} from "./csvRows.js";
import {readMetrics, startTestServer, type TestServer} from "./testServer.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const upload = (csv: string) => fetch(server.uploadAddress, {method: "POST", body: fileForm(csv)});

const scrape = () => readMetrics(server);
const route = "/api/v1/classification/inference/uploadfile";

describe("metrics", () => {
  it("count requests, rows, bytes, scores and errors", async () => {
    const csv = csvRows(10);
    await (await upload(csv)).json();
    await (await upload(csv.replace("row_0,", "row_0,x"))).json();
    await expect
      .poll(async () => (await scrape()).get(`http_error_responses_total{route="${route}",code="csv-not-a-number"}`))
      .toBe(1);
    const metrics = await scrape();
    expect(metrics.get(`http_request_duration_seconds_count{method="POST",route="${route}",status="200"}`)).toBe(1);
    expect(metrics.get(`http_request_duration_seconds_count{method="POST",route="${route}",status="422"}`)).toBe(1);
    expect(metrics.get("scoring_rows_total")).toBe(10);
    expect(metrics.get("scoring_probability_count")).toBe(10);
    expect(metrics.get("scoring_uploaded_bytes_total")).toBeGreaterThanOrEqual(csv.length);
    expect(metrics.get("scoring_requests_in_flight")).toBe(0);
    expect(metrics.get(`model_info{model="lightgbm",run_id="${"a".repeat(32)}",run_name="small"}`)).toBe(1);
  });

  it("never name an address that was asked for", async () => {
    await fetch(`${server.address}/no/such/thing?value=1`);
    await expect
      .poll(async () => [...(await scrape()).keys()].some((name) => name.includes('status="404"')))
      .toBe(true);
    expect([...(await scrape()).keys()].filter((name) => name.includes("such"))).toEqual([]);
  });

  it("report drift once there are enough rows, higher for features that drifted more", async () => {
    expect([...(await scrape()).keys()].filter((name) => name.startsWith("model_input_drift_psi"))).toEqual([]);
    // Values are spread evenly from -20 to 20 where training had most of them near 0; var_7 is all of one value.
    const [header, ...rows] = csvRows(2000).trimEnd().split("\n");
    const constant = rows.map((row) => {
      const cells = row.split(",");
      cells[8] = "15";
      return cells.join(",");
    });
    await (await upload(`${[header, ...constant].join("\n")}\n`)).json();
    const metrics = await scrape();
    expect(metrics.get("model_input_drift_window_rows")).toBeGreaterThanOrEqual(2000);
    const others = metrics.get('model_input_drift_psi{feature="var_8"}') ?? 0;
    expect(others).toBeGreaterThan(0.1);
    expect(others).toBeLessThan(1);
    expect(metrics.get('model_input_drift_psi{feature="var_7"}')).toBeGreaterThan(3);
  });
});
