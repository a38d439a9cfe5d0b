import {type ChildProcess, execFileSync, spawn} from "node:child_process";
import {once} from "node:events";
import {chownSync, existsSync, readdirSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {freePort} from "./mlflowServer.js";

/** Where Debian puts the programs of a PostgreSQL server; undefined where there is none. */
export const postgresPrograms: string | undefined = findPrograms();

function findPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return undefined;
  const folders = readdirSync(root).map((version) => join(root, version, "bin"));
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

/** A PostgreSQL server of its own, with one user and one database called mlflow. */
export class Postgres implements AsyncDisposable {
  /** As SQLAlchemy takes it. */
  readonly uri: string;
  readonly #folder: string;
  readonly #server: ChildProcess;

  private constructor(uri: string, folder: string, server: ChildProcess) {
    this.uri = uri;
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<Postgres> {
    if (postgresPrograms === undefined) throw new Error("There is no PostgreSQL.");
    const folder = await mkdtemp(join(tmpdir(), "postgres-"));
    // It refuses to run as root.
    const user = process.getuid?.() === 0 ? userIds("postgres") : {};
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const data = join(folder, "data");
    const options = {...user, cwd: folder, stdio: "ignore"} as const;
    execFileSync(join(postgresPrograms, "initdb"), ["--auth=trust", "--username=mlflow", "--pgdata", data], options);
    const port = await freePort();
    const place = ["-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1"];
    const server = spawn(join(postgresPrograms, "postgres"), place, options);
    const connect = ["--host", "127.0.0.1", "--port", String(port), "--username", "mlflow"];
    for (;;) {
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
      try {
        execFileSync(join(postgresPrograms, "createdb"), [...connect, "mlflow"], {stdio: "ignore"});
        return new Postgres(`postgresql+psycopg2://mlflow:mlflow@127.0.0.1:${port}/mlflow`, folder, server);
      } catch {
        await wait(200);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#server, "exit");
    this.#server.kill("SIGQUIT");
    await exit;
    await rm(this.#folder, {recursive: true, force: true});
  }
}

function userIds(name: string): {uid?: number; gid?: number} {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], {encoding: "utf8"}));
  return {uid: id("-u"), gid: id("-g")};
}
