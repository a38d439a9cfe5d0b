import type {RunWriter} from "../tracking/runStore.js";
import {type TrainingFile, trackCrossValidation} from "../training/trackCrossValidation.js";
import type {FoldAssignments, TrainingOptions} from "../training/trainedModel.js";
import type {Variant} from "./variants.js";

export interface RecordOptions {
  signal?: AbortSignal;
  /** Called with the run being trained, and the trees that all its folds have and will have. */
  onProgress?: (progress: {name: string; trees: number; total: number}) => void;
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
      onProgress?.({name, trees: iteration * folds.folds, total: iterations * folds.folds});
    await trackCrossValidation(store, model, file, folds, {name, signal, onIteration});
  }
}
