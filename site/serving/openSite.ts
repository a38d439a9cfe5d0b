import {realpath, stat} from "node:fs/promises";
import {join} from "node:path";
import {ifPresent} from "../../dataset/files.js";

/** A built site as it was at one time, with what its server has read from it. */
export interface SiteVersion<Details> {
  /** Where its files are, whatever the site's name comes to stand for. */
  folder: string;
  details: Details;
}

/**
 * A built site that may be replaced while it is served. Each request has one version from beginning to end; the version
 * before stays within reach, for readers who opened one of its pages and still need a file of it.
 */
export class OpenSite<Details> {
  readonly #directory: string;
  readonly #read: (folder: string) => Promise<Details>;
  #stamp: string | undefined;
  #current: SiteVersion<Details>;
  #previous: SiteVersion<Details> | undefined;
  #loading: Promise<void> | undefined;

  private constructor(
    directory: string,
    read: (folder: string) => Promise<Details>,
    first: SiteVersion<Details>,
    stamp: string
  ) {
    this.#directory = directory;
    this.#read = read;
    this.#current = first;
    this.#stamp = stamp;
  }

  /** @returns undefined where there is no built site */
  static async open<Details>(
    directory: string,
    read: (folder: string) => Promise<Details>
  ): Promise<OpenSite<Details> | undefined> {
    const stamp = await stampOf(directory);
    if (stamp === undefined) return undefined;
    return new OpenSite(directory, read, await load(directory, read), stamp);
  }

  /** The versions to look for a file in, the current one first. */
  async versions(): Promise<[SiteVersion<Details>, ...SiteVersion<Details>[]]> {
    const stamp = await stampOf(this.#directory);
    // While there is none, or one that cannot be read, the current one is as good as it gets.
    if (stamp !== undefined && stamp !== this.#stamp) {
      this.#loading ??= this.#replace(stamp).finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
    return this.#previous === undefined ? [this.#current] : [this.#current, this.#previous];
  }

  async #replace(stamp: string): Promise<void> {
    const next = await load(this.#directory, this.#read).catch(() => undefined);
    if (next === undefined) return;
    if (next.folder !== this.#current.folder) this.#previous = this.#current;
    this.#current = next;
    this.#stamp = stamp;
  }
}

async function load<Details>(
  directory: string,
  read: (folder: string) => Promise<Details>
): Promise<SiteVersion<Details>> {
  const folder = await realpath(directory);
  return {folder, details: await read(folder)};
}

/** Changes with every build; undefined where there is no first page. */
async function stampOf(directory: string): Promise<string | undefined> {
  const status = await ifPresent(stat(join(directory, "index.html"), {bigint: true})).catch(() => undefined);
  return status === undefined ? undefined : `${status.dev} ${status.ino} ${status.mtimeNs}`;
}
