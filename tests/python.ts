import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {homedir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";

/** A virtual environment in the user's cache folder; each version of its requirements has its own. */
export interface PythonEnvironment {
  /** The packages, all of them with their versions, as `pip freeze` lists them. */
  requirementsFile: string;
  folder: string;
  python: string;
  /** Is there once all packages are. */
  finishedFile: string;
}

export function pythonEnvironment(requirements: URL): PythonEnvironment {
  const requirementsFile = fileURLToPath(requirements);
  const digest = createHash("sha256").update(readFileSync(requirementsFile)).digest("hex").slice(0, 12);
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(caches, "transaction-report", `python-${digest}`);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  return {requirementsFile, folder, python, finishedFile: join(folder, "finished.txt")};
}

/** What `npm test` makes, with MLflow, scikit-learn and LightGBM. */
export const testEnvironment = pythonEnvironment(new URL("./requirements.txt", import.meta.url));

/**
 * A Python with MLflow, scikit-learn and LightGBM: the one that `npm test` has made, or `TEST_PYTHON`; undefined where
 * there is none.
 */
export const python: string | undefined =
  process.env.TEST_PYTHON ?? (existsSync(testEnvironment.finishedFile) ? testEnvironment.python : undefined);

/** Why tests are skipped where there is no Python; ends their names. */
export const withoutPython = "needs Python with tests/requirements.txt: npm test makes it, or set TEST_PYTHON";

/** Runs a program of Python and returns what it prints. */
export function runPython(program: string, words: readonly string[] = []): string {
  if (python === undefined) throw new Error(withoutPython);
  // MLflow 3.13 and newer read mlruns directories only when told so.
  const env = {...process.env, MLFLOW_ALLOW_FILE_STORE: "true", MLFLOW_TRACKING_URI: ""};
  const {status, stdout, stderr, error} = spawnSync(python, ["-c", program, ...words], {env, encoding: "utf8"});
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
