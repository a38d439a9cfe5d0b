import type {Dirent} from "node:fs";
import {readdir, readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {ifPresent, isFileError, partialEnding} from "../../../dataset/files.js";
import {damagedRun} from "../faults.js";

export interface StoreEntry {
  name: string;
  isFolder: boolean;
}

/** The files of an mlruns directory, wherever they are kept; paths are relative to it, with `/` between folders. */
export interface StoreFiles {
  /** A path as messages name it. */
  nameOf(path: string): string;
  /** Sorted by name; undefined if there is no such folder. */
  list(folder: string): Promise<StoreEntry[] | undefined>;
  /** Undefined if there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** In bytes; undefined if there is no such file. */
  size(path: string): Promise<number | undefined>;
}

/** The files of a directory on disk. Those not yet whole are left out. */
export function diskFiles(directory: string): StoreFiles {
  const nameOf = (path: string) => join(directory, path);
  return {
    nameOf,
    async list(folder) {
      const entries = await readable(nameOf(folder), readdir(nameOf(folder), {withFileTypes: true}));
      const whole = entries?.filter(({name}) => !name.endsWith(partialEnding));
      if (whole === undefined) return undefined;
      const known = whole.map(async (entry) => ({name: entry.name, isFolder: await isFolder(nameOf(folder), entry)}));
      return (await Promise.all(known)).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    read: (path) => readable(nameOf(path), readFile(nameOf(path))),
    size: async (path) => (await readable(nameOf(path), stat(nameOf(path))))?.size
  };
}

/** A link is what it points to. */
async function isFolder(directory: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await ifPresent(stat(join(directory, entry.name))))?.isDirectory() ?? false;
}

/** All files below a folder, relative to it, sorted; none if there is no such folder. */
export async function listAll(files: StoreFiles, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const {name, isFolder} of (await files.list(folder)) ?? []) {
    if (!isFolder) paths.push(name);
    else for (const path of await listAll(files, `${folder}/${name}`)) paths.push(`${name}/${path}`);
  }
  return paths.sort();
}

/**
 * A file's text; undefined if there is no such file.
 * @throws UserError damaged-run if it is not UTF-8
 */
export async function readText(files: StoreFiles, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    throw damagedRun(files.nameOf(path), "it is not UTF-8 text");
  }
}

/** @throws UserError damaged-run if the file is there and the system does not let it be read */
async function readable<Result>(file: string, access: Promise<Result>): Promise<Result | undefined> {
  try {
    return await ifPresent(access);
  } catch (error) {
    if (isFileError(error, "EISDIR")) throw damagedRun(file, "it is a folder");
    if (isFileError(error, "EACCES", "EPERM")) throw damagedRun(file, "permission denied");
    if (isFileError(error, "EIO", "ELOOP", "ENAMETOOLONG")) throw damagedRun(file, String(error));
    throw error;
  }
}
