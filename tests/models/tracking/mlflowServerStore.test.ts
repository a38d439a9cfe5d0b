import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {createServer as createWebServer, type RequestListener} from "node:http";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import {mlflowPython, withoutMlflow} from "./mlflowPython.js";
import {describeRunStore} from "./runStoreContract.js";

describe.skipIf(mlflowPython === undefined)(`runs on a real MLflow server (${mlflowPython ?? withoutMlflow})`, () => {
  let server: ChildProcess;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlflow-server-"));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    const backend = [
      "--backend-store-uri",
      `sqlite:///${folder}/mlflow.db`,
      "--artifacts-destination",
      join(folder, "artifacts")
    ];
    const place = ["--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
    server = spawn(mlflowPython ?? "", ["-m", "mlflow", "server", ...backend, ...place], {
      cwd: folder,
      // Without the seven processes of its job queue.
      env: {...process.env, MLFLOW_TRACKING_URI: "", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false"},
      stdio: "ignore",
      detached: true // a group of its own, as the server has children that must end with it
    });
    for (;;) {
      if (server.exitCode !== null) throw new Error(`mlflow server ended with ${server.exitCode}`);
      const response = await fetch(`${address}/health`).catch(() => undefined);
      if (response?.ok) return;
      await wait(200);
    }
  });

  afterAll(async () => {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    await rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  });

  describeRunStore(async () => ({store: new MlflowServerStore(address), reopen: () => new MlflowServerStore(address)}));
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

  test("is quoted where it goes on to fail, and nothing is written twice", async () => {
    let writes = 0;
    await serving(
      (request, response) => {
        if (request.method === "POST") writes += 1;
        response.writeHead(500).end(JSON.stringify({error_code: "INTERNAL_ERROR", message: "The disk is full."}));
      },
      async (uri) => {
        const store = new MlflowServerStore(uri);
        const fault = {code: "mlflow-internal-error", message: expect.stringContaining("The disk is full.")};
        await expect(store.logBatch("0".repeat(32), {params: {a: "1"}})).rejects.toMatchObject(fault);
        expect(writes).toBe(1);
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}
