import process from "node:process";
import {exists} from "../../dataset/files.js";
import {finishedCrossValidations} from "./crossValidationRuns.js";
import {openRunStore, type StoreOptions} from "./openRunStore.js";
import {joinRecordedRuns} from "./recorded/joinedRuns.js";
import {openRecordedRuns, recordedRunsFile} from "./recorded/recordedRuns.js";
import type {RunReader} from "./runStore.js";

export interface ReaderOptions extends StoreOptions {
  recordedFile?: string;
  /** Of the training file at hand. */
  dataDigest?: string;
}

/**
 * The store that runs are read from: the one that MLFLOW_TRACKING_URI names, else `mlruns/` and the runs recorded with
 * the project: all of these where no own cross-validation has finished yet, else those on the data of one's own runs.
 */
export async function openRunReader({
  env = process.env,
  directory,
  recordedFile = recordedRunsFile,
  dataDigest
}: ReaderOptions = {}): Promise<RunReader> {
  const store = openRunStore({env, directory});
  if (env.MLFLOW_TRACKING_URI) return store;
  const {runs} = await finishedCrossValidations(store);
  if (runs.length === 0) return openRecordedRuns(recordedFile);
  if (!(await exists(recordedFile))) return store;
  return joinRecordedRuns(store, await openRecordedRuns(recordedFile), dataDigest);
}
