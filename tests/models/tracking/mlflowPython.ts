import {spawnSync} from "node:child_process";
import process from "node:process";

/** A Python with MLflow: MLFLOW_PYTHON, or python3 on the path; undefined where there is none. */
export const mlflowPython: string | undefined = [process.env.MLFLOW_PYTHON, "python3"]
  .filter((python) => python !== undefined && python !== "")
  .find(
    (python) =>
      python !== undefined &&
      spawnSync(python, ["-c", "import importlib.util as u, sys; sys.exit(0 if u.find_spec('mlflow') else 1)"])
        .status === 0
  );

/** Shown beside the tests that are skipped. */
export const withoutMlflow = "no Python with mlflow; set MLFLOW_PYTHON";

/** Runs a program in that Python; MLflow 3.13 and newer read mlruns directories only when told so. */
export function runPython(program: string, args: string[]): string {
  const env = {...process.env, MLFLOW_ALLOW_FILE_STORE: "true", MLFLOW_TRACKING_URI: ""};
  const {status, stdout, stderr} = spawnSync(mlflowPython ?? "python3", ["-c", program, ...args], {
    env,
    encoding: "utf8"
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
