import {mkdir, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";

/**
 * Makes the directory hold exactly these files. They are written beside it and swapped in whole:
 * whatever goes wrong, what was there before stays, and nothing half-written is left.
 */
export async function replaceDirectory(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const target = resolve(directory);
  const next = `${target}.${process.pid}.next`;
  const previous = `${target}.${process.pid}.previous`;
  await mkdir(dirname(target), {recursive: true});
  try {
    await mkdir(next);
    for (const [name, content] of Object.entries(files)) await writeFile(join(next, name), content, {flush: true});
    const replaced = await renameIfPresent(target, previous);
    try {
      await rename(next, target);
    } catch (error) {
      if (replaced) await rename(previous, target);
      throw error;
    }
  } finally {
    await rm(next, {recursive: true, force: true});
    await rm(previous, {recursive: true, force: true});
  }
}

async function renameIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
