import {spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import process from "node:process";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {withLock} from "../../lightgbm-wasm/compile/lock.js";
import {type PythonEnvironment, testEnvironment} from "../python.js";
import {installDebianPackage} from "./programs.js";

interface EnsureOptions {
  environment?: PythonEnvironment;
  /** What it is for, in the line that says that it is made. */
  purpose?: string;
  /** What becomes of those who need it where it cannot be made. */
  otherwise?: string;
  signal?: AbortSignal;
}

/**
 * Makes a virtual environment of Python, by default that of the programs that tests run, once: it is kept in the user's
 * cache folder, and made again when the requirements change or it was not finished. Returns its
 * interpreter; undefined, with a line that says why, where it cannot be made, as there is no Python or no package
 * registry.
 */
export async function ensurePython({
  environment = testEnvironment,
  purpose = "with MLflow, scikit-learn and LightGBM for the tests",
  otherwise = "Tests that need Python are skipped.",
  signal
}: EnsureOptions = {}): Promise<string | undefined> {
  const {folder, python, finishedFile, requirementsFile} = environment;
  const isFinished = async () => (await readTextIfPresent(finishedFile)) !== undefined && works(python);
  if (await isFinished()) return python;
  try {
    return await withLock(`${folder}.lock`, console.error, async () => {
      if (await isFinished()) return python;
      console.error(`Making a Python environment ${purpose}, once…`);
      await rm(folder, {recursive: true, force: true});
      await makeEnvironment(folder, signal);
      const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
      await run(python, [...install, "--requirement", requirementsFile], signal);
      await writeFileWhole(finishedFile, await readFile(requirementsFile));
      return python;
    });
  } catch (error) {
    signal?.throwIfAborted();
    console.error(`${error instanceof Error ? error.message : error} ${otherwise}`);
    return undefined;
  }
}

/** Debian's Python comes without the module that makes environments. */
async function makeEnvironment(folder: string, signal?: AbortSignal): Promise<void> {
  const make = () => run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder], signal);
  await make().catch(async () => {
    signal?.throwIfAborted();
    installDebianPackage("python3-venv");
    await rm(folder, {recursive: true, force: true});
    await make();
  });
}

function works(python: string): boolean {
  return spawnSync(python, ["-c", ""], {stdio: "ignore"}).status === 0;
}

async function run(program: string, words: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(program, words, {stdio: ["ignore", 2, 2], signal, cwd: tmpdir()});
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ${words.slice(0, 3).join(" ")} ended with code ${code}.`);
}
