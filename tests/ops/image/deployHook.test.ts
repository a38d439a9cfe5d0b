import {afterEach, beforeEach, expect, it} from "vitest";
import {deploy} from "../../../ops/image/deployHook.js";
import {startHttpServer, type TestServer} from "../../fixtures/httpServer.js";

let host: TestServer;
const asked: string[] = [];
let hookStatus: number;
let readyAfter: number;

beforeEach(async () => {
  asked.length = 0;
  hookStatus = 200;
  readyAfter = 0;
  host = await startHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isHook = request.url?.startsWith("/hook");
    response.writeHead(isHook ? hookStatus : asked.length > readyAfter ? 200 : 503).end();
  });
});
afterEach(() => host.close());

const run = (timeout = 5_000) =>
  deploy(new URL("hook?key=secret", host.address), {address: new URL(host.address), timeout, pause: 5});

it("calls the deploy hook and waits until the host is ready", async () => {
  readyAfter = 3;
  await run();
  expect(asked).toEqual(["POST /hook?key=secret", "GET /ready", "GET /ready", "GET /ready"]);
});

it("says that the host refused, without its secret", async () => {
  hookStatus = 401;
  const error = await run().catch((error: unknown) => error);
  expect(error).toMatchObject({code: "deploy-refused"});
  expect(String(error)).toContain("401");
  expect(String(error)).not.toContain("secret");
});

it("says that the host does not become ready", async () => {
  readyAfter = Number.POSITIVE_INFINITY;
  await expect(run(60)).rejects.toMatchObject({code: "deploy-not-ready"});
});
