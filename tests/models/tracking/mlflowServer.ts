import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {python} from "../../python.js";

/** A real MLflow server with a folder of its own. */
export class MlflowServer implements AsyncDisposable {
  readonly address: string;
  readonly #folder: string;
  readonly #backend: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, backend: string) {
    this.#folder = folder;
    this.#port = port;
    this.#backend = backend;
    this.address = `http://127.0.0.1:${port}`;
  }

  /** @param backend the address of a database; SQLite in the server's folder by default */
  static async start(backend?: string): Promise<MlflowServer> {
    const folder = await mkdtemp(join(tmpdir(), "mlflow-server-"));
    const server = new MlflowServer(folder, await freePort(), backend ?? `sqlite:///${folder}/mlflow.db`);
    await server.up();
    return server;
  }

  async up(): Promise<void> {
    const store = ["--backend-store-uri", this.#backend, "--artifacts-destination", join(this.#folder, "artifacts")];
    const place = ["--host", "127.0.0.1", "--port", String(this.#port), "--workers", "1"];
    const server = spawn(python ?? "", ["-m", "mlflow", "server", ...store, ...place], {
      cwd: this.#folder,
      // Without the seven processes of its job queue.
      env: {...process.env, MLFLOW_TRACKING_URI: "", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false"},
      stdio: "ignore",
      detached: true // a group of its own, as the server has children that must end with it
    });
    this.#process = server;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`mlflow server ended with ${server.exitCode}`);
      const response = await fetch(`${this.address}/health`).catch(() => undefined);
      if (response?.ok) return;
      await wait(200);
    }
  }

  /** Ends the server at once; its database and artifacts stay. */
  async down(): Promise<void> {
    const server = this.#process;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const exit = once(server, "exit");
    process.kill(-server.pid, "SIGKILL");
    await exit;
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    await rm(this.#folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}
