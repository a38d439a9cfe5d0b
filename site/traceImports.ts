import {readFile, stat} from "node:fs/promises";
import {builtinModules} from "node:module";
import {dirname, join} from "node:path/posix";
import {type BuildFailure, build, type Metafile, transform} from "esbuild";
import {ifPresent} from "../dataset/files.js";
import {UserError} from "../src/lib/errors.js";

/** What a program of ours needs to run: our files, and the packages that they import. */
export interface Trace {
  /** Relative to the working directory, with slashes, sorted. */
  files: string[];
  packages: string[];
}

/**
 * Follows the imports from an entry point as esbuild resolves them: static and dynamic ones, and the files that
 * `new URL(…, import.meta.url)` names, such as workers. Imports of types alone are not followed.
 * @param entry such as `cli/serve.ts`, relative to the working directory
 * @throws {UserError} `import-unresolved` where an import or the code of a file cannot be read
 */
export async function traceImports(entry: string): Promise<Trace> {
  const files = new Set<string>();
  const packages = new Set<string>();
  const entries = new Set([entry]);
  // A set that grows while it is walked yields what was added.
  for (const each of entries) {
    if (!isCode.test(each)) {
      files.add(each);
      continue;
    }
    for (const [file, {imports}] of Object.entries(await readInputs(each))) {
      if (files.has(file)) continue;
      files.add(file);
      for (const {path, external} of imports) if (external && !isBuiltin(path)) packages.add(packageOf(path));
      for (const located of await locatedFiles(file)) entries.add(located);
    }
  }
  return {files: [...files].sort(), packages: [...packages].sort()};
}

async function readInputs(entry: string): Promise<Metafile["inputs"]> {
  try {
    const {metafile} = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      target: "esnext",
      packages: "external",
      // An import without the word `type` is there when the code runs, wherever the code is.
      tsconfigRaw: {compilerOptions: {verbatimModuleSyntax: true}},
      logLevel: "silent"
    });
    return metafile.inputs;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const [first] = error.errors;
    const file = first?.location?.file ?? entry;
    throw new UserError("import-unresolved", `${file}: ${first?.text ?? "it cannot be read"}.`, {file});
  }
}

const isCode = /\.[cm]?[jt]s$/;
const located = /\bnew URL\("(\.[^"]+)", import\.meta\.url\)/g;

async function locatedFiles(file: string): Promise<string[]> {
  const source = await readFile(file, "utf8");
  if (!source.includes("import.meta.url")) return [];
  // Without comments and types, and written in one way.
  const {code} = await transform(source, {loader: "ts", target: "esnext"});
  const paths = Array.from(code.matchAll(located), ([, path = ""]) => join(dirname(file), path));
  return (await Promise.all(paths.map((path) => sourceOf(path, file)))).flat();
}

/** As in imports, `….js` may mean `….ts`. A folder is no file that a program needs. */
async function sourceOf(path: string, importer: string): Promise<string[]> {
  for (const candidate of [path, path.replace(/js$/, "ts")]) {
    const status = await ifPresent(stat(candidate));
    if (status !== undefined) return status.isFile() ? [candidate] : [];
  }
  throw new UserError("import-unresolved", `${importer} names “${path}”, which does not exist.`, {file: importer});
}

const isBuiltin = (path: string) => path.startsWith("node:") || builtinModules.includes(path);

/** `@noble/hashes/sha2.js` is in the package `@noble/hashes`. */
const packageOf = (path: string) => path.split("/", path.startsWith("@") ? 2 : 1).join("/");

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0;
}
