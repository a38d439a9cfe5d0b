import {readdirSync, readFileSync} from "node:fs";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";

/** Milliseconds that a process has to end by itself. */
const grace = 5_000;

/**
 * Ends all processes that were started in a copy of the checkout, however they were started: first kindly, then by
 * force. They are known by the copy's path in their environment; where the system does not show that, the group of the
 * process that was started in the copy is all that is ended.
 */
export async function endProcesses(root: string, leader?: number): Promise<void> {
  for (const [signal, patience] of [
    ["SIGTERM", grace],
    ["SIGKILL", grace]
  ] as const) {
    const limit = Date.now() + patience;
    signalAll(root, leader, signal);
    while (remaining(root, leader).length > 0 && Date.now() < limit) await wait(50);
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function signalAll(root: string, leader: number | undefined, signal: NodeJS.Signals): void {
  for (const target of remaining(root, leader)) {
    try {
      process.kill(target, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}

/** Process ids, and the group's as a negative number. */
function remaining(root: string, leader: number | undefined): number[] {
  const group = leader !== undefined && process.platform !== "win32" && isRunning(-leader) ? [-leader] : [];
  return [...group, ...processesOf(root)];
}

/** Processes, this one aside, that have a folder within the copy in their environment. */
function processesOf(root: string): number[] {
  if (process.platform !== "linux") return [];
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
