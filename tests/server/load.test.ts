import {request as httpRequest} from "node:http";
import process from "node:process";
import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {describe, expect, it} from "vitest";
import {scorerFile} from "../../src/lib/staged/stagedModel.js";
import {csvChunks, csvRows, fileForm} from "./csvRows.js";
import {partHead, RawRequest, uploadHead} from "./rawRequest.js";
import {wideModel} from "./stagedDirectory.js";
import {startTestServer, type TestServer, untilOpen} from "./testServer.js";

const megabyte = 1_000_000;

/** What `node --expose-gc` has, for this process alone; twice, as buffers go a turn after what held them. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("This engine has no garbage collection to call.");
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function predictionsOf(server: TestServer, csv: string): Promise<{ID_code: string; target_pred: number}[]> {
  const response = await fetch(server.uploadAddress, {method: "POST", body: fileForm(csv)});
  expect(response.status).toBe(200);
  return response.json();
}

/** Uploads a file that is made on the way, and counts the answer's lines without keeping them. */
function streamRows(server: TestServer, rows: number): Promise<{status: number; lines: number}> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.uploadAddress, {
      method: "POST",
      headers: {"Content-Type": "multipart/form-data; boundary=b", Accept: "application/x-ndjson"}
    });
    request.once("error", reject);
    request.once("response", (response) => {
      let lines = 0;
      response.on("data", (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 10) lines++;
      });
      response.once("error", reject);
      response.once("end", () => resolve({status: response.statusCode ?? 0, lines}));
    });
    const send = async () => {
      request.write(partHead);
      for await (const chunk of csvChunks(rows))
        if (!request.write(chunk)) await new Promise((resume) => request.once("drain", resume));
      request.end("\r\n--b--\r\n");
    };
    send().catch(reject);
  });
}

describe("under load", () => {
  it("answers 100 files sent at the same time, each with its own rows", async () => {
    const server = await startTestServer({SCORING_THREADS: "2"});
    const alone = await Promise.all([1, 2, 3].map((rows) => predictionsOf(server, csvRows(rows))));
    const answers = await Promise.all(
      Array.from({length: 100}, (_, index) => predictionsOf(server, csvRows(1 + (index % 3))))
    );
    answers.forEach((answer, index) => {
      expect(answer).toEqual(alone[index % 3]);
    });
    await server.close();
  });

  it("takes a newly staged model without losing a request, and closes the one before", async () => {
    const server = await startTestServer();
    const statuses: number[] = [];
    let ending = false;
    const client = async () => {
      while (!ending) {
        const response = await fetch(server.uploadAddress, {method: "POST", body: fileForm(csvRows(300))});
        statuses.push(response.status);
        expect(await response.json()).toHaveLength(300);
      }
    };
    const clients = [client(), client(), client()];
    for (let version = 1; version <= 3; version++) {
      const before = statuses.length;
      await server.staged.stage(wideModel({seed: version + 1, runId: String(version).repeat(32)}));
      await server.refreshModel();
      await expect.poll(() => statuses.length).toBeGreaterThan(before + 3);
      const {runId} = await (await fetch(`${server.address}/api/v1/model`)).json();
      expect(runId).toBe(String(version).repeat(32));
    }
    ending = true;
    await Promise.all(clients);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await server.close();
  });

  it("keeps its model while the staged one is incomplete", async () => {
    const server = await startTestServer();
    const files = wideModel({seed: 2, runId: "b".repeat(32)});
    await server.staged.stage({...files, [scorerFile]: files[scorerFile].slice(0, 100)});
    await server.refreshModel();
    expect(await predictionsOf(server, csvRows(2))).toHaveLength(2);
    const metrics = await (await fetch(`${server.address}/metrics`)).text();
    expect(metrics).toContain('model_loads_total{outcome="failure"} 1');
    expect(metrics).toContain(`run_id="${"a".repeat(32)}"`);
    await server.staged.stage(files);
    await server.refreshModel();
    expect(await (await fetch(`${server.address}/ready`)).json()).toMatchObject({runId: "b".repeat(32)});
    await server.close();
  });

  it("finds a newly staged model by itself", async () => {
    const server = await startTestServer({RELOAD_SECONDS: "0.05"});
    await server.staged.stage(wideModel({seed: 2, runId: "c".repeat(32)}));
    await expect
      .poll(async () => (await fetch(`${server.address}/ready`)).json(), {timeout: 20_000})
      .toMatchObject({runId: "c".repeat(32)});
    await server.close();
  });

  it("ends with everything answered that it has taken", async () => {
    const server = await startTestServer({DRAIN_SECONDS: "0.3"});
    const half = csvRows(2);
    const upload = await RawRequest.open(server.address);
    const body = `${partHead}${half}\r\n--b--\r\n`;
    upload.write(uploadHead(body.length), body.slice(0, 3000));
    let ending = false;
    const statuses: number[] = [];
    // As a client behind a balancer: it stops once a response closes the connection.
    const client = async () => {
      while (!ending) {
        const response = await fetch(server.uploadAddress, {method: "POST", body: fileForm(csvRows(100))});
        expect(await response.json()).toHaveLength(100);
        statuses.push(response.status);
        if (response.headers.get("connection") === "close") return;
      }
    };
    const clients = [client(), client(), client(), client()];
    await expect.poll(() => statuses.length).toBeGreaterThan(10);
    const closed = server.close();
    expect((await fetch(`${server.address}/ready`)).status).toBe(503);
    await Promise.all(clients);
    ending = true;
    // Once the listener is gone, the upload that had begun still has its answer.
    const isListening = () =>
      fetch(`${server.address}/health`).then(
        () => true,
        () => false
      );
    await expect.poll(isListening, {timeout: 20_000}).toBe(false);
    upload.write(body.slice(3000));
    expect((await upload.answer()).status).toBe(200);
    await closed;
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it("does not wait forever for a client that never ends", async () => {
    const server = await startTestServer({SHUTDOWN_SECONDS: "0.2"});
    const upload = await RawRequest.open(server.address);
    upload.write(uploadHead(100_000), partHead);
    await untilOpen(server, 1);
    await server.close();
    expect((await upload.answer()).status).toBe(0);
  });
});

describe("memory", () => {
  it("does not grow with the length of a file", async () => {
    const server = await startTestServer();
    await streamRows(server, 10_000);
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    // 80 MB, or 300 MB where there is time: SERVER_TEST_ROWS=210000.
    const rows = Number(process.env.SERVER_TEST_ROWS ?? 56_000);
    expect(await streamRows(server, rows)).toEqual({status: 200, lines: rows});
    clearInterval(watch);
    expect((highest - before) / megabyte).toBeLessThan(60);
    await server.close();
  });

  it("does not grow with the number of requests", async () => {
    const server = await startTestServer();
    const csv = csvRows(20);
    const round = async () => {
      for (let batch = 0; batch < 12; batch++)
        await Promise.all(Array.from({length: 8}, () => predictionsOf(server, csv)));
      await collectGarbage();
      return process.memoryUsage();
    };
    await round();
    const before = await round();
    await round();
    const after = await round();
    expect((after.heapUsed - before.heapUsed) / megabyte).toBeLessThan(3);
    expect((after.external - before.external) / megabyte).toBeLessThan(3);
    await server.close();
  });
});
