import {utimes} from "node:fs/promises";
import {join} from "node:path";
import {LoaderCache, type LoaderTable} from "./loaderCache.js";

const period = 1_000;

/**
 * Tells a running preview that a loader is stale. Framework runs a loader again, and reloads the pages that show its
 * output, when the loader's own file is newer than the output; so that file is touched.
 */
export class PreviewRefresh implements Disposable {
  readonly #project: string;
  readonly #cache: LoaderCache;
  #timer: NodeJS.Timeout | undefined;

  constructor(project: string, loaders: LoaderTable) {
    this.#project = project;
    this.#cache = new LoaderCache(project, loaders);
  }

  async start(): Promise<void> {
    await this.#cache.dropStale();
    this.#timer = setTimeout(() => void this.#look(), period).unref();
  }

  /** The keys hold the loaders' own times, too, so they are noted anew after the touch. */
  async #look(): Promise<void> {
    const stale = await this.#cache.findStale();
    const now = new Date();
    for (const output of stale) await utimes(join(this.#project, "src", `${output}.ts`), now, now).catch(() => {});
    if (stale.length > 0) await this.#cache.dropStale();
    if (this.#timer !== undefined) this.#timer = setTimeout(() => void this.#look(), period).unref();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
