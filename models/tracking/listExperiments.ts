import process from "node:process";
import {exists} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {runKinds, runTags} from "./crossValidationRuns.js";
import {openSettled, type ReaderOptions} from "./openRunReader.js";
import {joinedLocation, recordedBeside} from "./recorded/joinedRuns.js";
import {openRecordedRuns, recordedRunsFile} from "./recorded/recordedRuns.js";
import type {ExperimentDescription, Run, RunList, RunReader} from "./runStore.js";
import {experimentNames, trackingPlace} from "./trackingPlace.js";

/** An experiment with all of its runs, and where the rest of them is read. */
export interface ListedExperiment extends ExperimentDescription, RunList {
  name: string;
  /** Reads a run's histories and artifacts. */
  readerOf: (runId: string) => RunReader;
}

export interface StoreListing {
  /** Where the runs are, for people. */
  location: string;
  experiments: ListedExperiment[];
}

/**
 * Lists the experiments that MLFLOW_EXPERIMENT_NAME names, each by one reading, from the store that MLFLOW_TRACKING_URI
 * names, else from `mlruns/` and the runs recorded with the project: all of these where `isShown` takes none of one's
 * own, else those on the data of one's own.
 * @throws UserError no-experiment for one that was named and is not there
 */
export async function listExperiments(
  isShown: (run: Run) => boolean,
  {env = process.env, directory, recordedFile = recordedRunsFile, outbox}: ReaderOptions = {}
): Promise<StoreListing> {
  const listing: StoreListing = {location: "", experiments: []};
  for (const name of experimentNames(env)) {
    const store = await openSettled(trackingPlace({env: {...env, MLFLOW_EXPERIMENT_NAME: name}, directory}), outbox);
    listing.location = store.location;
    const listed = await list(store);
    if (listed !== undefined) listing.experiments.push(listed);
    else if (env.MLFLOW_EXPERIMENT_NAME) throw unknownExperiment(name, store.location);
  }
  // Whoever names a store or an experiment wants that one.
  if (env.MLFLOW_TRACKING_URI || env.MLFLOW_EXPERIMENT_NAME || !(await exists(recordedFile))) return listing;
  return withRecorded(listing, isShown, await openRecordedRuns(recordedFile));
}

async function list(reader: RunReader): Promise<ListedExperiment | undefined> {
  const description = await reader.describeExperiment();
  if (description === undefined) return undefined;
  return {...description, ...(await reader.searchRuns()), name: reader.experiment, readerOf: () => reader};
}

async function withRecorded(
  listing: StoreListing,
  isShown: (run: Run) => boolean,
  reader: RunReader
): Promise<StoreListing> {
  const recorded = await list(reader);
  if (recorded === undefined) return listing;
  const [own] = listing.experiments;
  const shown = own?.runs.filter(isShown) ?? [];
  // Those of one's own that came to nothing are counted beside the recorded ones.
  const sweeps = own?.runs.filter(({tags}) => tags[runTags.kind] === runKinds.sweep) ?? [];
  const kept = shown.length === 0 ? recorded.runs : recordedBeside([...shown, ...sweeps], recorded.runs);
  if (kept.length === 0) return listing;
  const ids = new Set(kept.map(({runId}) => runId));
  const joined = {
    ...(own ?? recorded),
    runs: [...(own?.runs ?? []), ...kept].sort((a, b) => b.startTime - a.startTime),
    damaged: [...(own?.damaged ?? []), ...recorded.damaged],
    readerOf: (runId: string) => (own === undefined || ids.has(runId) ? reader : own.readerOf(runId))
  };
  const location = shown.length === 0 ? reader.location : joinedLocation(listing);
  return {location, experiments: [joined]};
}

const unknownExperiment = (name: string, location: string) =>
  new UserError(
    "no-experiment",
    `There is no experiment “${name}” in ${location}, as MLFLOW_EXPERIMENT_NAME asks for.`,
    {value: name}
  );
