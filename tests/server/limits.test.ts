import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csvRows, fileForm} from "./csvRows.js";
import {partHead, RawRequest, uploadHead} from "./rawRequest.js";
import {wideFeatures} from "./stagedDirectory.js";
import {startTestServer, type TestServer, untilOpen} from "./testServer.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    MAX_UPLOAD_BYTES: "3000000",
    MAX_JSON_BYTES: "10000",
    MAX_ROWS: "1000",
    MAX_IDLE_SECONDS: "0.4",
    MAX_REQUEST_SECONDS: "1.5",
    MAX_CONCURRENT_REQUESTS: "2",
    MAX_QUEUED_REQUESTS: "1",
    MIN_BYTES_PER_SECOND: "5"
  });
});
afterAll(() => server.close());

const upload = (csv: string) => fetch(server.uploadAddress, {method: "POST", body: fileForm(csv)});

async function problem(response: Response): Promise<unknown> {
  return {status: response.status, ...(await response.json())};
}

describe("limits", () => {
  it("refuses a file that is too large, whether or not its length is announced", async () => {
    const csv = csvRows(900);
    const large = csv + csv.slice(csv.indexOf("\n") + 1).repeat(2);
    expect(await problem(await upload(large))).toMatchObject({status: 413, code: "upload-too-large"});
    const larger = await upload(`${large}${" ".repeat(2_000_000)}`);
    expect(await problem(larger)).toMatchObject({status: 413, code: "upload-too-large"});
  });

  it("refuses too many rows", async () => {
    expect(await problem(await upload(csvRows(1001)))).toMatchObject({status: 413, code: "too-many-rows"});
  });

  it("refuses a JSON body that is too large, broken or empty", async () => {
    const predict = (body: string) =>
      fetch(`${server.address}/api/v1/classification/inference/predict`, {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body
      });
    const row = Object.fromEntries(["ID_code", ...wideFeatures].map((column) => [column, 1]));
    expect(await problem(await predict(JSON.stringify([row])))).toMatchObject({status: 200, 0: {ID_code: "1"}});
    expect(await problem(await predict(JSON.stringify(Array(20).fill(row))))).toMatchObject({
      status: 413,
      code: "body-too-large"
    });
    expect(await problem(await predict("[{"))).toMatchObject({status: 400, code: "json-broken"});
    expect(await problem(await predict(""))).toMatchObject({status: 400, code: "json-broken"});
  });

  it("answers a client that stalls in the middle of its file, and goes on serving others", async () => {
    const stalled = await RawRequest.open(server.address);
    stalled.write(uploadHead(100_000), partHead, csvRows(2));
    expect((await upload(csvRows(2))).status).toBe(200);
    const {status, text} = await stalled.answer();
    expect(status).toBe(408);
    expect(text).toContain('"code":"request-timeout"');
  });

  it("answers a client that drips its file slower than the time for a request", async () => {
    const slow = await RawRequest.open(server.address);
    slow.write(uploadHead(100_000), partHead, csvRows(1));
    const dripping = setInterval(() => slow.write("1"), 100);
    const {status, text} = await slow.answer();
    clearInterval(dripping);
    expect(status).toBe(408);
    expect(text).toContain("longer than 1.5 seconds");
  });

  it("answers a client that never ends its headers", async () => {
    const slow = await RawRequest.open(server.address);
    slow.write("GET /health HTTP/1.1\r\nHost: a\r\n");
    const {status, text} = await slow.answer();
    expect(status).toBe(408);
    expect(text).toContain('"code":"request-timeout"');
  });

  it("takes requests up to its limit, says when it is full, and asks the rest to come back", async () => {
    const stalled = await Promise.all(Array.from({length: 3}, () => RawRequest.open(server.address)));
    for (const request of stalled) request.write(uploadHead(100_000), partHead);
    await untilOpen(server, 3);
    const refused = await upload(csvRows(2));
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await problem(refused)).toMatchObject({status: 503, code: "server-busy"});
    expect(await problem(await fetch(`${server.address}/ready`))).toMatchObject({status: 503, code: "server-busy"});
    expect((await fetch(`${server.address}/health`)).status).toBe(200);
    for (const request of stalled) expect((await request.answer()).status).toBe(408);
    expect((await upload(csvRows(2))).status).toBe(200);
    expect((await fetch(`${server.address}/ready`)).status).toBe(200);
  });

  it("frees the place of a client that hangs up", async () => {
    for (let round = 0; round < 5; round++) {
      const requests = await Promise.all(Array.from({length: 3}, () => RawRequest.open(server.address)));
      for (const request of requests) request.write(uploadHead(100_000), partHead, csvRows(2));
      await untilOpen(server, 3);
      for (const request of requests) request.hangUp();
      await untilOpen(server, 0);
      expect((await upload(csvRows(2))).status).toBe(200);
    }
  });
});

describe("a broken multipart form", () => {
  const row = csvRows(1);
  const cases: Record<string, {head?: string; body: string; status: number; code: string}> = {
    "ends in the middle of the file": {body: partHead + row, status: 400, code: "multipart-broken"},
    "ends in a part's headers": {body: "--b\r\nContent-Dispo", status: 400, code: "multipart-broken"},
    "has no part at all": {body: "hello", status: 400, code: "multipart-broken"},
    "has another boundary": {
      body: `--c\r\n${partHead.slice(5)}${row}\r\n--c--\r\n`,
      status: 400,
      code: "multipart-broken"
    },
    "is empty": {body: "", status: 422, code: "no-file"},
    "is closed at once": {body: "--b--\r\n", status: 422, code: "no-file"},
    "names a prototype": {
      body: '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n',
      status: 400,
      code: "multipart-broken"
    }
  };

  it.for(Object.entries(cases))("%s", async ([, {body, status, code}]) => {
    const request = await RawRequest.open(server.address);
    request.write(uploadHead(Buffer.byteLength(body)), body);
    const answer = await request.answer();
    expect({status: answer.status, code: /"code":"([^"]+)"/.exec(answer.text)?.[1]}).toEqual({status, code});
  });

  it("has no boundary", async () => {
    const request = await RawRequest.open(server.address);
    request.write(uploadHead(5, {contentType: "multipart/form-data"}), "hello");
    expect((await request.answer()).status).toBe(400);
  });

  it("leaves the server able to answer", async () => {
    expect((await upload(csvRows(2))).status).toBe(200);
  });
});

describe("the rate limit", () => {
  it("holds for predictions and not for health", async () => {
    const limited = await startTestServer({MAX_REQUESTS_PER_MINUTE: "3"});
    try {
      const statuses: number[] = [];
      for (let request = 0; request < 4; request++)
        statuses.push((await fetch(limited.uploadAddress, {method: "POST", body: fileForm(csvRows(1))})).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const refused = await fetch(limited.uploadAddress, {method: "POST", body: fileForm(csvRows(1))});
      expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(await problem(refused)).toMatchObject({code: "rate-limited"});
      for (const path of ["/health", "/ready", "/metrics"])
        expect((await fetch(limited.address + path)).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});
