import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {builtinModules} from "node:module";
import {dirname, join} from "node:path/posix";
import {UserError} from "../src/lib/errors.js";

/** What a program of ours needs to run: our files, and the packages that they import. */
export interface Trace {
  /** Relative to the repository, with slashes, sorted. */
  files: string[];
  packages: string[];
}

const statements = /^\s*(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s*)?"([^"]+)"/gm;
const calls = /\bimport\("([^"]+)"\)|\bnew URL\("(\.[^"]+)", import\.meta\.url\)/g;

/**
 * Follows the imports from an entry point, workers included. Imports of types alone are not followed.
 * @param entry such as `cli/serve.ts`, relative to the working directory
 */
export async function traceImports(entry: string): Promise<Trace> {
  const files = new Set([entry]);
  const packages = new Set<string>();
  // A set that grows while it is walked yields what was added.
  for (const file of files) {
    const code = await readFile(file, "utf8");
    const specifiers = [
      ...Array.from(code.matchAll(statements), ([, imported]) => imported),
      ...Array.from(code.matchAll(calls), ([, imported, located]) => imported ?? located)
    ];
    for (const specifier of specifiers) {
      if (specifier.startsWith(".")) files.add(sourceOf(file, specifier));
      else if (!specifier.startsWith("node:") && !builtinModules.includes(specifier))
        packages.add(packageOf(specifier));
    }
  }
  return {files: [...files].sort(), packages: [...packages].sort()};
}

function sourceOf(file: string, specifier: string): string {
  const path = join(dirname(file), specifier);
  const source = [path.replace(/\.js$/, ".ts"), path].find((candidate) => existsSync(candidate));
  if (source !== undefined) return source;
  throw new UserError("import-unresolved", `${file} imports “${specifier}”, which does not exist.`, {file});
}

/** `@noble/hashes/sha2.js` is in the package `@noble/hashes`. */
const packageOf = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
