import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {dirname, join} from "node:path";

/**
 * Hashes source files with all that they include of the same sources, so that an object is compiled again when it would
 * become another one, and only then. Headers of the system are left to the compiler's version.
 */
export class IncludeHashes {
  readonly #folders: readonly string[];
  readonly #files = new Map<string, Promise<{text: string; includes: string[]}>>();

  /** `folders` are where the compiler looks for included files. */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  async hash(file: string): Promise<string> {
    const seen = new Set<string>();
    const hash = createHash("sha256");
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const {text, includes} = await this.#read(path);
      hash.update(text);
      for (const include of includes) await visit(include);
    };
    await visit(file);
    return hash.digest("hex");
  }

  #read(path: string): Promise<{text: string; includes: string[]}> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const reading = this.#parse(path);
    this.#files.set(path, reading);
    return reading;
  }

  async #parse(path: string): Promise<{text: string; includes: string[]}> {
    const text = await readFile(path, "utf8");
    const names = [...text.matchAll(/^\s*#\s*include\s*["<]([^">]+)[">]/gm)].map(([, name]) => name);
    const includes = names.flatMap((name) => {
      const found = [dirname(path), ...this.#folders].map((folder) => join(folder, name)).find(existsSync);
      return found === undefined ? [] : [found];
    });
    return {text, includes};
  }
}
