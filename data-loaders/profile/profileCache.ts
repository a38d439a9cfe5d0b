import {createHash} from "node:crypto";
import {mkdir, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {FeatureProfiles} from "../../src/lib/profile/featureProfile.js";

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
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined) return JSON.parse(text);
  const profiles = await make();
  await mkdir(directory, {recursive: true});
  await writeFile(`${path}.new`, JSON.stringify(profiles));
  await rename(`${path}.new`, path);
  for (const other of await readdir(directory))
    if (other.startsWith(prefix) && other !== name) await rm(join(directory, other), {force: true});
  return profiles;
}

async function keyOf(digests: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(digests.join());
  for (const folder of programFolders) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of (await readdir(path)).sort()) hash.update(name).update(await readFile(join(path, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
