import {mkdir, open, readFile, rm, stat, utimes} from "node:fs/promises";
import {dirname} from "node:path";
import process from "node:process";
import {ifPresent, isFileError} from "../dataset/files.js";
import {isRunning} from "../dataset/processes.js";
import {delay} from "../src/lib/retry.js";

/** Milliseconds. */
const heartbeat = 2_000;
/** Of a lock without a heartbeat; its holder was ended, perhaps on another machine that shares the folder. */
const longestSilence = 30_000;
const pause = 200;

/**
 * Does the work while nobody else who asks for the same lock does theirs. The lock of a process that was killed does
 * not count.
 * @param file whose presence is the lock
 * @param onWait called once if another holds it
 */
export async function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  {onWait}: {onWait?: () => void} = {}
): Promise<Result> {
  await mkdir(dirname(file), {recursive: true});
  for (let attempt = 0; !(await take(file)); attempt++) {
    if (await isAbandoned(file)) await breakLock(file);
    else {
      if (attempt === 0) onWait?.();
      await delay(pause);
    }
  }
  const timer = setInterval(() => void touch(file), heartbeat).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(file, {force: true});
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid)).finally(() => handle.close());
    return true;
  } catch (error) {
    if (isFileError(error, "EEXIST")) return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const [text, status] = await Promise.all([ifPresent(readFile(file, "utf8")), ifPresent(stat(file))]);
  if (text === undefined || status === undefined) return false;
  const pid = Number(text);
  // A lock that was taken a moment ago has no number yet.
  return (pid > 0 && !isRunning(pid)) || Date.now() - status.mtimeMs > longestSilence;
}

/** One process at a time, and only after another look: the lock may be a new one by now. */
async function breakLock(file: string): Promise<void> {
  const breaking = `${file}.breaking`;
  if (!(await take(breaking))) {
    const status = await ifPresent(stat(breaking));
    if (status !== undefined && Date.now() - status.mtimeMs > longestSilence) await rm(breaking, {force: true});
    return delay(pause);
  }
  try {
    if (await isAbandoned(file)) await rm(file, {force: true});
  } finally {
    await rm(breaking, {force: true});
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
