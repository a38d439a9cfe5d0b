import type {Space} from "../../src/lib/sweeps/space.js";
import {directLog} from "../tracking/runLog.js";
import type {RunStore} from "../tracking/runStore.js";
import type {CatalogueModel} from "../training/model.js";
import type {TrainingFile} from "../training/trackCrossValidation.js";
import type {FoldAssignments} from "../training/trainedModel.js";
import {type InSweepOptions, inSweep, type Sweep} from "./inSweep.js";
import {KeptThread} from "./keptThread.js";
import {runTrial} from "./runTrial.js";
import {planTrial} from "./trialSettings.js";

export interface SweepOptions
  extends Pick<InSweepOptions, "signal" | "describe" | "onTrials" | "onNotice">,
    Partial<Pick<InSweepOptions, "command" | "log">> {
  name?: string;
  seed?: number;
  /** How many trials go on at a time; here they are trained one after the other, and are the same. */
  workers?: number;
  /** How many there are to be in all, with those of earlier. */
  trials?: number;
  /** No trial begins later; milliseconds since 1970. */
  deadline?: number;
  /** Called with the share of the present trial that is done. */
  onProgress?: (share: number) => void;
}

/**
 * Cross-validates a model with one setting of its parameters after the other, as nested runs, and goes on where a sweep
 * of this name has stopped. The same sweep has the same trials, however often it was interrupted.
 * @throws UserError sweep-differs, run-going-on; what the first trial throws, or the store; `signal.reason` if aborted
 */
export async function runSweep(
  store: RunStore,
  model: CatalogueModel,
  file: TrainingFile,
  folds: FoldAssignments,
  space: Space,
  {
    name = model.name,
    seed = 1,
    workers = 1,
    trials: wanted = 40,
    deadline = Number.POSITIVE_INFINITY,
    command = `npm run sweep -- ${model.name}`,
    log = directLog(store),
    signal,
    onProgress,
    ...options
  }: SweepOptions = {}
): Promise<Sweep> {
  const plan = {name, model: model.name, dataDigest: file.dataSource.digest, folds, space, seed, workers};
  using kept = new KeptThread();
  return await inSweep({store, log, plan, title: model.title, command, signal, ...options}, async (sweep, add) => {
    const {runId: sweepRunId, trials} = sweep;
    const context = {log, model, sweepRunId, name, file, folds, command, signal, onProgress};
    for (let number = 0; number < wanted && Date.now() < deadline; ++number) {
      if (trials.some((trial) => trial.number === number)) continue;
      signal?.throwIfAborted();
      const task = planTrial(model, space, trials, number, {seed, workers});
      add(await runTrial({...context, thread: kept.threadFor(model)}, task));
    }
  });
}
