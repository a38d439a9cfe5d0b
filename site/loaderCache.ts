import {createHash} from "node:crypto";
import {rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {ifPresent, listFiles, readTextIfPresent, writeJson} from "../dataset/files.js";
import {UserError} from "../src/lib/errors.js";
import {isRecord, parseJson} from "../src/lib/json.js";
import {traceImports} from "./traceImports.js";

/** What a data loader reads besides its own code, by its output's path under `src/`. */
export interface LoaderInputs {
  /** Files, or folders with all that is in them. */
  files?: readonly string[];
  /** Something out of sight, such as a server: run the loader every time. */
  always?: boolean;
  /** A folder that the loader fills besides, next to its output; pages fetch files of it as they need them. */
  folder?: string;
}

export type LoaderTable = Readonly<Record<string, LoaderInputs>>;

type Keys = Record<string, unknown>;

/**
 * Keeps Framework's cache of loader outputs true. Framework's build takes any output that it finds, however old, and
 * its preview compares with the loader's own file alone; this drops an output when its loader's code or anything in
 * the loader's code, its inputs or the locked packages has changed since, and only then.
 */
export class LoaderCache {
  readonly #project: string;
  readonly #table: LoaderTable;
  readonly #folder: string;
  readonly #keysFile: string;

  constructor(project: string, table: LoaderTable) {
    this.#project = project;
    this.#table = table;
    this.#folder = join(project, "src", ".observablehq", "cache");
    // Framework never writes a name that begins like this.
    this.#keysFile = join(this.#folder, "_loaders.json");
  }

  /** Drops stale outputs, and those of loaders that the table does not know. Returns the outputs that it kept. */
  async dropStale(): Promise<string[]> {
    const noted = await this.#readKeys();
    const current = await this.#currentKeys();
    const kept = Object.keys(current).filter((output) => noted[output] === current[output]);
    for (const path of await outputFiles(this.#folder))
      if (!kept.some((output) => path === output || isIn(path, this.#table[output]?.folder)))
        await rm(join(this.#folder, path), {force: true});
    // Noted before the loaders run: an output that is missing runs its loader in any case.
    await writeJson(this.#keysFile, current);
    return kept;
  }

  /** The outputs whose code or inputs changed since the last `dropStale`. */
  async findStale(): Promise<string[]> {
    const noted = await this.#readKeys();
    const current = await this.#currentKeys();
    return Object.keys(current).filter((output) => noted[output] !== current[output]);
  }

  async #currentKeys(): Promise<Keys> {
    const entries = Object.entries(this.#table).filter(([, {always}]) => !always);
    return Object.fromEntries(
      await Promise.all(
        entries.map(async ([output, {files = []}]) => {
          const modules = await modulesOf(join(this.#project, "src", `${output}.ts`));
          const inputs = ["package-lock.json", ...files].map((file) => join(this.#project, file));
          return [output, await digestOf([...modules, ...inputs])] as const;
        })
      )
    );
  }

  async #readKeys(): Promise<Keys> {
    const keys = parseJson((await readTextIfPresent(this.#keysFile)) ?? "");
    // None yet, or of another form: then nothing counts as fresh.
    return isRecord(keys) ? keys : {};
  }
}

/** A loader whose imports cannot be followed fails when it runs, and says more than could be said here. */
async function modulesOf(loader: string): Promise<string[]> {
  try {
    return (await traceImports(loader)).files;
  } catch (error) {
    if (error instanceof UserError) return [loader];
    throw error;
  }
}

const isIn = (path: string, folder: string | undefined) => folder !== undefined && path.startsWith(`${folder}/`);

/** Files that loaders wrote; bundled packages and versions are in folders that begin with an underscore. */
async function outputFiles(folder: string): Promise<string[]> {
  return (await listFiles(folder)).filter((path) => !path.startsWith("_"));
}

/** By size and time of change, as inputs may have hundreds of megabytes. */
async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    const isFolder = (await ifPresent(stat(path)))?.isDirectory() ?? false;
    const files = isFolder ? (await listFiles(path)).map((file) => join(path, file)) : [path];
    for (const file of files) {
      const status = await ifPresent(stat(file));
      hash.update(`${file}\0${status?.size ?? "none"}\0${status?.mtimeMs ?? ""}\n`);
    }
  }
  return hash.digest("hex");
}
