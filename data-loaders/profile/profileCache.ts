import {createHash} from "node:crypto";
import {readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";
import {parseProfiles} from "../../src/lib/profile/parseProfiles.js";

/** Where the program that makes profiles is: a change to it makes them anew, too. */
const programFolders = [".", "../../src/lib/profile", "../../src/lib/statistics", "../../src/lib/drift"];

const prefix = "features-";

/**
 * The profiles of the same data, made by the same program, from an earlier run; otherwise they are made and kept in
 * place of the earlier ones. At full size making them takes ten seconds.
 * @param digests  what tells the data from others
 */
export async function cachedProfiles(
  directory: string,
  digests: readonly string[],
  make: () => Promise<FeatureProfiles>
): Promise<FeatureProfiles> {
  const name = `${prefix}${await keyOf(digests)}.json`;
  const path = join(directory, name);
  const text = await readTextIfPresent(path);
  const kept = text === undefined ? undefined : readProfiles(text);
  if (kept !== undefined) return kept;
  const profiles = await make();
  await writeFileWhole(path, JSON.stringify(profiles));
  for (const other of await readdir(directory))
    if (other.startsWith(prefix) && other !== name) await rm(join(directory, other), {force: true});
  return profiles;
}

/** Undefined if the text is damaged: then they are made anew. */
function readProfiles(text: string): FeatureProfiles | undefined {
  try {
    return parseProfiles(text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function keyOf(digests: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(digests.join());
  for (const folder of programFolders) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of (await readdir(path)).sort()) hash.update(name).update(await readFile(join(path, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
