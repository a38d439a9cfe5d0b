import {type ChildProcess, spawn} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
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
      env: {...process.env, MLFLOW_TRACKING_URI: ""},
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

  test("is not mistaken for an empty one where it is some other web server", async () => {
    const {createServer: createWebServer} = await import("node:http");
    const server = createWebServer((request, response) => {
      if (request.headers.authorization === "Bearer wrong") response.writeHead(401).end("no");
      else response.writeHead(200, {"content-type": "text/html"}).end("<h1>Hello</h1>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    const uri = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    try {
      await expect(new MlflowServerStore(uri).searchRuns()).rejects.toMatchObject({code: "mlflow-server"});
      const refused = new MlflowServerStore(uri, {token: "wrong"}).searchRuns();
      await expect(refused).rejects.toMatchObject({code: "mlflow-not-authorized"});
    } finally {
      server.close();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}
