import {brotliCompressSync, brotliDecompressSync, constants} from "node:zlib";
import {readIfPresent} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {artifactPaths, modelPaths, runTags, sweepTags} from "../crossValidationRuns.js";
import {MlrunsReader} from "../mlruns/mlrunsReader.js";
import {diskFiles, type StoreFiles} from "../mlruns/storeFiles.js";
import type {RunReader} from "../runStore.js";
import {archiveFiles} from "./archiveFiles.js";
import {formatTar, readTar, type TarEntry} from "./tar.js";

/** Where the recorded runs are kept, from the root of the project: an mlruns directory, packed by tar and brotli. */
export const recordedRunsFile = "models/recorded/mlruns.tar.br";

/** What the archive is unpacked to. */
const root = "mlruns";

export interface PackOptions {
  /** Artifacts that are left out, and others that the trials of sweeps are packed without. */
  without?: readonly string[];
  withoutInTrials?: readonly string[];
}

/** Models would take ten times the room, and of trials, which are many, predictions would take most of it. */
export const notRecorded: PackOptions = {
  without: Object.values(modelPaths),
  withoutInTrials: [artifactPaths.outOfFold]
};

/**
 * Packs an mlruns directory into one file, the same bytes for the same files. Out-of-fold predictions of all runs
 * share their ids, folds and targets; brotli's window is large enough to see that, gzip's is not.
 */
export async function packRuns(
  directory: string,
  {without = [], withoutInTrials = []}: PackOptions = {}
): Promise<Uint8Array> {
  const files = diskFiles(directory);
  const isKept = async (path: string) => {
    const [run, artifact = ""] = path.split("/artifacts/");
    if (without.includes(artifact)) return false;
    return !withoutInTrials.includes(artifact) || (await files.read(`${run}/tags/${sweepTags.trial}`)) === undefined;
  };
  const tar = formatTar(await collectEntries(files, "", isKept));
  const {BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT} = constants;
  const params = {[BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: tar.length};
  return brotliCompressSync(tar, {params});
}

/** Folders too: MLflow wants a run's folders even where they are empty. */
async function collectEntries(
  files: StoreFiles,
  folder: string,
  isKept: (path: string) => Promise<boolean>
): Promise<TarEntry[]> {
  const entries: TarEntry[] = [{path: `${root}/${folder}`, content: new Uint8Array()}];
  for (const {name, isFolder} of (await files.list(folder)) ?? []) {
    const path = folder + name;
    if (name === ".trash" || !(await isKept(path))) continue;
    if (isFolder) entries.push(...(await collectEntries(files, `${path}/`, isKept)));
    else entries.push({path: `${root}/${path}`, content: (await files.read(path)) ?? new Uint8Array()});
  }
  return entries;
}

/** The runs that come with the project. They lack their models, which would take ten times the room. */
export async function openRecordedRuns(file: string = recordedRunsFile): Promise<RunReader> {
  const bytes = await readIfPresent(file);
  if (bytes === undefined)
    throw new UserError("no-runs", "There are no runs yet: npm run train -- lightgbm-tuned makes the first.", {file});
  return new RecordedRunReader("recorded", archiveFiles(unpack(bytes, file), root, file));
}

/** @throws UserError damaged-recording */
function unpack(bytes: Uint8Array, file: string): TarEntry[] {
  try {
    return readTar(brotliDecompressSync(bytes));
  } catch {
    throw new UserError("damaged-recording", `${file} is damaged; npm run record makes it again.`, {file});
  }
}

class RecordedRunReader extends MlrunsReader {
  override async readArtifact(runId: string, path: string): Promise<Uint8Array> {
    try {
      return await super.readArtifact(runId, path);
    } catch (error) {
      if (!(error instanceof UserError && error.code === "unknown-artifact")) throw error;
      throw await this.#without(runId, path);
    }
  }

  async #without(runId: string, path: string): Promise<UserError> {
    const {name, tags} = await this.getRun(runId);
    const [what, command] =
      tags[sweepTags.trial] === undefined
        ? ["models are not recorded", "train"]
        : ["of trials neither models nor predictions are recorded", "sweep"];
    return new UserError(
      "unknown-artifact",
      `The recorded run “${name}” has no “${path}”; ${what}. Train it again: npm run ${command} -- ${tags[runTags.model]}`,
      {value: path}
    );
  }
}
