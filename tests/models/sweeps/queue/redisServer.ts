import {type ChildProcess, execFileSync, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {Redis} from "ioredis";
import {freePort} from "../../tracking/mlflowServer.js";

/** The program of a Redis or Valkey server; undefined where there is none. */
export const redisProgram: string | undefined = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => [join(folder, "redis-server"), join(folder, "valkey-server")])
  .find((program) => existsSync(program));

export interface RedisServerOptions {
  password?: string;
  /** Where it listens besides this machine's loopback. */
  hosts?: readonly string[];
}

/** A real Redis server, which keeps nothing on disk. */
export class RedisServer implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #options: RedisServerOptions;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, options: RedisServerOptions) {
    this.#folder = folder;
    this.port = port;
    this.#options = options;
  }

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await mkdtemp(join(tmpdir(), "redis-")), await freePort(), options);
    await server.up();
    return server;
  }

  get url(): string {
    const {password} = this.#options;
    return `redis://${password === undefined ? "" : `:${password}@`}127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    const {password, hosts = []} = this.#options;
    const words = ["--port", String(this.port), "--bind", "127.0.0.1", ...hosts, "--save", "", "--appendonly", "no"];
    if (password !== undefined) words.push("--requirepass", password);
    if (hosts.length > 0) words.push("--protected-mode", "no");
    const server = spawn(redisProgram ?? "redis-server", words, {cwd: this.#folder, stdio: "ignore"});
    this.#process = server;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`Redis ended with ${server.exitCode}`);
      const answer = await this.#ask((client) => client.ping()).catch(() => undefined);
      if (answer === "PONG") return;
      await wait(50);
    }
  }

  /** Ends the server at once; all that it had is gone. */
  async down(): Promise<void> {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null) return;
    this.#process = undefined;
    const exit = once(server, "exit");
    server.kill("SIGKILL");
    await exit;
  }

  async empty(): Promise<void> {
    await this.#ask((client) => client.flushall());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    await rm(this.#folder, {recursive: true, force: true});
  }

  async #ask<Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer> {
    const client = new Redis(this.url, {lazyConnect: true, retryStrategy: () => null});
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}

/** Its version, as `redis-server --version` says it. */
export function redisVersion(): string {
  if (redisProgram === undefined) return "none";
  const text = execFileSync(redisProgram, ["--version"], {encoding: "utf8"});
  return /v=(\S+)/.exec(text)?.[1] ?? text.trim();
}
