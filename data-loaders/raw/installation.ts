import {mkdir, rm} from "node:fs/promises";
import {dirname, join} from "node:path";
import {partialEnding, readTextIfPresent, renameIfPresent} from "../../dataset/files.js";
import {schemaFile} from "../../dataset/schemaFile.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import {sourceFile} from "./rawSource.js";

/**
 * Where an archive is unpacked before its files go to their places. Once `source.json` is in it too, the set is whole,
 * and moving it can be ended by a later run.
 */
export const incoming = `incoming${partialEnding}`;

/** Moves a whole set of unpacked files to their places; does nothing if there is none. */
export async function endInstallation(directory: string): Promise<void> {
  const beside = join(directory, incoming);
  const source = await readSourceRecord(beside);
  if (source === undefined || !isRecord(source.files)) return;
  // Of the files before: what these columns mean, it does not say.
  if (!Object.hasOwn(source.files, schemaFile)) await rm(join(directory, schemaFile), {force: true});
  for (const name of [...Object.keys(source.files), sourceFile]) {
    await mkdir(dirname(join(directory, name)), {recursive: true});
    // Moved before the run that was cut short, or never there.
    await renameIfPresent(join(beside, name), join(directory, name));
  }
  await rm(beside, {recursive: true, force: true});
}

/** `source.json` of a folder, unchecked; undefined if there is none, or none that can be read. */
export async function readSourceRecord(directory: string): Promise<Record<string, unknown> | undefined> {
  const text = await readTextIfPresent(join(directory, sourceFile));
  const value = text === undefined ? undefined : parseJson(text);
  return isRecord(value) ? value : undefined;
}
