import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {readFile, rename} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {run} from "../../lightgbm-wasm/compile/command.js";
import {BuildError} from "../../lightgbm-wasm/compile/error.js";
import {commonFlags} from "../../lightgbm-wasm/compile/flags.js";
import {compileObjects} from "../../lightgbm-wasm/compile/objects.js";
import {source, unpackSource} from "../../lightgbm-wasm/compile/source.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const workspace = fileURLToPath(new URL("../../lightgbm-wasm/", import.meta.url));
const buildFolder = join(workspace, "build");
const driver = join(here, "native.cpp");

export interface NativeOptions {
  /** LightGBM as most people install it, with OpenMP; by default one thread only. */
  openmp?: boolean;
  report?: (line: string) => void;
}

/**
 * Compiles the same sources with g++, as LightGBM's own CMake file does on Linux, together with the program of
 * native.cpp. Returns the program's path; what is there already is kept.
 */
export async function ensureNative({openmp = false, report = () => {}}: NativeOptions = {}): Promise<string> {
  const {status, stdout} = await run("g++", ["--version"]);
  if (status !== 0)
    throw new BuildError("no-compiler", "The native comparison needs g++ (Debian: apt-get install g++).");
  const flags = [...commonFlags, "-O3", "-DMM_PREFETCH", "-DMM_MALLOC", "-pthread", ...(openmp ? ["-fopenmp"] : [])];
  const compiler = {
    program: "g++",
    version: stdout.split("\n", 1)[0],
    flags: () => flags
  };
  const sourceFolder = await unpackSource({buildFolder, report});
  const objects = await compileObjects({
    compiler,
    sourceFolder,
    sourceIdentity: source.integrity,
    nativeFolder: join(workspace, "native"),
    nativeFiles: ["extensions.cpp"],
    objectsFolder: join(buildFolder, "objects"),
    report
  });
  const identity = createHash("sha256")
    .update(JSON.stringify(objects))
    .update(await readFile(driver));
  const program = join(buildFolder, `native-${identity.digest("hex").slice(0, 16)}`);
  if (existsSync(program)) return program;
  const temporary = `${program}.${process.pid}.tmp`;
  const linked = await run(compiler.program, [...flags, driver, ...objects, "-o", temporary], {
    cwd: sourceFolder
  });
  if (linked.status !== 0) throw new BuildError("link-failed", `native.cpp does not link:\n${linked.stderr.trim()}`);
  await rename(temporary, program);
  return program;
}
