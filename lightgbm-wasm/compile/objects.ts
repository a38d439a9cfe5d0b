import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readdir, rename, rm} from "node:fs/promises";
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
  signal?: AbortSignal;
}

/** A piece of a build. */
export interface Step {
  name: string;
  /** How long it takes one core, roughly and by comparison with the others. */
  seconds: number;
  run(): Promise<void>;
}

/** The objects of LightGBM and of our extension of its C API, and a step for each that is not there yet. */
export async function planObjects(options: ObjectsOptions): Promise<{objects: string[]; steps: Step[]}> {
  const {objectsFolder} = options;
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
  return {
    objects: objects.map(({object}) => object),
    steps: missing.map(({file, object}) => ({
      name: basename(file),
      seconds: secondsOf(file),
      run: () => compileOne(file, object, options)
    }))
  };
}

/** The learners are templates for every kind of histogram, and take by far the longest. */
function secondsOf(file: string): number {
  const [, folder = "native"] = /^src\/(\w+)\//.exec(file) ?? [];
  const seconds: Record<string, number> = {treelearner: 18, native: 12, objective: 14, metric: 6};
  return seconds[folder] ?? 2;
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

async function compileOne(
  file: string,
  object: string,
  {compiler, sourceFolder, signal}: ObjectsOptions
): Promise<void> {
  const temporary = `${object}.${process.pid}.tmp`;
  const {status, stderr} = await run(compiler.program, [...compiler.flags(file), "-c", file, "-o", temporary], {
    cwd: sourceFolder,
    env: compiler.env,
    signal
  });
  if (status !== 0) {
    await rm(temporary, {force: true});
    signal?.throwIfAborted();
    throw new BuildError("compile-failed", `${basename(file)} does not compile:\n${stderr.trim()}`);
  }
  await rename(temporary, object);
}
