import {lstat, mkdir, readdir, readlink, rename, rm, symlink} from "node:fs/promises";
import {basename, join, relative, resolve} from "node:path";
import process from "node:process";
import {ifPresent, isFileError, partialEnding, partialPath} from "../dataset/files.js";

/** The built report, as a static host takes it: a link to one of the versions. */
export const siteName = "dist";
/** Where the versions are, beside it. */
const versionsName = ".dist";

/** The built versions of one project's site, of which `dist` is the current one. */
export class SiteVersions {
  readonly #link: string;
  readonly #folder: string;

  constructor(project: string) {
    this.#link = resolve(project, siteName);
    this.#folder = resolve(project, versionsName);
  }

  get lockFile(): string {
    return join(this.#folder, "lock");
  }

  /** Removes what builds that were killed have left. Call it while nobody builds. */
  async clearLeftovers(): Promise<void> {
    await mkdir(this.#folder, {recursive: true});
    const names = await readdir(this.#folder);
    for (const name of names.filter((each) => each.endsWith(partialEnding))) await this.#remove(name);
    // Killed between the first move of a plain folder, as earlier versions of this project built it, and its link.
    const newest = (await this.#list()).at(-1);
    if (newest !== undefined && (await ifPresent(lstat(this.#link))) === undefined) await this.#pointTo(newest);
  }

  /** A folder for the next version, which nobody sees until it is published. */
  newFolder(): string {
    return partialPath(join(this.#folder, new Date().toISOString().replace(/\D/g, "")));
  }

  /**
   * Makes a whole version the current one, in one step. The one before is kept, as whoever opened one of its pages still
   * asks for its files; older ones are removed.
   */
  async publish(folder: string): Promise<void> {
    const version = basename(folder).replace(/(\.\d+)?\.partial$/, "");
    await rename(folder, join(this.#folder, version));
    const status = await ifPresent(lstat(this.#link));
    const previous = status?.isSymbolicLink() ? basename(await readlink(this.#link)) : `folder-${version}`;
    if (status?.isDirectory()) await rename(this.#link, join(this.#folder, previous));
    await this.#pointTo(version);
    for (const name of await this.#list()) if (name !== version && name !== previous) await this.#remove(name);
  }

  async #list(): Promise<string[]> {
    const entries = await readdir(this.#folder, {withFileTypes: true});
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.endsWith(partialEnding))
      .map(({name}) => name)
      .sort();
  }

  async #pointTo(version: string): Promise<void> {
    const target = join(this.#folder, version);
    const next = partialPath(this.#link);
    await rm(next, {force: true});
    // Windows links folders to whole addresses alone, and lets everybody make such links.
    const windows = process.platform === "win32";
    await symlink(windows ? target : relative(resolve(this.#link, ".."), target), next, "junction");
    try {
      await rename(next, this.#link);
    } catch (error) {
      if (!windows || !isFileError(error, "EPERM", "EEXIST")) throw error;
      await rm(this.#link, {recursive: true, force: true});
      await rename(next, this.#link);
    }
  }

  #remove(name: string): Promise<void> {
    return rm(join(this.#folder, name), {recursive: true, force: true});
  }
}
