import {openSpace} from "../sweeps/defaultSpace.js";
import {runSweep} from "../sweeps/runSweep.js";
import type {RunStore, RunWriter} from "../tracking/runStore.js";
import {type TrainingFile, trackCrossValidation} from "../training/trackCrossValidation.js";
import type {FoldAssignments, TrainingOptions} from "../training/trainedModel.js";
import type {RecordedSweep} from "./recordedSweeps.js";
import type {Variant} from "./variants.js";

export interface RecordOptions {
  signal?: AbortSignal;
  /** Called with the run or the sweep that is going on, and the share of it that is done. */
  onProgress?: (progress: {name: string; share: number}) => void;
}

/** Trains every variant, one after the other, and logs the runs to the store. */
export async function recordRuns(
  store: RunWriter,
  variants: readonly Variant[],
  file: TrainingFile,
  folds: FoldAssignments,
  {signal, onProgress}: RecordOptions = {}
): Promise<void> {
  for (const {name, model} of variants) {
    const onIteration: TrainingOptions["onIteration"] = ({iteration, iterations}) =>
      onProgress?.({name, share: iteration / iterations});
    await trackCrossValidation(store, model, file, folds, {name, signal, onIteration});
  }
}

/** Runs every sweep, one after the other, over its model's own space. */
export async function recordSweeps(
  store: RunStore,
  sweeps: readonly RecordedSweep[],
  file: TrainingFile,
  folds: FoldAssignments,
  {signal, onProgress}: RecordOptions = {}
): Promise<void> {
  for (const {model, trials} of sweeps)
    await runSweep(store, model, file, folds, await openSpace(model), {
      trials,
      signal,
      onTrials: (done) => onProgress?.({name: `sweep of ${model.name}`, share: done.length / trials})
    });
}
