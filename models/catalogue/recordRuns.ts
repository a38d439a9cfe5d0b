import {MemoryRunStore} from "../tracking/recorded/memoryStore.js";
import {type TrainingFile, trackCrossValidation} from "../training/trackCrossValidation.js";
import type {FoldAssignments, TrainingOptions} from "../training/trainedModel.js";
import type {Variant} from "./variants.js";

export interface RecordOptions {
  signal?: AbortSignal;
  /** Told which run it is at, and the trees of it so far, of how many in all folds. */
  onProgress?: (progress: {name: string; trees: number; total: number}) => void;
}

/** Trains every variant, one after the other, and keeps the runs in memory, with their models. */
export async function recordRuns(
  variants: readonly Variant[],
  file: TrainingFile,
  folds: FoldAssignments,
  {signal, onProgress}: RecordOptions = {}
): Promise<MemoryRunStore> {
  const store = new MemoryRunStore();
  for (const {name, model} of variants) {
    const onIteration: TrainingOptions["onIteration"] = ({iteration, iterations}) =>
      onProgress?.({name, trees: iteration * folds.folds, total: iterations * folds.folds});
    await trackCrossValidation(store, model, file, folds, {name, signal, onIteration});
  }
  return store;
}
