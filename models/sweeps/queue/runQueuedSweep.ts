import type {FoldAssignments} from "../../../dataset/foldRows.js";
import type {Space} from "../../../src/lib/sweeps/space.js";
import {directLog} from "../../tracking/runLog.js";
import type {RunStore} from "../../tracking/runStore.js";
import type {CatalogueModel} from "../../training/model.js";
import type {TrainingFile} from "../../training/trackCrossValidation.js";
import {inSweep, type Sweep} from "../inSweep.js";
import type {SweepOptions} from "../runSweep.js";
import {planTrial, type TrialTask} from "../trialSettings.js";
import {columnsDigest, paramsDigest, writeRecipe} from "./recipe.js";
import type {RedisLink} from "./redis.js";
import {SweepJobs} from "./sweepJobs.js";

/** Trials that are put into the queue at once. */
const atOnce = 500;

export interface QueuedSweepOptions extends Omit<SweepOptions, "log" | "onProgress"> {
  redis: RedisLink;
  workers: number;
  /** Folders and addresses where workers may find the data. */
  sources?: readonly string[];
  /** Hex SHA-256 of the test file, of models that learn from its rows. */
  test?: string;
}

/**
 * Does what `runSweep` does, and lets workers on any machines train the trials, which are jobs in Redis. The tracking
 * store alone says which trials there are: a queue that is lost is made again from it, by this call or by the next one.
 * @throws UserError sweep-differs, sweep-going-on, trials-failed; `signal.reason` if aborted
 */
export async function runQueuedSweep(
  store: RunStore,
  model: CatalogueModel,
  file: TrainingFile,
  folds: FoldAssignments,
  space: Space,
  {
    redis,
    workers,
    sources = [],
    test,
    name = model.name,
    seed = 1,
    trials: wanted = 40,
    deadline = Number.POSITIVE_INFINITY,
    command = `npm run sweep -- ${model.name}`,
    signal,
    onNotice = () => undefined,
    ...options
  }: QueuedSweepOptions
): Promise<Sweep> {
  const plan = {name, model: model.name, dataDigest: file.dataSource.digest, folds, space, seed, workers};
  const log = directLog(store);
  const sweepOptions = {store, log, plan, title: model.title, command, signal, onNotice, ...options};
  return inSweep(sweepOptions, async ({runId: sweepRunId, trials}, add) => {
    await writeRecipe(store, sweepRunId, {
      ...{name, model: model.name, command, folds, test},
      params: paramsDigest(model),
      columns: columnsDigest(file),
      dataSource: file.dataSource
    });
    const shared = {sweepRunId, location: store.location, sources};
    await using jobs = await SweepJobs.open({redis, store, shared, signal, onNotice});
    const ended = new Set(trials.map(({number}) => number));
    /** The trials before this number have all ended. */
    let frontier = 0;
    let next = 0;
    for (;;) {
      signal?.throwIfAborted();
      while (ended.has(frontier)) frontier += 1;
      const isLate = Date.now() >= deadline;
      // The first trial says where all are compared; after it as many go on as there are workers.
      const end = isLate ? 0 : Math.min(wanted, frontier === 0 ? 1 : frontier + workers);
      const tasks: TrialTask[] = [];
      for (; next < end && tasks.length < atOnce; ++next)
        if (!ended.has(next)) tasks.push(planTrial(model, space, trials, next, {seed, workers}));
      await jobs.add(tasks);
      if (tasks.length === atOnce) continue;
      if (isLate) await jobs.withdraw();
      if (jobs.isEmpty) return;
      const trial = await jobs.next(isLate ? Infinity : deadline);
      if (trial === undefined) continue;
      ended.add(trial.number);
      add(trial);
    }
  });
}
