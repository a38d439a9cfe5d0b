import type {Stats} from "node:fs";
import {type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import process from "node:process";
import {UserError} from "../src/lib/errors.js";
import {isRunning} from "./processes.js";

/** The end of names of files and folders that are not whole yet; git ignores them, and no reader takes them. */
export const partialEnding = ".partial";

/**
 * Replaces a file in one step: what `write` puts into it is written beside it and renamed once it is whole. Whatever
 * goes wrong, the earlier file stays and nothing half-written is left.
 * @throws UserError of `describeFileError`
 */
export async function replaceFile<Result>(
  path: string,
  write: (file: FileHandle, partialPath: string) => Promise<Result>
): Promise<Result> {
  const partial = partialPath(path);
  try {
    await mkdir(dirname(path), {recursive: true});
    const file = await open(partial, "w");
    let result: Result;
    try {
      result = await write(file, partial);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await removeLeftovers(path);
    return result;
  } catch (error) {
    // Where it could not even be made, it cannot be looked for.
    await rm(partial, {force: true}).catch(() => undefined);
    throw describeFileError(error, path);
  }
}

/** Removes what processes that were killed while they replaced a file or folder have left beside it. */
export async function removeLeftovers(path: string): Promise<void> {
  await removeLeftoversIn(dirname(path), (name) => name === basename(path));
}

/** Removes what processes that were killed have left half-written in a folder, at any depth. */
export async function removeAllLeftovers(folder: string): Promise<void> {
  await removeLeftoversIn(folder, () => true);
  const entries = (await ifPresent(readdir(folder, {withFileTypes: true}))) ?? [];
  for (const entry of entries) if (entry.isDirectory()) await removeAllLeftovers(join(folder, entry.name));
}

/** Those of files and folders of these names. */
async function removeLeftoversIn(folder: string, isMeant: (name: string) => boolean): Promise<void> {
  for (const entry of (await ifPresent(readdir(folder))) ?? []) {
    const [, name, pid] = leftover.exec(entry) ?? [];
    if (name === undefined || !isMeant(name) || isRunning(Number(pid))) continue;
    await rm(join(folder, entry), {recursive: true, force: true});
  }
}

/** What `partialPath` makes of a name. */
const leftover = /^(.*)\.(\d+)\.partial$/;

/** Replaces a file by this content in one step. */
export function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  return replaceFile(path, (file) => file.writeFile(content));
}

/** Replaces a file by a value as JSON, in one step. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Where a file or folder is made before it takes the place of `path`; different in every process. */
export function partialPath(path: string): string {
  return `${path}.${process.pid}${partialEnding}`;
}

/** Whether there was something to rename. */
export async function renameIfPresent(from: string, to: string): Promise<boolean> {
  return (await ifPresent(rename(from, to).then(() => true))) ?? false;
}

/** Undefined if there is no such file. */
export function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  return ifPresent(readFile(path));
}

/** Undefined if there is no such file. */
export function readTextIfPresent(path: string): Promise<string | undefined> {
  return ifPresent(readFile(path, "utf8"));
}

/** The status of a regular file; undefined if there is none of that name. */
export async function fileStatus(path: string): Promise<Stats | undefined> {
  const status = await ifPresent(stat(path));
  return status?.isFile() ? status : undefined;
}

export async function exists(path: string): Promise<boolean> {
  return (await ifPresent(stat(path))) !== undefined;
}

/** What an access to the file system gives; undefined if it failed as there is no such file or folder. */
export async function ifPresent<Result>(access: Promise<Result>): Promise<Result | undefined> {
  try {
    return await access;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Whether an error of the file system says that there is no such file or folder. */
export function isNotFound(error: unknown): boolean {
  return isFileError(error, "ENOENT", "ENOTDIR");
}

/** Whether this is an error of the file system with one of these codes. */
export function isFileError(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** What Node's codes for a file mean; `EPERM` is also how a read-only mount refuses. */
const fileFaults: Readonly<Record<string, {code: string; say: (file: string) => string}>> = {
  ENOENT: {code: "file-missing", say: (file) => `There is no file ${file}.`},
  ENOSPC: {code: "disk-full", say: (file) => `The disk is full: ${file} cannot be written. Make room and try again.`},
  EDQUOT: {
    code: "disk-full",
    say: (file) => `Your disk quota is used up: ${file} cannot be written. Make room and try again.`
  },
  EFBIG: {code: "disk-full", say: (file) => `${file} cannot be written: files may not be that large here.`},
  EACCES: {code: "file-not-permitted", say: (file) => `Permission denied: you may not use ${file}.`},
  EPERM: {code: "file-not-permitted", say: (file) => `Permission denied: you may not use ${file}.`},
  EROFS: {code: "file-not-permitted", say: (file) => `${file} cannot be written: the disk is read-only.`},
  EISDIR: {code: "file-in-the-way", say: (file) => `${file} is a folder, not a file.`},
  ENOTDIR: {
    code: "file-in-the-way",
    say: (file) => `${file} cannot be used: a part of its path is a file, not a folder.`
  },
  EEXIST: {code: "file-in-the-way", say: (file) => `${file} cannot be written: something else has that name.`},
  ENOTEMPTY: {code: "file-in-the-way", say: (file) => `${file} cannot be replaced: it is a folder that is not empty.`},
  ENAMETOOLONG: {code: "file-name", say: (file) => `${file} is too long for a name of a file.`},
  EIO: {code: "disk-fault", say: (file) => `The disk cannot read or write ${file}; it may be damaged.`}
};

/**
 * The `UserError` that an error of the file system means; any other error as it is. An error about a half-written file
 * speaks of the file that it was to become.
 * @param file the file that was being used, for errors that do not say so themselves
 */
export function describeFileError(error: unknown, file?: string): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof UserError) return error;
  const fault = fileFaults[String(error.code)];
  const named = textOf(error, "dest") ?? textOf(error, "path") ?? file;
  // The path of a program that could not be started is no file that the user knows.
  if (fault === undefined || named === undefined || textOf(error, "syscall")?.startsWith("spawn")) return error;
  const known = named.replace(partialPattern, "");
  return new UserError(fault.code, fault.say(known), {file: known});
}

/**
 * What an access to a file gives. Node does not say which file it was once it is open.
 * @throws UserError of `describeFileError`
 */
export async function withFileName<Result>(file: string, access: Promise<Result>): Promise<Result> {
  try {
    return await access;
  } catch (error) {
    throw describeFileError(error, file);
  }
}

function textOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}

const partialPattern = /(\.\d+)?\.partial$/;

/**
 * Finds out before the work, rather than near its end, that there is not enough room.
 * @throws UserError disk-full
 */
export async function checkRoom(directory: string, bytes: number, purpose: string): Promise<void> {
  const {bavail, bsize} = await statfs(directory);
  const room = bavail * bsize;
  if (room >= bytes) return;
  const [needed, free] = [bytes, room].map((amount) => `${Math.round(amount / 1e6).toLocaleString("en")} MB`);
  throw new UserError("disk-full", `${purpose} needs ${needed} in ${directory}, where ${free} are free.`);
}

/** All files below a folder, relative to it, with `/` between folders, sorted; none if there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = (await ifPresent(readdir(folder, {recursive: true, withFileTypes: true}))) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
