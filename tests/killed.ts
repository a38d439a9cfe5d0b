import {spawn} from "node:child_process";
import {once} from "node:events";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";

/** Runs a program of Node, and kills it after so many milliseconds unless it has ended by then. */
export async function runUntilKilled(
  words: readonly string[],
  milliseconds: number,
  {cwd, env = process.env}: {cwd?: string; env?: NodeJS.ProcessEnv} = {}
): Promise<void> {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), ...words], {
    stdio: "ignore",
    cwd,
    env
  });
  const ended = once(child, "exit");
  await Promise.race([wait(milliseconds), ended]);
  child.kill("SIGKILL");
  await ended;
}
