import {readdirSync, readFileSync} from "node:fs";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {isFileError} from "../../dataset/files.js";

/** Milliseconds that a process has to end by itself. */
const grace = 5_000;

/**
 * Ends all processes that were started in a copy of the checkout, however they were started: first kindly, then by
 * force. They are known by the copy's path in their environment; where the system does not show that, the group of the
 * process that was started in the copy is all that is ended.
 */
export async function endProcesses(root: string, leader?: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const limit = Date.now() + grace;
    let left = remaining(root, leader);
    signalAll(left, signal);
    while (left.length > 0 && Date.now() < limit) {
      await wait(50);
      left = remaining(root, leader);
      // Those that others started in the meantime, too.
      if (signal === "SIGKILL") signalAll(left, signal);
    }
  }
}

/** A process that has ended and that its parent has not asked after is not running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return isFileError(error, "EPERM");
  }
}

function signalAll(targets: readonly number[], signal: NodeJS.Signals): void {
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}

/** Process ids, or a group's as a negative number. */
function remaining(root: string, leader: number | undefined): number[] {
  if (process.platform === "linux") return processesOf(root);
  const target = process.platform === "win32" ? leader : leader && -leader;
  return target !== undefined && isRunning(target) ? [target] : [];
}

/** Processes, this one aside, that have a folder within the copy in their environment. */
function processesOf(root: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`=${root}/`);
      } catch {
        return false; // ended, or another user's
      }
    });
}
