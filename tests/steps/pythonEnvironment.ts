import {spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import {readFile, rm} from "node:fs/promises";
import {dirname} from "node:path";
import process from "node:process";
import {readTextIfPresent, writeFileWhole} from "../../dataset/files.js";
import {withLock} from "../../lightgbm-wasm/compile/lock.js";
import {environmentFolder, environmentPython, requirementsFile} from "../python.js";
import {installDebianPackage} from "./programs.js";

/**
 * Makes the virtual environment of the Python programs that tests run, once: it is kept in the user's cache folder, and
 * made again when the requirements change or it was not finished. Returns its interpreter; undefined, with a line that
 * says why, where it cannot be made, as there is no Python or no package registry.
 */
export async function ensurePython({signal}: {signal?: AbortSignal} = {}): Promise<string | undefined> {
  const finished = `${environmentFolder}/finished.txt`;
  const isFinished = async () => (await readTextIfPresent(finished)) !== undefined && works(environmentPython);
  if (await isFinished()) return environmentPython;
  try {
    return await withLock(`${environmentFolder}.lock`, console.error, async () => {
      if (await isFinished()) return environmentPython;
      console.error("Making a Python environment with MLflow, scikit-learn and LightGBM for the tests, once…");
      await rm(environmentFolder, {recursive: true, force: true});
      await makeEnvironment(signal);
      const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
      await run(environmentPython, [...install, "--requirement", requirementsFile], signal);
      await writeFileWhole(finished, await readFile(requirementsFile));
      return environmentPython;
    });
  } catch (error) {
    signal?.throwIfAborted();
    console.error(`${error instanceof Error ? error.message : error} Tests that need Python are skipped.`);
    return undefined;
  }
}

/** Debian's Python comes without the module that makes environments. */
async function makeEnvironment(signal?: AbortSignal): Promise<void> {
  const make = () =>
    run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", environmentFolder], signal);
  await make().catch(async () => {
    signal?.throwIfAborted();
    installDebianPackage("python3-venv");
    await rm(environmentFolder, {recursive: true, force: true});
    await make();
  });
}

function works(python: string): boolean {
  return spawnSync(python, ["-c", ""], {stdio: "ignore"}).status === 0;
}

async function run(program: string, words: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(program, words, {stdio: ["ignore", 2, 2], signal, cwd: dirname(requirementsFile)});
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ${words.slice(0, 3).join(" ")} ended with code ${code}.`);
}
