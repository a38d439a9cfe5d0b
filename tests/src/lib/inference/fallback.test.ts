import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {scoreByApi} from "../../../../src/lib/inference/apiScores.js";
import {type Endpoint, EndpointUnavailable, firstAnswer} from "../../../../src/lib/inference/fallback.js";
import {type TestServer as HttpServer, startHttpServer} from "../../../fixtures/httpServer.js";
import {csvRows} from "../../../server/csvRows.js";
import {startTestServer, type TestServer} from "../../../server/testServer.js";

let api: TestServer;
beforeAll(async () => {
  api = await startTestServer();
});
afterAll(() => api?.close());

const servers: HttpServer[] = [];
let gone: URL;
beforeEach(async () => {
  const closed = await startHttpServer(() => {});
  await closed.close();
  gone = new URL(closed.address);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const file = new Blob([csvRows(3)]);
const answering = async (status: number, body: unknown = {}) => {
  const server = await startHttpServer((request, response) => {
    request.resume();
    response.writeHead(request.method === "POST" ? status : 200).end(JSON.stringify(body));
  });
  servers.push(server);
  return new URL(server.address);
};
const hanging = async () => {
  const server = await startHttpServer(() => {});
  servers.push(server);
  return new URL(server.address);
};
const endpoint = (name: string, address: URL, blob = file): Endpoint<number> => ({
  name,
  ask: async (signal) => (await scoreByApi(blob, {address, signal, readyTimeout: 150})).rows
});
const browser: Endpoint<number> = {name: "this browser", ask: async () => -1};

describe("an API's scores", () => {
  it("are the server's, with its own threshold", async () => {
    const scores = await scoreByApi(file, {address: new URL(api.address)});
    expect(scores.ids).toEqual(["row_0", "row_1", "row_2"]);
    for (let row = 0; row < 3; ++row)
      expect(scores.predictions[row]).toBe(scores.probabilities[row] >= scores.threshold ? 1 : 0);
  });

  it("are asked for with the fetch that is given", async () => {
    const asked: string[] = [];
    const address = new URL(api.address);
    await scoreByApi(file, {
      address,
      fetch: (input, init) => {
        asked.push(String(input).slice(address.href.length));
        return fetch(input, init);
      }
    });
    expect(asked).toEqual(["ready", "api/v1/model", "api/v1/classification/inference/uploadfile?probability=true"]);
  });
});

describe("asking one endpoint after the other", () => {
  it("takes the first that answers, and says which", async () => {
    const first = await firstAnswer([endpoint("primary", new URL(api.address)), endpoint("backup", gone), browser]);
    expect(first).toEqual({answer: 3, from: "primary", unavailable: []});
  });

  it("goes on to the backup where the primary cannot be reached", async () => {
    const first = await firstAnswer([endpoint("primary", gone), endpoint("backup", new URL(api.address)), browser]);
    expect(first).toEqual({
      answer: 3,
      from: "backup",
      unavailable: [{name: "primary", reason: "could not be reached"}]
    });
  });

  it("ends in the browser where primary and backup are too slow, full or something else", async () => {
    const busy = await answering(503, {code: "server-busy", message: "Too many requests are waiting."});
    const {from, unavailable} = await firstAnswer([
      endpoint("slow", await hanging()),
      endpoint("busy", busy),
      endpoint("strange", await answering(200, {hello: "world"})),
      browser
    ]);
    expect(from).toBe("this browser");
    expect(unavailable).toEqual([
      {name: "slow", reason: "did not answer within 0.15 s"},
      {name: "busy", reason: "refused: Too many requests are waiting."},
      {name: "strange", reason: "answered in a form that this report does not know"}
    ]);
  });

  it("stops at a mistake in the file, which is the same everywhere", async () => {
    const faulty = new Blob([csvRows(2).replace("var_0", "var_x")]);
    await expect(firstAnswer([endpoint("primary", new URL(api.address), faulty), browser])).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("var_0")
    });
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const asking = firstAnswer([endpoint("slow", await hanging()), browser], {signal: controller.signal});
    controller.abort(new Error("enough"));
    await expect(asking).rejects.toThrow("enough");
  });

  it("says what is wrong with each where none can answer", async () => {
    const asking = firstAnswer([endpoint("primary", gone), endpoint("backup", gone)]);
    await expect(asking).rejects.toThrow(EndpointUnavailable);
    await expect(asking).rejects.toThrow("primary could not be reached; backup could not be reached");
  });
});
