import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {loadHistory} from "../../../data-loaders/monitor/loadHistory.js";
import {runHealthChecks} from "../../../ops/monitor/healthChecks.js";
import type {Target} from "../../../ops/monitor/target.js";
import {startHttpServer, type TestServer} from "../../fixtures/httpServer.js";

let folder: string;
let service: TestServer;
let receiver: TestServer;
let health: () => {status: number; body?: string} | "hang";
let receives: number;
const messages: Record<string, unknown>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "monitor-"));
  health = () => ({status: 200, body: "ok"});
  receives = 204;
  messages.length = 0;
  service = await startHttpServer((request, response) => {
    if (request.url === "/metrics")
      return response.end(
        '# HELP x\nmodel_input_drift_psi{feature="a b"} 0.04\nmodel_input_drift_psi{feature="c"} 0.31\n'
      );
    const answer = health();
    if (answer === "hang") return;
    response.writeHead(answer.status).end(answer.body);
  });
  receiver = await startHttpServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (receives < 300) messages.push(JSON.parse(text));
    response.writeHead(receives).end();
  });
});

afterEach(async () => {
  await service.close();
  await receiver.close();
  await rm(folder, {recursive: true});
});

let clock = 1_700_000_000_000;
const check = (more: {webhook?: URL; address?: string} = {}) => {
  const target: Target = {
    service: "production",
    address: new URL(more.address ?? service.address),
    healthPath: "health",
    metricsPath: "metrics"
  };
  const webhook = "webhook" in more ? more.webhook : new URL(receiver.address);
  clock += 900_000;
  return runHealthChecks([target], {
    historyFile: join(folder, "deep", "history.jsonl"),
    webhook,
    timeout: 200,
    pause: 5,
    now: () => clock
  });
};

describe("health checks", () => {
  it("notes that it is up, how fast, and its largest drift", async () => {
    const {checks} = await check();
    expect(checks).toEqual([
      {
        kind: "probe",
        time: clock,
        service: "production",
        up: true,
        milliseconds: expect.any(Number),
        drift: 0.31
      }
    ]);
    expect(await loadHistory(join(folder, "deep", "history.jsonl"))).toEqual(checks);
    expect(messages).toEqual([]);
  });

  it("opens one alert for an outage and closes it on recovery", async () => {
    await check();
    health = () => ({status: 503});
    await check();
    const since = clock;
    await check();
    await check();
    health = () => ({status: 200});
    await check();
    await check();
    expect(messages).toEqual([
      expect.objectContaining({event: "opened", service: "production", since, reason: "answered with status 503"}),
      expect.objectContaining({event: "closed", service: "production", since})
    ]);
    expect(messages[0].text).toMatch(/^Production is down since 20\d\d-.*: answered with status 503\.$/);
    expect(messages[1].text).toMatch(/^Production is up again\. It was down for 45 min/);
  });

  it("takes one lost answer for no outage", async () => {
    let asked = 0;
    health = () => ({status: ++asked === 1 ? 500 : 200});
    const {checks} = await check();
    expect(checks[0].up).toBe(true);
    expect(asked).toBe(2);
  });

  it("names what is wrong without the address", async () => {
    health = () => "hang";
    expect((await check()).checks[0].reason).toBe("no answer within 0.2 s");
    const gone = await startHttpServer(() => {});
    await gone.close();
    expect((await check({address: gone.address})).checks[0].reason).toBe("refused the connection");
    expect((await check({address: "http://no-such-host.invalid/"})).checks[0].reason).toMatch(/host name is not known/);
  });

  it("sends an alert again that its receiver did not take", async () => {
    health = () => ({status: 500});
    receives = 500;
    const {failures} = await check();
    expect(failures).toEqual([expect.objectContaining({code: "alert-not-delivered"})]);
    receives = 204;
    await check();
    await check();
    expect(messages.map(({event}) => event)).toEqual(["opened"]);
  });

  it("opens a new alert where the end of the last outage could not be delivered", async () => {
    health = () => ({status: 500});
    await check();
    health = () => ({status: 200});
    receives = 500;
    await check();
    health = () => ({status: 500});
    receives = 204;
    await check();
    const since = clock;
    expect(messages.map(({event}) => event)).toEqual(["opened", "opened"]);
    expect(messages[1].since).toBe(since);
  });

  it("alerts later about an outage that began before there was a webhook", async () => {
    health = () => ({status: 500});
    expect((await check({webhook: undefined})).alerts).toEqual([]);
    expect((await check()).alerts).toHaveLength(1);
  });

  it("goes on after a process that was stopped while it wrote", async () => {
    await check();
    const file = join(folder, "deep", "history.jsonl");
    await writeFile(file, `${await readFile(file, "utf8")}{"kind":"probe","ti`);
    await check();
    expect(await loadHistory(file)).toHaveLength(2);
  });
});
