import process from "node:process";
import {fileURLToPath} from "node:url";
import {UserError} from "../../src/lib/errors.js";
import {MlrunsStore} from "./mlruns/mlrunsStore.js";
import type {RunStore} from "./runStore.js";
import {MlflowServerStore} from "./server/mlflowServerStore.js";

export interface StoreOptions {
  env?: Readonly<Record<string, string | undefined>>;
  /** The mlruns directory where no MLFLOW_TRACKING_URI is set. */
  directory?: string;
}

/**
 * The store that runs are written to, chosen as every MLflow client does it: MLFLOW_TRACKING_URI (a server's
 * address, a `file:` URL or a path), else `./mlruns`.
 * @throws UserError bad-tracking-uri for kinds of stores that this program does not know
 */
export function openRunStore({env = process.env, directory = "mlruns"}: StoreOptions = {}): RunStore {
  const uri = env.MLFLOW_TRACKING_URI;
  if (!uri) return new MlrunsStore(directory);
  if (/^https?:\/\//.test(uri)) {
    return new MlflowServerStore(uri, {
      username: env.MLFLOW_TRACKING_USERNAME,
      password: env.MLFLOW_TRACKING_PASSWORD,
      token: env.MLFLOW_TRACKING_TOKEN
    });
  }
  if (uri.startsWith("file:"))
    return new MlrunsStore(
      URL.canParse(uri) && uri.startsWith("file:///") ? fileURLToPath(uri) : uri.slice("file:".length)
    );
  // `databricks` alone is an address, too.
  if (!/^(?:[a-z][a-z0-9+-]+:|databricks$)/.test(uri)) return new MlrunsStore(uri);
  throw new UserError(
    "bad-tracking-uri",
    "MLFLOW_TRACKING_URI must be the address of an MLflow server (http://… or https://…) or a directory; a database or Databricks is reached through a server.",
    {value: uri.replace(/:.*/s, ":")}
  );
}
