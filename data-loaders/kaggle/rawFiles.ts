import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileStatus, writeJson} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, numberField, textField} from "../../src/lib/json.js";
import {endInstallation, incoming, readSourceRecord} from "../raw/installation.js";
import {type FileDigest, type RawSource, readRawSource, sourceFile} from "../raw/rawSource.js";
import {type UnpackedFile, type UnpackOptions, unpack} from "./archive.js";
import {isSameVersion, type RemoteFile, remoteFileFromJson} from "./remoteFile.js";

/** `source.json` beside the files of a competition: what they are, where they are from, and their digests. */
export interface CompetitionSource extends RawSource {
  kind: "kaggle";
  competition: string;
  /** The version of the competition's zip file that they came in. */
  archive: RemoteFile;
}

/** Whether the files of this version of the archive are in their places. */
export async function areInstalled(directory: string, competition: string, archive: RemoteFile): Promise<boolean> {
  if ((await readRawSource(directory)) === undefined) return false;
  const source = await readSourceRecord(directory);
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
    const [train, test] = [named(files, "train.csv"), named(files, "test.csv")];
    await checkNotInTheWay(directory, files);
    const source: CompetitionSource = {
      kind: "kaggle",
      competition,
      archive,
      // One line is the header.
      trainRows: Math.max(0, train.lines - 1),
      testRows: Math.max(0, test.lines - 1),
      files: {
        ...Object.fromEntries(files.map((file) => [file.name, digestOf(file)])),
        "train.csv": digestOf(train),
        "test.csv": digestOf(test)
      }
    };
    await writeJson(join(beside, sourceFile), source);
  } catch (error) {
    await rm(beside, {recursive: true, force: true});
    throw error;
  }
  await endInstallation(directory);
}

/** Files that neither an earlier fetch nor the demo has made are the user's own; only the same bytes replace them. */
async function checkNotInTheWay(directory: string, files: readonly UnpackedFile[]): Promise<void> {
  const present = await readRawSource(directory);
  if (present !== undefined && (present.kind === "demo" || "competition" in present)) return;
  for (const {name, bytes, sha256} of files) {
    const path = join(directory, name);
    const size = (await fileStatus(path))?.size;
    if (size === undefined || (size === bytes && (await sha256Of(path)) === sha256)) continue;
    throw new UserError(
      "raw-files-in-the-way",
      `${path} was put there by someone else and is not what Kaggle has. Move it away and run this again; the download is kept.`,
      {file: path}
    );
  }
}

function named(files: readonly UnpackedFile[], name: string): UnpackedFile {
  const file = files.find((each) => each.name === name);
  if (file !== undefined) return file;
  throw new UserError("archive-missing-file", `The competition's zip file holds no ${name}, which the report needs.`);
}

function digestOf({bytes, sha256}: UnpackedFile): FileDigest {
  return {bytes, sha256};
}

async function sha256Of(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const piece of createReadStream(path)) digest.update(piece);
  return digest.digest("hex");
}
