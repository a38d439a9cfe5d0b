import {mkdir, rename, rm} from "node:fs/promises";
import {dirname, join} from "node:path";
import {fileStatus, partialPath} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {endInstallation} from "../raw/installation.js";
import type {KaggleApi} from "./api.js";
import {type UnpackOptions, unpack} from "./archive.js";
import {archiveLink, fileLink} from "./competition.js";
import {type DownloadOptions, download} from "./download.js";
import {areInstalled, install} from "./rawFiles.js";

export interface FetchOptions extends Omit<DownloadOptions, "onProgress"> {
  /** The data directory; the files go to its `raw`, the downloads to its `kaggle`. */
  directory?: string;
  onDownload?: DownloadOptions["onProgress"];
  onUnpack?: UnpackOptions["onProgress"];
}

export interface Fetched {
  /** Where the file or files are. */
  path: string;
  outcome: "fetched" | "unchanged";
}

/**
 * Brings all files of a competition to `raw`, with a `source.json` that says so. Fetches only what is not here yet;
 * whatever is interrupted is taken up by the next call.
 * @throws UserError of the API, `download` and `install`
 */
export async function fetchCompetition(
  api: KaggleApi,
  competition: string,
  {directory = "data", onDownload, onUnpack, ...options}: FetchOptions = {}
): Promise<Fetched> {
  const raw = join(directory, "raw");
  await endInstallation(raw);
  const zip = join(directory, "kaggle", `${competition}.zip`);
  const link = () => archiveLink(api, competition);
  const {remote} = await download(link, zip, {...options, onProgress: onDownload});
  if (await areInstalled(raw, competition, remote)) return {path: raw, outcome: "unchanged"};
  await fetchingAnewIfBroken(zip, () =>
    install(zip, raw, {competition, archive: remote}, {signal: options.signal, onProgress: onUnpack})
  );
  return {path: raw, outcome: "fetched"};
}

/**
 * Brings one file of a competition to `kaggle/<competition>/`, apart from the files that the report is made of.
 * @throws UserError of the API, `download` and `unpack`
 */
export async function fetchFile(
  api: KaggleApi,
  competition: string,
  fileName: string,
  {directory = "data", onDownload, onUnpack, ...options}: FetchOptions = {}
): Promise<Fetched> {
  checkFileName(fileName);
  const path = join(directory, "kaggle", competition, fileName);
  // Only the address tells whether the file comes in a zip of its own.
  let first: URL | undefined = await fileLink(api, competition, fileName);
  const isPacked = first.pathname.endsWith(".zip") && !fileName.endsWith(".zip");
  const link = async () => {
    const known = first;
    first = undefined;
    return known ?? fileLink(api, competition, fileName);
  };
  const target = isPacked ? `${path}.zip` : path;
  const {outcome} = await download(link, target, {...options, onProgress: onDownload});
  if (outcome === "unchanged" && (!isPacked || (await cameAfter(path, target)))) return {path, outcome};
  if (isPacked) {
    await fetchingAnewIfBroken(target, () => unpackOnly(target, path, {signal: options.signal, onProgress: onUnpack}));
  }
  return {path, outcome: "fetched"};
}

/** Unpacks the only file of a zip to `path`. */
async function unpackOnly(archive: string, path: string, options: UnpackOptions): Promise<void> {
  const beside = partialPath(path);
  await mkdir(beside, {recursive: true});
  try {
    const [file, ...others] = await unpack(archive, beside, options);
    if (file === undefined || others.length > 0)
      throw new UserError(
        "archive-broken",
        `${archive} should hold one file and holds ${others.length + (file ? 1 : 0)}.`
      );
    await mkdir(dirname(path), {recursive: true});
    await rename(join(beside, file.name), path);
  } finally {
    await rm(beside, {recursive: true, force: true});
  }
}

/** A zip file that cannot be read is of no use to the next run. */
async function fetchingAnewIfBroken(archive: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "archive-broken") throw error;
    await rm(archive, {force: true});
    throw new UserError(
      error.code,
      `${error.message} It was deleted; run this again to download it once more.`,
      error.place
    );
  }
}

function checkFileName(fileName: string): void {
  const steps = fileName.split(/[/\\]/);
  if (fileName !== "" && !/[\0:]/.test(fileName) && steps.every((step) => step !== "" && step !== ".." && step !== "."))
    return;
  throw new UserError("kaggle-file-name", `“${fileName}” is no name of a file of a competition.`, {value: fileName});
}

/** Whether a file got its name after the archive got its own; their times of modification are others'. */
async function cameAfter(path: string, archive: string): Promise<boolean> {
  const [came, archiveCame] = [await fileStatus(path), await fileStatus(archive)];
  return came !== undefined && archiveCame !== undefined && came.ctimeMs >= archiveCame.ctimeMs;
}
