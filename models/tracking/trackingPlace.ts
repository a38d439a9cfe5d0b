import process from "node:process";
import {fileURLToPath} from "node:url";
import {UserError} from "../../src/lib/errors.js";
import {defaultExperiment} from "./runStore.js";
import type {ServerStoreOptions} from "./server/mlflowServerStore.js";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface StoreOptions {
  env?: Environment;
  /** The mlruns directory where no MLFLOW_TRACKING_URI is set. */
  directory?: string;
}

/** Where MLflow's environment variables say that runs are. */
export type TrackingPlace =
  | {kind: "directory"; directory: string; experiment: string}
  | {kind: "server"; uri: string; options: ServerStoreOptions & {experiment: string}};

/**
 * The experiments that MLFLOW_EXPERIMENT_NAME names, one or several with commas between them; the default one where it
 * names none. The report reads them all; runs are written to the first.
 */
export function experimentNames({MLFLOW_EXPERIMENT_NAME = ""}: Environment = process.env): string[] {
  const names = MLFLOW_EXPERIMENT_NAME.split(",").map((name) => name.trim());
  const given = [...new Set(names)].filter((name) => name !== "");
  return given.length > 0 ? given : [defaultExperiment];
}

/**
 * The place is chosen as every MLflow client does it: MLFLOW_TRACKING_URI (a server's address, a `file:` URL or a
 * path), else `./mlruns`.
 * @throws UserError bad-tracking-uri for kinds of stores that this program does not know
 */
export function trackingPlace({env = process.env, directory = "mlruns"}: StoreOptions = {}): TrackingPlace {
  const uri = env.MLFLOW_TRACKING_URI;
  const [experiment = defaultExperiment] = experimentNames(env);
  if (!uri) return {kind: "directory", directory, experiment};
  if (/^https?:\/\//.test(uri)) {
    const seconds = Number(env.MLFLOW_HTTP_REQUEST_TIMEOUT);
    const options = {
      experiment,
      username: env.MLFLOW_TRACKING_USERNAME,
      password: env.MLFLOW_TRACKING_PASSWORD,
      token: env.MLFLOW_TRACKING_TOKEN,
      isInsecure: /^(true|1)$/i.test(env.MLFLOW_TRACKING_INSECURE_TLS ?? ""),
      certificateFile: env.MLFLOW_TRACKING_SERVER_CERT_PATH || undefined,
      timeLimit: seconds > 0 ? seconds * 1000 : undefined
    };
    return {kind: "server", uri, options};
  }
  if (uri.startsWith("file:")) {
    const path = URL.canParse(uri) && uri.startsWith("file:///") ? fileURLToPath(uri) : uri.slice("file:".length);
    return {kind: "directory", directory: path, experiment};
  }
  // `databricks` alone is an address, too.
  if (!/^(?:[a-z][a-z0-9+-]+:|databricks$)/.test(uri)) return {kind: "directory", directory: uri, experiment};
  throw new UserError("bad-tracking-uri", describeUnknown(uri), {value: uri.replace(/:.*/s, ":")});
}

function describeUnknown(uri: string): string {
  const known = "MLFLOW_TRACKING_URI must be a directory or the address of an MLflow server (http://… or https://…)";
  const scheme = uri.split(":")[0] ?? "";
  if (scheme.startsWith("databricks")) return `${known}; Databricks is not supported.`;
  if (/^(sqlite|postgresql|mysql|mssql)/.test(scheme))
    return `${known}. For a database, start a server on it: mlflow server --backend-store-uri ${scheme}:…`;
  return `${known}, not ${scheme}:…`;
}
