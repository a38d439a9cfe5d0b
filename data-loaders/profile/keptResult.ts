import {createHash} from "node:crypto";
import {readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {readIfPresent, writeFileWhole} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";

/** Where the programs that make results are: a change to them makes the results anew, too. */
const programFolders = [".", "../../src/lib/profile", "../../src/lib/statistics", "../../src/lib/drift"];

/** A result that takes seconds to make, and how it is kept as a file. */
export interface KeptResult<T> {
  /** In the file's name, before a hyphen. */
  name: string;
  write: (result: T) => Uint8Array;
  /** @throws UserError if the file is damaged: then the result is made anew */
  read: (bytes: Uint8Array) => T;
}

/**
 * The result for the same data, made by the same program, from an earlier run; otherwise it is made and kept in place
 * of the earlier one.
 * @param digests  what tells the data from others
 */
export async function keptResult<T>(
  {name, write, read}: KeptResult<T>,
  directory: string,
  digests: readonly string[],
  make: () => Promise<T>
): Promise<T> {
  const file = `${name}-${await keyOf(digests)}.kept`;
  const path = join(directory, file);
  const bytes = await readIfPresent(path);
  if (bytes !== undefined) {
    try {
      return read(bytes);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  const result = await make();
  await writeFileWhole(path, write(result));
  for (const other of await readdir(directory))
    if (other.startsWith(`${name}-`) && other !== file) await rm(join(directory, other), {force: true});
  return result;
}

async function keyOf(digests: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(digests.join());
  for (const folder of programFolders) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of (await readdir(path)).sort()) hash.update(name).update(await readFile(join(path, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
