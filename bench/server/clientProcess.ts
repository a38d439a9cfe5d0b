import {type ChildProcess, fork} from "node:child_process";
import {once} from "node:events";
import {fileURLToPath} from "node:url";
import type {FileTask, Measurement, SmallTask} from "./client.js";

/** `client.ts` in a process of its own. */
export class ClientProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(): Promise<ClientProcess> {
    const child = fork(fileURLToPath(new URL("./client.ts", import.meta.url)), {execArgv: ["--import", "tsx"]});
    await once(child, "message");
    return new ClientProcess(child);
  }

  async measure(task: SmallTask | FileTask): Promise<Measurement> {
    this.#child.send(task);
    const ended = new AbortController();
    const message = once(this.#child, "message", ended);
    const failure = once(this.#child, "exit", ended);
    const [measured] = await Promise.race([message, failure]);
    ended.abort();
    await Promise.allSettled([message, failure]);
    if (typeof measured === "object" && measured !== null && "times" in measured) return measured;
    throw new Error("The client failed; what it says is above.");
  }

  end(): void {
    this.#child.disconnect();
  }
}
