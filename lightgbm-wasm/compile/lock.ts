import {mkdir, open, readFile, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

/**
 * Runs `work` while no other process holds the lock file. The others would only do the same work again, so they wait;
 * a lock whose process is gone is taken over.
 */
export async function withLock<T>(file: string, report: (line: string) => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), {recursive: true});
  let announced = false;
  while (!(await take(file))) {
    if (!announced) report("waiting for another build to finish");
    announced = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    await rm(file, {force: true});
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch {
    const holder = Number(await readFile(file, "utf8").catch(() => ""));
    if (holder > 0 && !isRunning(holder)) await rm(file, {force: true});
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
