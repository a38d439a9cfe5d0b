import {mkdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../../src/lib/errors.js";
import {formatMeta, readMeta} from "./metaFile.js";
import type {StoreFiles} from "./storeFiles.js";

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
}

/** Makes an experiment's folder as MLflow would. */
export async function createExperiment(
  directory: string,
  {experimentId, name, tags, artifactLocation}: NewExperiment
): Promise<void> {
  const hidden = join(directory, ".trash", `creating-${experimentId}`);
  const now = Date.now();
  try {
    await mkdir(join(hidden, "tags"), {recursive: true});
    for (const [key, value] of Object.entries(tags)) await writeFile(join(hidden, "tags", key), value);
    const meta = {
      artifact_location: artifactLocation,
      creation_time: now,
      experiment_id: experimentId,
      last_update_time: now,
      lifecycle_stage: "active",
      name
    };
    await writeFile(join(hidden, "meta.yaml"), formatMeta(meta));
    await rename(hidden, join(directory, experimentId));
  } finally {
    await rm(hidden, {recursive: true, force: true});
  }
}
