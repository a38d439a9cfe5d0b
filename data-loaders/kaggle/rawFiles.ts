import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {UserError} from "../../src/lib/errors.js";
import {type UnpackedFile, type UnpackOptions, unpack} from "./archive.js";
import {fileStatus} from "./fileStatus.js";
import {isRecord, numberField, textField} from "./json.js";
import {isSameVersion, type RemoteFile, remoteFileFromJson} from "./remoteFile.js";

/** `source.json` beside the files of a competition: what they are, where they are from, and their digests. */
export interface CompetitionSource {
  kind: "kaggle";
  competition: string;
  /** The version of the competition's zip file that they came in. */
  archive: RemoteFile;
  trainRows: number;
  testRows: number;
  files: Record<string, {bytes: number; sha256: string}>;
}

const sourceFile = "source.json";

/**
 * Where an archive is unpacked before its files go to their places. Once `source.json` is in it too, the set is whole,
 * and moving it can be ended by a later run.
 */
export const incoming = ".incoming";

/** Whether the files of this version of the archive are in their places. */
export async function areInstalled(directory: string, competition: string, archive: RemoteFile): Promise<boolean> {
  const source = await readJson(join(directory, sourceFile));
  if (source === undefined || textField(source, "competition") !== competition || !isRecord(source.files)) return false;
  const installed = remoteFileFromJson(source.archive);
  if (installed === undefined || !isSameVersion(installed, archive)) return false;
  for (const [name, file] of Object.entries(source.files)) {
    const bytes = isRecord(file) ? numberField(file, "bytes") : undefined;
    if (bytes === undefined || (await fileStatus(join(directory, name)))?.size !== bytes) return false;
  }
  return true;
}

/**
 * Unpacks the zip file of a competition and puts its files into the directory, all or none of them.
 * @throws UserError archive-…, raw-files-in-the-way, disk-full
 */
export async function install(
  archiveFile: string,
  directory: string,
  {competition, archive}: {competition: string; archive: RemoteFile},
  options: UnpackOptions
): Promise<void> {
  const beside = join(directory, incoming);
  await rm(beside, {recursive: true, force: true});
  await mkdir(beside, {recursive: true});
  try {
    const files = await unpack(archiveFile, beside, options);
    await checkNotInTheWay(directory, files);
    const source: CompetitionSource = {
      kind: "kaggle",
      competition,
      archive,
      trainRows: rows(files, "train.csv"),
      testRows: rows(files, "test.csv"),
      files: Object.fromEntries(files.map(({name, bytes, sha256}) => [name, {bytes, sha256}]))
    };
    await writeFile(join(beside, `${sourceFile}.new`), `${JSON.stringify(source, null, 2)}\n`);
    await rename(join(beside, `${sourceFile}.new`), join(beside, sourceFile));
  } catch (error) {
    await rm(beside, {recursive: true, force: true});
    throw error;
  }
  await endInstallation(directory);
}

/** Moves a whole set of unpacked files to their places; does nothing if there is none. */
export async function endInstallation(directory: string): Promise<void> {
  const beside = join(directory, incoming);
  const source = await readJson(join(beside, sourceFile));
  if (source === undefined || !isRecord(source.files)) return;
  for (const name of [...Object.keys(source.files), sourceFile]) {
    await mkdir(dirname(join(directory, name)), {recursive: true});
    await rename(join(beside, name), join(directory, name)).catch(unlessMissing);
  }
  await rm(beside, {recursive: true, force: true});
}

/** Files without a `source.json` are the user's own; they are replaced only by the same bytes. */
async function checkNotInTheWay(directory: string, files: readonly UnpackedFile[]): Promise<void> {
  if ((await readJson(join(directory, sourceFile))) !== undefined) return;
  for (const {name, bytes, sha256} of files) {
    const path = join(directory, name);
    const size = (await fileStatus(path))?.size;
    if (size === undefined || (size === bytes && (await digestOf(path)) === sha256)) continue;
    throw new UserError(
      "raw-files-in-the-way",
      `${path} was put there by someone else and is not what Kaggle has. Move it away and run this again; the download is kept.`,
      {file: path}
    );
  }
}

function rows(files: readonly UnpackedFile[], name: string): number {
  const file = files.find((each) => each.name === name);
  if (file === undefined)
    throw new UserError("archive-missing-file", `The competition's zip file holds no ${name}, which the report needs.`);
  // One line is the header.
  return Math.max(0, file.lines - 1);
}

async function digestOf(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const piece of createReadStream(path)) digest.update(piece);
  return digest.digest("hex");
}

async function readJson(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Moved before the run that was cut short, or never there. */
function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
