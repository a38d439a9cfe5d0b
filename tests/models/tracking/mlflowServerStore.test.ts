import {once} from "node:events";
import {createServer as createWebServer, type RequestListener} from "node:http";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import {mlflowPython, withoutMlflow} from "./mlflowPython.js";
import {freePort, MlflowServer} from "./mlflowServer.js";
import {describeRunStore} from "./runStoreContract.js";

describe.skipIf(mlflowPython === undefined)(`runs on a real MLflow server (${mlflowPython ?? withoutMlflow})`, () => {
  let server: MlflowServer;

  beforeAll(async () => {
    server = await MlflowServer.start();
  });

  afterAll(() => server[Symbol.asyncDispose]());

  describeRunStore(async () => ({
    store: new MlflowServerStore(server.address),
    reopen: () => new MlflowServerStore(server.address)
  }));

  test("an experiment that was deleted is named, not made again", async () => {
    const experiment = "deleted";
    const id = await new MlflowServerStore(server.address, {experiment}).openExperiment();
    await fetch(`${server.address}/api/2.0/mlflow/experiments/delete`, {
      method: "POST",
      headers: {"content-type": "application/json"},
      body: JSON.stringify({experiment_id: id})
    });
    const store = new MlflowServerStore(server.address, {experiment});
    await expect(store.createRun({name: "again"})).rejects.toMatchObject({code: "deleted-experiment"});
    await expect(store.searchRuns()).rejects.toMatchObject({code: "deleted-experiment"});
  });

  test("two processes that create an experiment make one", async () => {
    const stores = Array.from(
      {length: 4},
      () => new MlflowServerStore(server.address, {experiment: "made at the same time"})
    );
    const ids = await Promise.all(stores.map((store) => store.openExperiment()));
    expect(new Set(ids).size).toBe(1);
  });
});

describe("an MLflow server that is not as it should be", () => {
  test("is named without its password where it cannot be reached", async () => {
    const store = new MlflowServerStore(`http://ann:secret@127.0.0.1:${await freePort()}`);
    expect(store.location).not.toContain("secret");
    await expect(store.searchRuns()).rejects.toMatchObject({
      code: "mlflow-unreachable",
      message: expect.not.stringContaining("secret")
    });
  });

  test("whose address cannot be read, or has a token in it, is not repeated", async () => {
    expect(() => new MlflowServerStore("http://ann:se cret@127.0.0.1:99999")).toThrow(
      expect.objectContaining({code: "bad-tracking-uri", message: expect.not.stringContaining("cret")})
    );
    const store = new MlflowServerStore(`http://127.0.0.1:${await freePort()}/?token=secret`);
    await expect(store.searchRuns()).rejects.toMatchObject({message: expect.not.stringContaining("secret")});
  });

  test("cannot choose paths by the id of a run", async () => {
    for (const run_id of ["a/b", "..", "../../x", "a b", ""]) {
      const info = {run_id, experiment_id: "0", artifact_uri: "x", status: "FINISHED"};
      await serving(
        (_request, response) => response.writeHead(200).end(JSON.stringify({run: {info, data: {}}})),
        async (uri) => {
          const run = new MlflowServerStore(uri).getRun("0".repeat(32));
          await expect(run).rejects.toMatchObject({code: "mlflow-server", message: expect.stringContaining("run_id")});
        }
      );
    }
  });

  test("is not mistaken for an empty one where it is some other web server", async () => {
    await serving(
      (request, response) => {
        if (request.headers.authorization === "Bearer wrong") response.writeHead(401).end("no");
        else response.writeHead(200, {"content-type": "text/html"}).end("<h1>Hello</h1>");
      },
      async (uri) => {
        await expect(new MlflowServerStore(uri).searchRuns()).rejects.toMatchObject({code: "mlflow-server"});
        const refused = new MlflowServerStore(uri, {token: "wrong"}).searchRuns();
        await expect(refused).rejects.toMatchObject({code: "mlflow-not-authorized"});
      }
    );
  });

  test("is asked again where it failed for a moment, with no more than eight requests at once", async () => {
    let inFlight = 0;
    let most = 0;
    const failed = new Set<string>();
    await serving(
      async (request, response) => {
        most = Math.max(most, ++inFlight);
        await once(request.resume(), "end");
        inFlight -= 1;
        const key = request.url ?? "";
        if (!failed.has(key)) {
          failed.add(key);
          if (key.includes("metric_key=m3")) request.socket.destroy();
          else response.writeHead(500).end(JSON.stringify({error_code: "INTERNAL_ERROR", message: "QueuePool limit"}));
          return;
        }
        const value = [0.5, "NaN", "Infinity", "-Infinity"][key.length % 4];
        response.writeHead(200).end(JSON.stringify({metrics: [{key: "m", value, step: "2", timestamp: 1}]}));
      },
      async (uri) => {
        const store = new MlflowServerStore(uri);
        const keys = Array.from({length: 30}, (_, i) => `m${i}`);
        const histories = await Promise.all(keys.map((key) => store.metricHistory("0".repeat(32), key)));
        expect(histories.every(([{step}]) => step === 2)).toBe(true);
        expect(failed.size).toBe(30);
        expect(most).toBeLessThanOrEqual(8);
      }
    );
  });

  test("is quoted where it goes on to fail; what may be repeated is, and a run is looked for before", async () => {
    const asked: string[] = [];
    await serving(
      (request, response) => {
        asked.push((request.url ?? "").replace(/\?.*/, "").split("/").slice(-2).join("/"));
        if (request.url?.includes("get-by-name"))
          return void response.end(JSON.stringify({experiment: {experiment_id: "1"}}));
        response.writeHead(500).end(JSON.stringify({error_code: "INTERNAL_ERROR", message: "The disk is full."}));
      },
      async (uri) => {
        const store = new MlflowServerStore(uri);
        const fault = {code: "mlflow-internal-error", message: expect.stringContaining("The disk is full.")};
        await expect(store.logBatch("0".repeat(32), {params: {a: "1"}})).rejects.toMatchObject(fault);
        expect(asked.splice(0)).toEqual(Array.from({length: 4}, () => "runs/log-batch"));
        await expect(store.createRun({name: "once"})).rejects.toMatchObject(fault);
        // A creation is never repeated before the server has said that there is no such run.
        expect(asked.filter((path) => path === "runs/create")).toHaveLength(1);
        expect(asked.indexOf("runs/search")).toBeGreaterThan(asked.indexOf("runs/create"));
        await expect(store.metricHistory("0".repeat(32), "auc")).rejects.toMatchObject(fault);
      }
    );
  });

  test("has one run that cannot be read, and the others are", async () => {
    const info = {run_id: "1", status: "FINISHED", start_time: 1, experiment_id: "1", artifact_uri: "file:///a"};
    const metrics = [{key: "auc", value: "nan", timestamp: 1}];
    const answer = {runs: [{info: {...info, status: "DONE"}}, {info, data: {metrics}}, {info, data: {metrics: [{}]}}]};
    await serving(
      (request, response) => {
        const isSearch = request.url?.endsWith("runs/search");
        response.writeHead(200).end(JSON.stringify(isSearch ? answer : {experiment: {experiment_id: "1"}}));
      },
      async (uri) => {
        const {runs, damaged} = await new MlflowServerStore(uri).searchRuns();
        expect(runs).toMatchObject([{runId: "1", metrics: {auc: Number.NaN}}]);
        expect(damaged.map(({message}) => message)).toEqual([
          "The MLflow server's answer has no valid “run.info.status”.",
          "The MLflow server's answer has no valid “metric.key”."
        ]);
      }
    );
  });
});

/** Uses a web server that stands for MLflow's, over a real socket. */
async function serving(handle: RequestListener, use: (uri: string) => Promise<void>): Promise<void> {
  const server = createWebServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  try {
    await use(`http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
