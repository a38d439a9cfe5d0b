import process from "node:process";
import {finishedCrossValidations} from "./crossValidationRuns.js";
import {openRunStore, type StoreOptions} from "./openRunStore.js";
import {openRecordedRuns} from "./recorded/recordedRuns.js";
import type {RunReader} from "./runStore.js";

export interface ReaderOptions extends StoreOptions {
  recordedFile?: string;
}

/**
 * The store that runs are read from: the one that MLFLOW_TRACKING_URI names, else `mlruns/` if it holds a finished
 * cross-validation, else the runs recorded with the project.
 */
export async function openRunReader({
  env = process.env,
  directory,
  recordedFile
}: ReaderOptions = {}): Promise<RunReader> {
  const store = openRunStore({env, directory});
  if (env.MLFLOW_TRACKING_URI) return store;
  const {runs} = await finishedCrossValidations(store);
  return runs.length > 0 ? store : openRecordedRuns(recordedFile);
}
