import {randomInt} from "node:crypto";
import {mkdir, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {UserError} from "../../../src/lib/errors.js";
import {formatMeta, quoted, readMeta} from "./metaFile.js";

export interface ExperimentDirectory {
  experimentId: string;
  path: string;
}

/**
 * Finds an experiment by its name in an mlruns directory; undefined if there is none, or no directory.
 * @throws UserError damaged-run if it is not found and one that cannot be read may be it
 */
export async function findExperiment(root: string, name: string): Promise<ExperimentDirectory | undefined> {
  let damage: UserError | undefined;
  for (const experimentId of await experimentIds(root)) {
    const path = join(root, experimentId);
    try {
      const meta = await readMeta(join(path, "meta.yaml"), ["name", "experiment_id", "lifecycle_stage"]);
      if (meta.name === name && meta.lifecycle_stage === "active") return {experimentId, path};
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      damage ??= error;
    }
  }
  if (damage !== undefined) throw damage;
  return undefined;
}

/** Makes an experiment as MLflow would: an id of 18 digits, artifacts below it. */
export async function createExperiment(
  root: string,
  name: string,
  tags: Record<string, string>
): Promise<ExperimentDirectory> {
  const digits = () => String(randomInt(100_000_000, 1_000_000_000));
  const experimentId = digits() + digits();
  const path = join(root, experimentId);
  const hidden = join(root, ".trash", `creating-${experimentId}`);
  const now = Date.now();
  try {
    await mkdir(join(hidden, "tags"), {recursive: true});
    for (const [key, value] of Object.entries(tags)) await writeFile(join(hidden, "tags", key), value);
    const meta = {
      artifact_location: quoted(pathToFileURL(resolve(path)).href),
      creation_time: now,
      experiment_id: quoted(experimentId),
      last_update_time: now,
      lifecycle_stage: quoted("active"),
      name: quoted(name)
    };
    await writeFile(join(hidden, "meta.yaml"), formatMeta(meta));
    await rename(hidden, path);
  } finally {
    await rm(hidden, {recursive: true, force: true});
  }
  return {experimentId, path};
}

async function experimentIds(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, {withFileTypes: true});
    return entries
      .filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
      .map(({name}) => name)
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
