import {isWholeTrial, placeOf} from "./crossValidationRuns.js";
import {mlflowTags, type RunReader, type RunStore, type RunWriter} from "./runStore.js";

/** Where a training writes its runs. */
export interface RunLog {
  writer: RunWriter & Pick<RunReader, "getRun">;
  /** Where the runs are to be. */
  location: string;
  /**
   * Waits until a run has ended where it is to be, however long that takes.
   * @throws UserError trial-refused for a trial that the server will never take
   */
  settled(runId: string): Promise<SettledRun>;
  /** Sends what is left, as long as it arrives. */
  close(options?: {isInterrupted?: boolean}): Promise<ClosedLog>;
}

/** Where a run is in the end. */
export interface SettledRun {
  runId: string;
  /** False of a trial that another process has logged before: the run is that one's, which counts. */
  isOwn: boolean;
}

export interface ClosedLog {
  /** The id that a run has where it is to be; undefined if it has not arrived there. */
  runId(runId: string): string | undefined;
  /** Cross-validations that have not arrived. */
  left: number;
}

/**
 * A log that writes to the store itself. A trial takes its place in its sweep before it ends, so that of several
 * processes that train the same one the first counts; what the others have written is removed.
 */
export function directLog(store: RunStore): RunLog {
  const holders = new Map<string, string>();

  const finishRun: RunStore["finishRun"] = async (runId, status, endTime) => {
    const run = await store.getRun(runId);
    const place = placeOf(run);
    if (place !== undefined && isWholeTrial({...run, status})) {
      const holder = await store.claimParam(place.sweepRunId, place.param, runId);
      holders.set(runId, holder);
      if (holder !== runId) return removeFamily(runId);
    }
    await store.finishRun(runId, status, endTime);
  };

  async function removeFamily(runId: string): Promise<void> {
    const {runs} = await store.searchRuns({[mlflowTags.parentRunId]: runId});
    for (const nested of runs) await store.deleteRun(nested.runId);
    await store.deleteRun(runId);
  }

  const writer: RunLog["writer"] = {
    getRun: (runId) => store.getRun(runId),
    createRun: (run) => store.createRun(run),
    logBatch: (runId, batch) => store.logBatch(runId, batch),
    logDataset: (runId, dataset) => store.logDataset(runId, dataset),
    writeArtifact: (runId, path, content) => store.writeArtifact(runId, path, content),
    finishRun
  };
  return {
    writer,
    location: store.location,
    settled: async (runId) => {
      const holder = holders.get(runId) ?? runId;
      return {runId: holder, isOwn: holder === runId};
    },
    close: async () => ({runId: (runId) => runId, left: 0})
  };
}
