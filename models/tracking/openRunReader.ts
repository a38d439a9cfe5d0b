import process from "node:process";
import {exists} from "../../dataset/files.js";
import {finishedCrossValidations} from "./crossValidationRuns.js";
import {MlrunsStore} from "./mlruns/mlrunsStore.js";
import {openPlace} from "./openRunStore.js";
import {sendWaiting} from "./outbox/sendWaiting.js";
import {joinRecordedRuns} from "./recorded/joinedRuns.js";
import {openRecordedRuns, recordedRunsFile} from "./recorded/recordedRuns.js";
import type {RunReader} from "./runStore.js";
import type {MlflowServerStore} from "./server/mlflowServerStore.js";
import {type StoreOptions, type TrackingPlace, trackingPlace} from "./trackingPlace.js";

export interface ReaderOptions extends StoreOptions {
  recordedFile?: string;
  /** Where runs wait for a server. */
  outbox?: string;
}

/** Runs that wait for the server are sent before it is read, unless none arrives in this number of milliseconds. */
const sendingPatience = 10_000;

/**
 * The store that runs are read from: the one that MLFLOW_TRACKING_URI names, else `mlruns/` and the runs recorded with
 * the project: all of these where no own cross-validation has finished yet, else those on the data of one's own runs.
 * Runs whose process has gone are ended as KILLED.
 */
export async function openRunReader({
  env = process.env,
  directory,
  recordedFile = recordedRunsFile,
  outbox
}: ReaderOptions = {}): Promise<RunReader> {
  const store = await openSettled(trackingPlace({env, directory}), outbox);
  if (env.MLFLOW_TRACKING_URI) return store;
  const {runs} = await finishedCrossValidations(store);
  if (runs.length === 0) return openRecordedRuns(recordedFile);
  if (!(await exists(recordedFile))) return store;
  return joinRecordedRuns(store, await openRecordedRuns(recordedFile));
}

/** The store of a place, after what was left behind is ended or sent. */
export async function openSettled(place: TrackingPlace, outbox?: string): Promise<MlrunsStore | MlflowServerStore> {
  const store = openPlace(place);
  if (store instanceof MlrunsStore) await store.endAbandonedRuns();
  else await sendWaiting(place, {directory: outbox, patience: sendingPatience});
  return store;
}
