import {request as httpRequest} from "node:http";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csvRows, fileForm} from "./csvRows.js";
import {partHead, RawRequest, uploadHead} from "./rawRequest.js";
import {wideFeatures} from "./stagedDirectory.js";
import {readMetrics, startTestServer, type TestServer, untilOpen} from "./testServer.js";

const row = Object.fromEntries(["ID_code", ...wideFeatures].map((column) => [column, 1]));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    MAX_CONCURRENT_REQUESTS: "2",
    MAX_UPLOAD_BYTES: "3000000",
    MAX_WAITING_BYTES: "50000",
    TRANSFER_GRACE_SECONDS: "1",
    MAX_IDLE_SECONDS: "3"
  });
});
afterAll(() => server.close());

const upload = (csv: string, headers: HeadersInit = {}) =>
  fetch(server.uploadAddress, {method: "POST", body: fileForm(csv), headers});

const post = (path: string, body: BodyInit, type = "application/json") =>
  fetch(server.address + path, {method: "POST", headers: {"Content-Type": type}, body});

async function problem(response: Response): Promise<unknown> {
  return {status: response.status, ...(await response.json())};
}

describe("slow clients", () => {
  async function openSlowUploads({address}: TestServer): Promise<RawRequest[]> {
    const slow = await Promise.all(Array.from({length: 200}, () => RawRequest.open(address)));
    for (const request of slow) request.write(uploadHead(100_000), partHead, csvRows(1).slice(0, 1500));
    return slow;
  }

  it("keep nobody waiting, however many", async () => {
    const patient = await startTestServer({TRANSFER_GRACE_SECONDS: "600", MAX_IDLE_SECONDS: "600"});
    const slow = await openSlowUploads(patient);
    await untilOpen(patient, 200);
    const honest = await fetch(patient.uploadAddress, {method: "POST", body: fileForm(csvRows(2))});
    expect(honest.status).toBe(200);
    // They are all still there.
    await untilOpen(patient, 200);
    for (const request of slow) request.hangUp();
    await patient.close();
  });

  it("are ended", async () => {
    const slow = await openSlowUploads(server);
    const answers = await Promise.all(slow.map((request) => request.answer()));
    for (const {status, text} of answers) {
      expect(status).toBe(408);
      expect(text).toContain("slower than 240 bytes per second");
    }
    await untilOpen(server, 0);
  });

  it("that read nothing of a long answer are ended", async () => {
    const patient = await startTestServer({TRANSFER_GRACE_SECONDS: "0.5", MAX_IDLE_SECONDS: "1"});
    const headers = {"Content-Type": "text/csv", Accept: "application/x-ndjson"};
    const request = httpRequest(patient.uploadAddress, {method: "POST", headers}, (response) => response.pause());
    request.on("error", () => {});
    // Ids long enough that the answer fits into no buffer on its way.
    request.end(csvRows(300).replaceAll("\nrow_", `\n${"x".repeat(60_000)}_`));
    await untilOpen(patient, 1);
    await untilOpen(patient, 0);
    request.destroy();
    await patient.close();
  });

  it("cannot fill the memory with bodies that wait", async () => {
    const waiting = await Promise.all(Array.from({length: 4}, () => RawRequest.open(server.address)));
    const head = uploadHead(30_000, {contentType: "application/json"}).replace("uploadfile", "predict");
    for (const request of waiting) request.write(head, "[".padEnd(20_000));
    const held = async () => (await readMetrics(server)).get("scoring_waiting_bytes");
    const statuses = (await Promise.all(waiting.map((request) => request.answer()))).map(({status}) => status);
    expect(statuses.sort()).toEqual([408, 408, 503, 503]);
    await expect.poll(held).toBe(0);
  });
});

describe("an early refusal", () => {
  it.for([true, false])(
    "reaches a client that sends everything before it reads (keep-alive: %s)",
    async (keepAlive) => {
      for (const [type, path, status] of [
        ["multipart/form-data; boundary=b", "/api/v1/classification/inference/uploadfile", 413],
        ["text/csv", "/api/v1/classification/inference/uploadfile", 413],
        ["application/json", "/api/v1/classification/inference/predict", 413],
        ["text/csv", "/nowhere", 404]
      ] as const) {
        const request = await RawRequest.open(server.address);
        const length = 5_500_000;
        const head = [
          `POST ${path} HTTP/1.1`,
          "Host: localhost",
          `Content-Type: ${type}`,
          `Content-Length: ${length}`,
          `Connection: ${keepAlive ? "keep-alive" : "close"}`
        ];
        request.write(`${head.join("\r\n")}\r\n\r\n`, "x".repeat(length));
        if (keepAlive) request.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        const answer = await request.answer();
        expect({type, status: answer.status}).toEqual({type, status});
        if (keepAlive) expect(answer.text).toContain('{"status":"ok"}');
      }
    }
  );
});

it("reads on where it refused in the middle of a body, and notices a client that hangs up", async () => {
  const strict = await startTestServer({MAX_JSON_BYTES: "1000000", MAX_UPLOAD_BYTES: "1000000"});
  for (const [type, path] of [
    ["application/json", "predict"],
    ["text/csv", "uploadfile"]
  ]) {
    const head = uploadHead("chunked", {contentType: type}).replace("uploadfile", path);
    const chunk = `${(100_000).toString(16)}\r\n${" ".repeat(100_000)}\r\n`;
    const whole = await RawRequest.open(strict.address);
    whole.write(head, chunk.repeat(15), "0\r\n\r\n");
    expect((await whole.answer()).status).toBe(413);
    const left = await RawRequest.open(strict.address);
    left.write(head, chunk.repeat(11));
    await expect.poll(() => left.received).toContain("413");
    left.hangUp();
  }
  const start = performance.now();
  await strict.close();
  expect(performance.now() - start).toBeLessThan(5000);
});

describe("errors", () => {
  it("have our own form everywhere", async () => {
    for (const [path, method, status, code] of [
      ["/%", "GET", 400, "bad-address"],
      ["/api/v1/docs/static/nothing.js", "GET", 404, "not-found"],
      ["/health", "POST", 405, "method-not-allowed"],
      ["/invocations", "GET", 405, "method-not-allowed"],
      ["/api/v1/model", "DELETE", 405, "method-not-allowed"],
      ["/health", "QUERY", 405, "method-not-allowed"],
      ["/nowhere", "PUT", 404, "not-found"]
    ] as const) {
      const request = await RawRequest.open(server.address);
      request.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      const {status: found, text} = await request.answer();
      expect({path, found, code: /"code":"([^"]+)"/.exec(text)?.[1]}).toEqual({path, found: status, code});
      if (status === 405) expect(text).toMatch(/^allow: (GET, HEAD|POST)\r$/im);
    }
    const form = new FormData();
    for (let part = 0; part < 30; part++) form.set(`part_${part}`, "x");
    const crowded = await fetch(server.uploadAddress, {method: "POST", body: form});
    expect(await problem(crowded)).toMatchObject({status: 413, code: "multipart-too-many-parts"});
    const zipped = await fetch(server.uploadAddress, {
      method: "POST",
      headers: {"Content-Type": "text/csv", "Content-Encoding": "gzip"},
      body: "x"
    });
    expect(await problem(zipped)).toMatchObject({status: 415, code: "unsupported-encoding"});
  });
});

describe("JSON", () => {
  const predict = "/api/v1/classification/inference/predict";
  const rows = JSON.stringify([row, row]);

  it("is read by the rules of CSV", async () => {
    expect((await post(predict, rows.replaceAll('"var_0":1', '"var_0":1e999'))).status).toBe(200);
    expect(await problem(await post(predict, rows.replace('"var_1":1', '"var_0":2')))).toMatchObject({
      status: 422,
      code: "json-duplicate-key",
      row: 1,
      column: "var_0"
    });
    const last = rows.lastIndexOf('"var_1":1');
    const second = `${rows.slice(0, last)}"v\\u0061r_0":2${rows.slice(last + 9)}`;
    expect(await problem(await post(predict, second))).toMatchObject({code: "json-duplicate-key", row: 2});
    for (const text of [Buffer.from(`\ufeff${rows}`, "utf16le"), Buffer.from(`\ufeff${rows}`)])
      expect(await (await post(predict, text)).json()).toHaveLength(2);
    const named = rows.replaceAll('"ID_code":1', '"ID_code":"é"');
    expect(await (await post(predict, Buffer.from(named, "latin1"))).json()).toMatchObject([{ID_code: "é"}, {}]);
    expect(await problem(await post(predict, "[".repeat(9_000)))).toMatchObject({status: 400, code: "json-broken"});
    const deep = `${"[".repeat(9_000)}${"]".repeat(9_000)}`;
    expect(await problem(await post(predict, deep))).toMatchObject({status: 422, code: "json-not-rows"});
  });

  it("is taken in the forms of MLflow's scoring server", async () => {
    const {ID_code: _, ...features} = row;
    const columns = Object.keys(features).reverse();
    const bodies = [
      {dataframe_records: [features]},
      {dataframe_split: {columns, index: [7], data: [columns.map(() => 1)]}},
      {instances: [features]},
      {instances: [wideFeatures.map(() => 1)]},
      {inputs: [features]},
      {inputs: Object.fromEntries(columns.map((column) => [column, [1]]))},
      {inputs: features}
    ];
    const answers = await Promise.all(
      bodies.map(async (body) => (await post("/invocations", JSON.stringify(body))).json())
    );
    const [{probability}] = await (await post(`${predict}?probability=true`, JSON.stringify(row))).json();
    for (const answer of answers) expect(answer).toEqual({predictions: [probability]});
    expect(await (await post("/invocations", csvRows(3), "text/csv")).json()).toMatchObject({
      predictions: [expect.any(Number), expect.any(Number), expect.any(Number)]
    });
    for (const body of [{}, {inputs: [features], instances: [features]}, {dataframe_split: {columns}}])
      expect(await problem(await post("/invocations", JSON.stringify(body)))).toMatchObject({
        status: 422,
        code: "invocation-form"
      });
    expect((await fetch(`${server.address}/ping`)).status).toBe(200);
  });
});

it("saves CSV under a name, and so that no spreadsheet program executes an id", async () => {
  const csv = csvRows(2).replace("row_0", "=1+1");
  const safe = await upload(csv, {Accept: "text/csv"});
  expect(safe.headers.get("content-disposition")).toBe('attachment; filename="predictions.csv"');
  expect(await safe.text()).toContain("\n'=1+1,");
  const plain = await fetch(`${server.uploadAddress}?spreadsheet=false`, {
    method: "POST",
    body: csv,
    headers: {Accept: "text/csv", "Content-Type": "text/csv"}
  });
  expect(await plain.text()).toContain("\n=1+1,");
});

it("believes the nearest proxies alone about a client's address", async () => {
  const statuses = async (proxies: string) => {
    const limited = await startTestServer({TRUST_PROXY: proxies, MAX_REQUESTS_PER_MINUTE: "2"});
    const answers: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const headers = {"Content-Type": "application/json", "X-Forwarded-For": `10.0.0.${attempt}, 192.0.2.1`};
      const address = `${limited.address}/api/v1/classification/inference/predict`;
      answers.push((await fetch(address, {method: "POST", headers, body: JSON.stringify(row)})).status);
    }
    await limited.close();
    return answers;
  };
  // The proxy says 192.0.2.1; what is before it, the client may have made up.
  for (const proxies of ["false", "1", "127.0.0.1"]) expect(await statuses(proxies)).toEqual([200, 200, 429, 429]);
  expect(await statuses("2")).toEqual([200, 200, 200, 200]);
  await expect(startTestServer({TRUST_PROXY: "true"})).rejects.toMatchObject({code: "configuration-invalid"});
});

it("has the metrics on a port of their own where that is asked for", async () => {
  const split = await startTestServer({METRICS_PORT: "0"});
  expect((await fetch(`${split.address}/metrics`)).status).toBe(404);
  expect(await (await fetch(`${split.metricsAddress}/metrics`)).text()).toContain("scoring_saturated 0");
  await split.close();
});
