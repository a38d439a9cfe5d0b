import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readdir, rename, rm} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {basename, join, relative} from "node:path";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {includes} from "./flags.js";
import {IncludeHashes} from "./includes.js";

export interface Compiler {
  program: string;
  version: string;
  flags(file: string): readonly string[];
  env?: Record<string, string>;
}

export interface ObjectsOptions {
  compiler: Compiler;
  /** LightGBM's source tree; the compiler runs there, so that messages carry no path of the building machine. */
  sourceFolder: string;
  nativeFolder: string;
  /** Which files of that folder to compile. */
  nativeFiles: readonly string[];
  objectsFolder: string;
  report(line: string): void;
}

/** Compiles LightGBM and our extension of its C API in parallel; objects that are there already are kept. */
export async function compileObjects(options: ObjectsOptions): Promise<string[]> {
  const {objectsFolder, report} = options;
  await mkdir(objectsFolder, {recursive: true});
  const {sourceFolder, nativeFolder} = options;
  const files = await sourceFiles(options);
  const hashes = new IncludeHashes([
    ...includes.map((folder) => join(sourceFolder, folder)),
    join(nativeFolder, "threads")
  ]);
  const objects = await Promise.all(
    files.map(async (file) => ({file, object: await objectPath(file, hashes, options)}))
  );
  const missing = objects.filter(({object}) => !existsSync(object));
  let done = 0;
  const queue = missing.values();
  const work = async (): Promise<void> => {
    for (const {file, object} of queue) {
      await compileOne(file, object, options);
      report(`compiled ${++done} of ${missing.length}: ${basename(file)}`);
    }
  };
  await Promise.all(Array.from({length: availableParallelism()}, work));
  return objects.map(({object}) => object);
}

const folders = [
  "src/boosting",
  "src/io",
  "src/metric",
  "src/network",
  "src/objective",
  "src/treelearner",
  "src/utils"
];
// The GPU learner and MPI need libraries that WebAssembly has not; the C API comes with our extension.
const unused = new Set(["gpu_tree_learner.cpp", "linkers_mpi.cpp"]);

async function sourceFiles({sourceFolder, nativeFolder, nativeFiles}: ObjectsOptions): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(sourceFolder, folder));
      return names.filter((name) => name.endsWith(".cpp") && !unused.has(name)).map((name) => `${folder}/${name}`);
    })
  );
  const ours = nativeFiles.map((name) => relative(sourceFolder, join(nativeFolder, name)));
  return [...found.flat().sort(), ...ours];
}

/** Names an object by all that it is made from: compiler, flags, and the file with what it includes. */
async function objectPath(file: string, hashes: IncludeHashes, options: ObjectsOptions): Promise<string> {
  const {compiler, sourceFolder, objectsFolder} = options;
  const flags = compiler.flags(file);
  const forced = flags.filter((_, i) => flags[i - 1] === "-include");
  const contents = await Promise.all([file, ...forced].map((path) => hashes.hash(join(sourceFolder, path))));
  const identity = JSON.stringify([compiler.program, compiler.version, flags, contents]);
  const hash = createHash("sha256").update(identity).digest("hex");
  return join(objectsFolder, `${hash.slice(0, 16)}-${basename(file, ".cpp")}.o`);
}

async function compileOne(file: string, object: string, {compiler, sourceFolder}: ObjectsOptions): Promise<void> {
  const temporary = `${object}.${process.pid}.tmp`;
  const {status, stderr} = await run(compiler.program, [...compiler.flags(file), "-c", file, "-o", temporary], {
    cwd: sourceFolder,
    env: compiler.env
  });
  if (status !== 0) {
    await rm(temporary, {force: true});
    throw new BuildError("compile-failed", `${basename(file)} does not compile:\n${stderr.trim()}`);
  }
  await rename(temporary, object);
}
