import {UserError} from "../../src/lib/errors.js";

export function unknownRun(runId: string, location: string): UserError {
  return new UserError("unknown-run", `There is no run “${runId}” in ${location}.`, {value: runId});
}

export function unknownArtifact(runId: string, path: string, location: string): UserError {
  return new UserError("unknown-artifact", `Run ${runId} in ${location} has no artifact “${path}”.`, {value: path});
}

export function damagedRun(file: string, what: string): UserError {
  return new UserError("damaged-run", `${file} cannot be read: ${what}.`, {file});
}

export function deletedExperiment(name: string, location: string): UserError {
  return new UserError(
    "deleted-experiment",
    `The experiment “${name}” in ${location} was deleted. Restore it (mlflow experiments restore --experiment-id …), or name another in MLFLOW_EXPERIMENT_NAME.`,
    {value: name}
  );
}

/** Whether a server that answers so, or not at all, may be asked again later. */
export function isTemporary({code}: UserError): boolean {
  return ["mlflow-unreachable", "mlflow-internal-error", "mlflow-temporarily-unavailable"].includes(code);
}

/** MLflow's own rule for names of metrics, params and tags, as all stores have to keep it. */
export function checkKey(key: string): string {
  if (
    !/^[\p{L}\p{N}_.\- :/]+$/u.test(key) ||
    key.split("/").some((part) => part === "" || part === "." || part === "..")
  )
    throw new UserError("bad-key", `“${key}” cannot be the name of a metric, param or tag.`, {value: key});
  return key;
}

/** A relative path below the run's artifacts. */
export function checkArtifactPath(path: string): string {
  if (path.split(/[/\\]/).some((part) => part === "" || part === "." || part === ".."))
    throw new UserError("bad-artifact-path", `“${path}” is not a path inside a run's artifacts.`, {value: path});
  return path;
}
