import {randomUUID} from "node:crypto";
import {mkdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {isFileError, partialPath, withFileName} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {formatMeta, readMeta} from "./metaFile.js";
import {readText, type StoreFiles} from "./storeFiles.js";

/**
 * The id of an active experiment, which is its folder's name; undefined if there is none of this name. One that cannot
 * be read hides no other.
 * @throws UserError damaged-run if it is not found and one that cannot be read may be it
 */
export async function findExperiment(files: StoreFiles, name: string): Promise<string | undefined> {
  let damage: UserError | undefined;
  const entries = (await files.list("")) ?? [];
  for (const {name: experimentId} of entries.filter((entry) => entry.isFolder && /^\d+$/.test(entry.name))) {
    try {
      const meta = await readMeta(files, `${experimentId}/meta.yaml`, ["name", "experiment_id", "lifecycle_stage"]);
      if (meta.name === name && meta.lifecycle_stage === "active") return experimentId;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      damage ??= error;
    }
  }
  if (damage !== undefined) throw damage;
  return undefined;
}

export interface NewExperiment {
  experimentId: string;
  name: string;
  tags: Readonly<Record<string, string>>;
  /** An address or a path. */
  artifactLocation: string;
  /** Milliseconds since 1970. */
  creationTime: number;
}

/**
 * Whether there is an experiment of this name in MLflow's bin, from where it can be brought back: MLflow does not make
 * another of that name.
 */
export async function isDeletedExperiment(files: StoreFiles, name: string): Promise<boolean> {
  for (const folder of ["", ".trash/"]) {
    const entries = (await files.list(folder.slice(0, -1))) ?? [];
    for (const entry of entries.filter(({name, isFolder}) => isFolder && /^\d+$/.test(name))) {
      const text = await readText(files, `${folder}${entry.name}/meta.yaml`);
      if (text === undefined) continue;
      const meta = await readMeta(files, `${folder}${entry.name}/meta.yaml`, []);
      if (meta.name === name && meta.lifecycle_stage === "deleted") return true;
    }
  }
  return false;
}

/** Makes an experiment's folder as MLflow would; false if there is one of this id already. */
export async function createExperiment(
  directory: string,
  {experimentId, name, tags, artifactLocation, creationTime}: NewExperiment
): Promise<boolean> {
  const hidden = partialPath(join(directory, ".trash", `creating-${experimentId}-${randomUUID()}`));
  const write = (name: string, content: string) =>
    withFileName(join(directory, experimentId, name), writeFile(join(hidden, name), content));
  try {
    await mkdir(join(hidden, "tags"), {recursive: true});
    for (const [key, value] of Object.entries(tags)) await write(join("tags", key), value);
    const meta = {
      artifact_location: artifactLocation,
      creation_time: creationTime,
      experiment_id: experimentId,
      last_update_time: creationTime,
      lifecycle_stage: "active",
      name
    };
    await write("meta.yaml", formatMeta(meta));
    await rename(hidden, join(directory, experimentId));
    return true;
  } catch (error) {
    if (isFileError(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  } finally {
    await rm(hidden, {recursive: true, force: true});
  }
}
