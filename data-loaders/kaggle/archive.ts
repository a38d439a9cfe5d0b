import {createHash} from "node:crypto";
import {mkdir, open, stat} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {crc32} from "node:zlib";
import {type Entry, openPromise, type ZipFile} from "yauzl";
import {checkRoom, describeFileError} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";

export interface UnpackedFile {
  /** The path in the archive, with `/`. */
  name: string;
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
  /** Line ends, the last one included. */
  lines: number;
}

export interface UnpackOptions {
  signal?: AbortSignal;
  /** Called with the bytes written so far, and those of all files together. */
  onProgress?: (written: number, total: number) => void;
}

/** Text shrinks to a third or a tenth; what grows beyond this was made to fill the disk. */
const largestRatio = 200;
const mostEntries = 1_000;

/**
 * Unpacks a zip file into a directory, which should be new, a piece at a time. The central directory is checked as a
 * whole before anything is written: every name stays inside the directory and occurs once, and the sizes are sane. Then
 * each file must have the size and CRC-32 that the directory promises.
 * @throws UserError archive-broken, archive-unsafe, archive-too-large, disk-full, file-…
 */
export async function unpack(
  archive: string,
  directory: string,
  {signal, onProgress}: UnpackOptions = {}
): Promise<UnpackedFile[]> {
  const name = basename(archive);
  const zip = await understand(name, () => openPromise(archive, {lazyEntries: true, autoClose: false}));
  try {
    const entries = await understand(name, () => readEntries(zip, name));
    const files = entries.filter(({fileName}) => !fileName.endsWith("/"));
    const total = files.reduce((sum, {uncompressedSize}) => sum + uncompressedSize, 0);
    checkEntries(name, files, total, (await stat(archive)).size);
    await checkRoom(directory, total, `Unpacking ${name}`);

    let written = 0;
    const unpacked: UnpackedFile[] = [];
    for (const entry of files) {
      const file = await understand(name, () =>
        unpackEntry(zip, entry, join(directory, entry.fileName), (bytes) => {
          signal?.throwIfAborted();
          written += bytes;
          onProgress?.(written, total);
        })
      );
      unpacked.push(file);
    }
    return unpacked;
  } finally {
    zip.close();
  }
}

async function readEntries(zip: ZipFile, name: string): Promise<Entry[]> {
  if (zip.entryCount > mostEntries)
    throw new UserError("archive-too-large", `${name} holds ${zip.entryCount} files; it cannot be what it should be.`);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

function checkEntries(name: string, files: readonly Entry[], total: number, archiveSize: number): void {
  const seen = new Set<string>();
  for (const {fileName, externalFileAttributes} of files) {
    // Some file systems take names for the same that differ in case only.
    const key = fileName.normalize().toLowerCase();
    const isLink = ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
    if (isLink || seen.has(key) || /[\0:]/.test(fileName)) {
      throw new UserError(
        "archive-unsafe",
        `${name} holds an entry that is not safe to unpack. Nothing was unpacked.`,
        {
          file: name,
          value: fileName
        }
      );
    }
    seen.add(key);
  }
  if (total > largestRatio * archiveSize) {
    throw new UserError(
      "archive-too-large",
      `${name} would unpack to ${Math.round(total / archiveSize)} times its size; it cannot be what it should be.`
    );
  }
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  path: string,
  onWritten: (bytes: number) => void
): Promise<UnpackedFile> {
  const {fileName: name, uncompressedSize} = entry;
  const digest = createHash("sha256");
  let checksum = 0;
  let bytes = 0;
  let lines = 0;
  try {
    await mkdir(dirname(path), {recursive: true});
    const file = await open(path, "wx");
    try {
      // Only now: the stream may fail at once, and somebody has to listen.
      const contents = await zip.openReadStreamPromise(entry);
      // It may fail again after the loop below has left it.
      contents.on("error", () => {});
      for await (const piece of contents) {
        if (!(piece instanceof Uint8Array)) throw new Error("A zip entry was not read as bytes.");
        await file.writeFile(piece);
        digest.update(piece);
        checksum = crc32(piece, checksum);
        bytes += piece.length;
        lines += countLineEnds(piece);
        onWritten(piece.length);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw describeFileError(error, path);
  }
  if (bytes !== uncompressedSize || checksum !== entry.crc32) throw new Error(`${name} does not match its checksum`);
  return {name, bytes, sha256: digest.digest("hex"), lines};
}

function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) ++count;
  return count;
}

/** What yauzl and zlib say of a damaged archive is not for the user, and neither has error classes. */
async function understand<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error) || error.name === "AbortError") throw error;
    if (/^(invalid relative path|absolute path|invalid characters in fileName)/.test(error.message)) {
      throw new UserError("archive-unsafe", `${name} holds a file name that leads out of it. Nothing was unpacked.`);
    }
    if ("code" in error && typeof error.code === "string" && !error.code.startsWith("Z_")) throw error;
    throw new UserError("archive-broken", `${name} is no whole zip file (${error.message.replace(/\.?$/, "")}).`, {
      file: name
    });
  }
}
