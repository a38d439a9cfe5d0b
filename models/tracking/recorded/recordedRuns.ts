import {brotliCompressSync, brotliDecompressSync, constants} from "node:zlib";
import {readIfPresent} from "../../../dataset/files.js";
import {UserError} from "../../../src/lib/errors.js";
import {modelPaths, runTags, sweepTags} from "../crossValidationRuns.js";
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
  /** Artifacts that are left out. */
  without?: readonly string[];
}

/** Models would take ten times the room. */
export const notRecorded: PackOptions = {without: Object.values(modelPaths)};

/**
 * Packs an mlruns directory into one file, the same bytes for the same files. Out-of-fold predictions of all runs
 * share their ids, folds and targets; brotli's window is large enough to see that, gzip's is not.
 */
export async function packRuns(directory: string, {without = []}: PackOptions = {}): Promise<Uint8Array> {
  const isKept = (path: string) => !without.some((artifact) => path.endsWith(`/artifacts/${artifact}`));
  const tar = formatTar(await collectEntries(diskFiles(directory), "", isKept));
  const {BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT} = constants;
  const params = {[BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: tar.length};
  return brotliCompressSync(tar, {params});
}

/** Folders too: MLflow wants a run's folders even where they are empty. */
async function collectEntries(
  files: StoreFiles,
  folder: string,
  isKept: (path: string) => boolean
): Promise<TarEntry[]> {
  const entries: TarEntry[] = [{path: `${root}/${folder}`, content: new Uint8Array()}];
  for (const {name, isFolder} of (await files.list(folder)) ?? []) {
    const path = folder + name;
    if (name === ".trash" || !isKept(path)) continue;
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
      throw await this.#withoutModel(runId, path);
    }
  }

  async #withoutModel(runId: string, path: string): Promise<UserError> {
    const {name, tags} = await this.getRun(runId);
    const command = tags[sweepTags.trial] === undefined ? "train" : "sweep";
    return new UserError(
      "unknown-artifact",
      `The recorded run “${name}” has no “${path}”; models are not recorded. Train it again: npm run ${command} -- ${tags[runTags.model]}`,
      {value: path}
    );
  }
}
