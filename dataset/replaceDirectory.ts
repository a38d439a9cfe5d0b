import {mkdir, open, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join, relative, resolve} from "node:path";
import process from "node:process";
import {UserError} from "../src/lib/errors.js";
import {describeFileError, exists, ifPresent, partialPath, removeLeftovers, renameIfPresent} from "./files.js";
import {isRunning} from "./processes.js";

/** Makes a directory hold exactly these files. @throws UserError of `describeFileError` */
export function replaceDirectory(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  return rebuildDirectory(directory, async (next) => {
    for (const [name, content] of Object.entries(files)) await writeNew(join(next, name), content);
  });
}

/**
 * Makes a directory anew. What `fill` puts into the folder it is given takes the directory's place whole: whatever goes
 * wrong, what was there before stays. There is no way to exchange two directories in one step, so that a process that
 * is killed between two renames leaves none; `recoverDirectory` puts it back.
 * @throws what `fill` throws; UserError of `describeFileError`
 */
export async function rebuildDirectory(directory: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const target = resolve(directory);
  const next = partialPath(target);
  const previous = partialPath(`${target}.previous`);
  try {
    await mkdir(dirname(target), {recursive: true});
    await recoverDirectory(target);
    await mkdir(next);
    await fill(next);
    const replaced = await renameIfPresent(target, previous);
    try {
      await rename(next, target);
    } catch (error) {
      if (replaced) await rename(previous, target);
      throw error;
    }
  } catch (error) {
    throw describeFileError(error, target);
  } finally {
    await rm(next, {recursive: true, force: true});
    await rm(previous, {recursive: true, force: true});
  }
}

/**
 * Makes sure that replacing a directory loses nothing of anybody's: it may be absent, empty, or what was written there
 * before, which has the file `sign` in it.
 * @throws UserError folder-in-use
 */
export async function checkReplaceable(directory: string, sign: string): Promise<void> {
  const status = await ifPresent(stat(directory));
  if (status === undefined) return;
  const refuse = (reason: string) =>
    new UserError("folder-in-use", `${directory} is not replaced: ${reason}. Name a new folder.`, {file: directory});
  if (!status.isDirectory()) throw refuse("it is a file");
  if (!relative(directory, process.cwd()).startsWith("..")) throw refuse("it is or holds the working folder");
  const names = await readdir(directory);
  if (names.length > 0 && !names.includes(sign)) throw refuse(`it has files in it, and no ${sign}`);
}

/**
 * Clears up after a process that was killed while it replaced a directory: what was there before is put back if there is
 * nothing now, and anything half-written is removed. Whoever is at work is left alone.
 */
export async function recoverDirectory(directory: string): Promise<void> {
  const target = resolve(directory);
  const parent = dirname(target);
  const prefix = `${basename(target)}.`;
  for (const name of (await ifPresent(readdir(parent))) ?? []) {
    const [, pid] = (name.startsWith(prefix) && earlier.exec(name.slice(prefix.length))) || [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(parent, name);
    if (await exists(target)) await rm(path, {recursive: true, force: true});
    else await rename(path, target);
  }
  await removeLeftovers(target);
}

/** What `replaceDirectory` adds to the name of the directory that was there before. */
const earlier = /^previous\.(\d+)\.partial$/;

async function writeNew(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
