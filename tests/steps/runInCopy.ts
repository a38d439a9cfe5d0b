import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {dirname} from "node:path";
import process from "node:process";
import {type Copy, makeCopy, removeCopy, sweepCopies} from "./copy.js";
import {endProcesses} from "./processes.js";

export interface RunOptions {
  /** Ends the program and all that it started. */
  signal?: AbortSignal;
  env?: NodeJS.ProcessEnv;
  /** Done with what is in the copy once the program has ended by itself. */
  keep?: (copy: Copy) => Promise<void>;
}

/**
 * Runs a program of Node in a copy of the checkout, and returns the last message that it sent; undefined if it sent
 * none. However it ends, nothing that it started and nothing of the copy is left.
 * @param words as after `node`, relative to the checkout
 * @throws the signal's reason when it is aborted
 */
export async function runInCopy(
  checkout: string,
  words: readonly string[],
  {signal, env, keep}: RunOptions = {}
): Promise<unknown> {
  await sweepCopies(checkout);
  signal?.throwIfAborted();
  const copy = await makeCopy(checkout);
  try {
    signal?.throwIfAborted();
    const message = await runProgram(copy, words, {signal, env});
    signal?.throwIfAborted();
    await keep?.(copy);
    return message;
  } finally {
    await removeCopy(copy.root);
  }
}

async function runProgram(copy: Copy, words: readonly string[], {signal, env}: RunOptions): Promise<unknown> {
  const child: ChildProcess = spawn(process.execPath, words, {
    cwd: copy.checkout,
    env: {...copy.env, ...env},
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // In a group of its own a terminal's Ctrl-C reaches this process alone, which ends the others in order.
    detached: process.platform !== "win32"
  });
  let message: unknown;
  child.on("message", (received) => {
    message = received;
  });
  const end = () => void endProcesses(copy.root, child.pid);
  signal?.addEventListener("abort", end, {once: true});
  try {
    await once(child, "close");
    return message;
  } finally {
    signal?.removeEventListener("abort", end);
    if (signal?.aborted) await endProcesses(copy.root, child.pid);
  }
}

/**
 * Called in the program first of all: if the process that made the copy is killed, all that is in the copy is ended and
 * removed. Returns what hands over the program's result, as its last act.
 */
export function endWithParent(): (message: unknown) => void {
  const root = dirname(process.cwd());
  const clear = () => void removeCopy(root).finally(() => process.exit(1));
  process.once("disconnect", clear);
  return (message) => {
    process.off("disconnect", clear);
    process.send?.(message, () => process.exit());
  };
}
