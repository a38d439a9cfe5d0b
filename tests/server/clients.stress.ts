import {spawn} from "node:child_process";
import {once, setMaxListeners} from "node:events";
import {Agent, request as httpRequest} from "node:http";
import {tmpdir} from "node:os";
import {resolve} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {itNeeds} from "../needs.js";
import {csvRows} from "./csvRows.js";
import {partHead, RawRequest, uploadHead} from "./rawRequest.js";
import {residentMegabytes, type ServerProcess, startServerProcess} from "./serverProcess.js";
import {StagedDirectory, wideModel} from "./stagedDirectory.js";

// Clients of every kind against the server in a process of its own, as npm run serve starts it.

/** Of the mixed clients; STRESS_SECONDS gives another time. */
const seconds = Number(process.env.STRESS_SECONDS ?? 60);
const requests = 10_000;
const upload = "/api/v1/classification/inference/uploadfile";

let staged: StagedDirectory;
let server: ServerProcess;
let address = "";
beforeAll(async () => {
  staged = await StagedDirectory.make(wideModel());
  server = await startServerProcess({MODEL_DIRECTORY: staged.path});
  address = server.address;
});
afterAll(async () => {
  const code = await server.stop();
  await staged.remove();
  expect(code).toBe(0);
});

const agent = new Agent({keepAlive: true});

function send(path: string, body?: string, type = "text/csv"): Promise<{status: number; milliseconds: number}> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : {"Content-Type": type};
    const method = body === undefined ? "GET" : "POST";
    const request = httpRequest(address + path, {agent, method, headers}, (response) => {
      response.once("end", () => resolve({status: response.statusCode ?? 0, milliseconds: performance.now() - start}));
      response.resume();
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** Clients that go on for as long as the test does, each doing its worst. */
const attacks: Record<string, (signal: AbortSignal) => Promise<void>> = {
  async "a byte every five seconds"(signal) {
    const request = await RawRequest.open(address);
    request.write(uploadHead(1_000_000), partHead, csvRows(1).slice(0, 1400));
    while (!signal.aborted) {
      await wait(5000, undefined, {signal}).catch(() => undefined);
      request.write("1");
    }
    request.hangUp();
  },
  async "headers without an end"(signal) {
    const request = await RawRequest.open(address);
    for (request.write("GET / HTTP/1.1\r\n"); !signal.aborted; request.write("X: y\r\n"))
      await wait(1000, undefined, {signal}).catch(() => undefined);
    request.hangUp();
  },
  async "hangs up in the middle"(signal) {
    while (!signal.aborted) {
      const request = await RawRequest.open(address);
      request.write(uploadHead(1_000_000), partHead, csvRows(20));
      await wait(20);
      request.hangUp();
    }
  },
  async "bodies of JSON that wait"(signal) {
    while (!signal.aborted) {
      const request = await RawRequest.open(address);
      request.write(uploadHead(3_800_000, {contentType: "application/json"}).replace("uploadfile", "predict"));
      request.write("[".padEnd(3_700_000));
      await wait(1000, undefined, {signal}).catch(() => undefined);
      request.hangUp();
    }
  },
  async garbage(signal) {
    for (let round = 0; !signal.aborted; round++) {
      const request = await RawRequest.open(address);
      const garbage = [
        "\0\0\0\r\n\r\n",
        `GET ${"/%".repeat(200)} HTTP/1.1\r\nHost: a\r\n\r\n`,
        "POST / HTTP/9\r\n\r\n"
      ];
      request.write(garbage[round % garbage.length], "x".repeat(round % 100));
      await wait(50);
      request.hangUp();
    }
  }
};

/** The program of the PyPI package schemathesis: npm run stress installs it. */
const schemathesis = process.env.SCHEMATHESIS;

itNeeds("schemathesis of PyPI: npm run stress installs it", schemathesis !== undefined)(
  "keeps to its OpenAPI document",
  async () => {
    const settings = ["--config-file", resolve("tests", "server", "schemathesis", "schemathesis.toml")];
    const words = ["run", `${address}/api/v1/openapi.json`, "--max-examples", "100", "--no-color"];
    // It keeps a cache where it runs.
    const child = spawn(schemathesis ?? "", [...settings, ...words], {cwd: tmpdir()});
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    const [code] = await once(child, "close");
    expect({code, output: code === 0 ? "" : output}).toEqual({code: 0, output: ""});
  },
  300_000
);

describe("the server under hostile clients", () => {
  it(
    `answers honest ones within a second for ${seconds} s, and is ready afterwards`,
    async () => {
      const ended = new AbortController();
      setMaxListeners(0, ended.signal);
      const attackers = Object.values(attacks).flatMap((attack) =>
        Array.from({length: 20}, () => attack(ended.signal).catch(() => undefined))
      );
      const slowest = {prediction: 0, health: 0};
      const end = performance.now() + seconds * 1000;
      while (performance.now() < end) {
        const [prediction, health] = await Promise.all([send(upload, csvRows(2)), send("/health")]);
        expect([prediction.status, health.status]).toEqual([200, 200]);
        slowest.prediction = Math.max(slowest.prediction, prediction.milliseconds);
        slowest.health = Math.max(slowest.health, health.milliseconds);
        await wait(20);
      }
      ended.abort();
      await Promise.all(attackers);
      console.log("slowest, in milliseconds", slowest);
      expect(slowest.prediction).toBeLessThan(1000);
      await expect.poll(async () => (await send("/ready")).status, {timeout: 30_000}).toBe(200);
    },
    (seconds + 120) * 1000
  );

  it(`takes no more memory after ${requests.toLocaleString("en")} requests`, async () => {
    const body = csvRows(2);
    const round = async (count: number) => {
      let left = count;
      const client = async () => {
        while (left-- > 0) expect((await send(upload, body)).status).toBe(200);
      };
      await Promise.all(Array.from({length: 16}, client));
      return residentMegabytes(server);
    };
    await round(requests / 5);
    const before = await round(requests / 5);
    const after = await round(requests);
    console.log(`resident memory: ${Math.round(before)} MB before, ${Math.round(after)} MB after`);
    expect(after - before).toBeLessThan(60);
  }, 300_000);
});
