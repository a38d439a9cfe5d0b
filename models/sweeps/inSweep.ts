import {UserError} from "../../src/lib/errors.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import {delay} from "../../src/lib/retry.js";
import {runTags, sweepTags} from "../tracking/crossValidationRuns.js";
import {isTemporary} from "../tracking/faults.js";
import type {RunLog} from "../tracking/runLog.js";
import {mlflowTags, type RunStore} from "../tracking/runStore.js";
import {openSweep, type SweepPlan, type Trial} from "./sweepRuns.js";

/** Milliseconds that a sweep waits at its end for trials to arrive on their server. */
const patience = 15_000;

/** A trial with a value, all of whose folds were trained to the end. */
export const isWhole = (trial: Trial): trial is Trial & {value: number} =>
  trial.value !== undefined && trial.prunedAt === undefined;

/** Of equal ones the first; undefined where none was trained to its end. */
export function bestTrial(trials: readonly Trial[]): (Trial & {value: number}) | undefined {
  return trials
    .filter(isWhole)
    .reduce<(Trial & {value: number}) | undefined>((best, trial) => (isBetter(trial, best) ? trial : best), undefined);
}

function isBetter(trial: Trial, best: (Trial & {value: number}) | undefined): trial is Trial & {value: number} {
  if (!isWhole(trial)) return false;
  if (best === undefined || trial.value > best.value) return true;
  return trial.value === best.value && trial.number < best.number;
}

export interface Sweep {
  runId: string;
  /** By number. */
  trials: readonly Trial[];
}

export interface InSweepOptions {
  store: RunStore;
  /** Where trials are written. */
  log: RunLog;
  plan: SweepPlan;
  /** The model's. */
  title: string;
  /** The command line. */
  command: string;
  signal?: AbortSignal;
  /** What else the sweep's run is to say, once it is there. */
  describe?: (runId: string) => Promise<void>;
  /** Called with the trials that are there, and after each one. */
  onTrials?: (trials: readonly Trial[]) => void;
  onNotice?: (sentence: string) => void;
}

/**
 * Opens a sweep, lets the work add trials to it, says which is the best, and ends it.
 * @throws UserError of `openSweep`, and what the work throws
 */
export async function inSweep(
  {store, log, plan, title, command, signal, describe, onTrials, onNotice}: InSweepOptions,
  work: (sweep: Sweep, add: (trial: Trial) => void) => Promise<void>
): Promise<Sweep> {
  const {runId, trials} = await openSweep(store, plan, {
    [mlflowTags.sourceName]: command,
    [mlflowTags.sourceType]: "LOCAL",
    [runTags.title]: title
  });
  const best = new BestTrial(store, log, runId);
  let leader = bestTrial(trials);
  const add = (trial: Trial) => {
    const place = trials.findLastIndex(({number}) => number < trial.number) + 1;
    trials.splice(place, 0, trial);
    if (isBetter(trial, leader)) {
      leader = trial;
      best.add(trial);
    }
    onTrials?.(trials);
  };
  try {
    if (trials.length === 0) await describe?.(runId);
    onTrials?.(trials);
    await work({runId, trials}, add);
  } catch (error) {
    await store.finishRun(runId, signal?.aborted ? "KILLED" : "FAILED").catch(() => undefined);
    throw error;
  }
  try {
    await best.logged();
    await store.finishRun(runId, "FINISHED");
  } catch (error) {
    // The trials are kept, and wait for the server.
    if (!(error instanceof UserError) || !isTemporary(error)) throw error;
    onNotice?.(`${error.message} Run the command again to end the sweep there.`);
  }
  return {runId, trials};
}

/** Logs the best trial so far to the sweep's run, once its own run has arrived, while the sweep goes on. */
class BestTrial {
  readonly #store: RunStore;
  readonly #log: RunLog;
  readonly #sweepRunId: string;
  #latest: Trial | undefined;
  #written: Trial | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: RunStore, log: RunLog, sweepRunId: string) {
    this.#store = store;
    this.#log = log;
    this.#sweepRunId = sweepRunId;
  }

  add(trial: Trial): void {
    this.#latest = trial;
    // A store that is away now may be back at the end.
    this.#writing = this.#writing.then(() => this.#write(trial)).catch(() => undefined);
  }

  /** Waits until the latest one is there. @throws UserError mlflow-unreachable, … */
  async logged(): Promise<void> {
    const ending = new AbortController();
    const late = delay(patience, ending.signal).then(() => {
      throw new UserError("mlflow-unreachable", `Trials have not arrived in ${this.#log.location} yet.`);
    });
    try {
      await Promise.race([this.#writing.then(() => this.#write(this.#latest)), late]);
    } finally {
      late.catch(() => undefined);
      ending.abort();
    }
  }

  async #write(trial: Trial | undefined): Promise<void> {
    if (trial?.value === undefined || trial === this.#written) return;
    const {number, value, runId} = trial;
    const settled = await this.#log.settled(runId);
    await this.#store.logBatch(this.#sweepRunId, {
      metrics: [{key: `best_${primaryMetric}`, value, step: number, timestamp: Date.now()}],
      tags: {[sweepTags.bestRun]: settled.runId}
    });
    this.#written = trial;
  }
}
