import {UserError} from "../../src/lib/errors.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import type {Settings, Space} from "../../src/lib/sweeps/space.js";
import {runTags, sweepTags} from "../tracking/crossValidationRuns.js";
import {mlflowTags, type RunStore} from "../tracking/runStore.js";
import type {CatalogueModel} from "../training/model.js";
import {type TrainingFile, trackCrossValidation} from "../training/trackCrossValidation.js";
import type {FoldAssignments, TreeThread} from "../training/trainedModel.js";
import {startTreeThread} from "../training/trainFolds.js";
import {lostAt, MeanCurve, Pruned, rungIterations} from "./pruning.js";
import {openSweep, type Trial, trialTags} from "./sweepRuns.js";
import {trialSettings} from "./trialSettings.js";

export interface SweepOptions {
  name?: string;
  seed?: number;
  /** How many there are to be in all, with those of earlier. */
  trials?: number;
  /** No trial begins later; milliseconds since 1970. */
  deadline?: number;
  /** The command line. */
  command?: string;
  signal?: AbortSignal;
  /** What else the sweep's run is to say, once it is there. */
  describe?: (runId: string) => Promise<void>;
  /** Called with the trials that are there, and after each one. */
  onTrials?: (trials: readonly Trial[]) => void;
  /** Called with the share of the present trial that is done. */
  onProgress?: (share: number) => void;
}

export interface Sweep {
  runId: string;
  trials: readonly Trial[];
}

/** A trial with a value, all of whose folds were trained to the end. */
export const isWhole = (trial: Trial): trial is Trial & {value: number} =>
  trial.value !== undefined && trial.prunedAt === undefined;

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
    trials: wanted = 40,
    deadline = Number.POSITIVE_INFINITY,
    command = `npm run sweep -- ${model.name}`,
    signal,
    describe,
    onTrials,
    onProgress
  }: SweepOptions = {}
): Promise<Sweep> {
  const plan = {name, model: model.name, dataDigest: file.dataSource.digest, folds, space, seed};
  const origin = {[mlflowTags.sourceName]: command, [mlflowTags.sourceType]: "LOCAL"};
  const {runId, trials} = await openSweep(store, plan, {...origin, [runTags.title]: model.title});
  using kept = new KeptThread(model);
  const runOne = (number: number, earlier: readonly Trial[]) =>
    runTrial(
      {store, model, name, file, folds, space, command, signal, onProgress, thread: kept.thread},
      runId,
      number,
      {
        settings: trialSettings(model, space, earlier, number, seed),
        earlier
      }
    );
  try {
    if (trials.length === 0) await describe?.(runId);
    onTrials?.(trials);
    for (let number = 0; number < wanted && Date.now() < deadline; ++number) {
      if (trials.some((trial) => trial.number === number)) continue;
      signal?.throwIfAborted();
      const earlier = trials.filter((trial) => trial.number < number);
      const trial = await runOne(number, earlier);
      trials.push(trial);
      trials.sort((a, b) => a.number - b.number);
      const best = bestTrial(trials);
      if (best?.number === number) await logBest(store, runId, best);
      onTrials?.(trials);
    }
    await store.finishRun(runId, "FINISHED");
    return {runId, trials};
  } catch (error) {
    await store.finishRun(runId, signal?.aborted ? "KILLED" : "FAILED").catch(() => undefined);
    throw error;
  }
}

/** Enough to compare trials on their way; after each of a hundred trees, measuring takes a tenth of the time or more. */
const curvePoints = 30;

/** Of equal ones the first; undefined where none was trained to its end. */
export function bestTrial(trials: readonly Trial[]): (Trial & {value: number}) | undefined {
  return trials.filter(isWhole).reduce<(Trial & {value: number}) | undefined>((best, trial) => {
    return best === undefined || trial.value > best.value ? trial : best;
  }, undefined);
}

async function logBest(store: RunStore, runId: string, {number, value, runId: best}: Trial & {value: number}) {
  await store.logBatch(runId, {
    metrics: [{key: `best_${primaryMetric}`, value, step: number, timestamp: Date.now()}],
    tags: {[sweepTags.bestRun]: best}
  });
}

/** The thread that all trials of a model of trees are trained in. */
class KeptThread implements Disposable {
  readonly thread: TreeThread | undefined;

  constructor({progress}: CatalogueModel) {
    this.thread = progress.unit === "trees" ? startTreeThread() : undefined;
  }

  [Symbol.dispose](): void {
    this.thread?.[Symbol.dispose]();
  }
}

interface TrialContext extends Pick<SweepOptions, "signal" | "onProgress"> {
  store: RunStore;
  model: CatalogueModel;
  /** The sweep's. */
  name: string;
  file: TrainingFile;
  folds: FoldAssignments;
  space: Space;
  command: string;
  thread: TreeThread | undefined;
}

/** Ends as a trial, too, if it is pruned, or if the model cannot be trained with its settings. */
async function runTrial(
  {store, model, name, file, folds, space, command, signal, onProgress, thread}: TrialContext,
  sweepRunId: string,
  number: number,
  {settings, earlier}: {settings: Settings; earlier: readonly Trial[]}
): Promise<Trial> {
  const variant = model.withParams(settings);
  const pruning = new AbortController();
  const curve = new MeanCurve(folds.folds);
  const rungs = rungIterations(variant, space, earlier[0]);
  const tags = trialTags(sweepRunId, number, settings);
  let runId = "";
  const logRungs = async (reached: readonly number[]) => {
    const values = curve.at(reached);
    await store.logBatch(runId, {tags: {[sweepTags.rungs]: JSON.stringify(values)}});
    return values;
  };
  try {
    let trial: Trial | undefined;
    const {trained} = await trackCrossValidation(store, variant, file, folds, {
      name: `${name} trial ${number}`,
      command,
      tags,
      thread,
      curvePoints,
      signal: signal === undefined ? pruning.signal : AbortSignal.any([signal, pruning.signal]),
      describe: async (id) => {
        runId = id;
      },
      onIteration: ({iteration, iterations}) => onProgress?.(iteration / iterations),
      onCurves(points) {
        curve.add(points);
        const rung = lostAt(curve.at(rungs), number, earlier);
        if (rung !== undefined) pruning.abort(new Pruned(rung));
      },
      conclude: async (_, trained) => {
        const bestIteration = trained.folds[0]?.bestIteration;
        const ended = {number, settings, runId, rungs: {}, bestIteration};
        // How far the first trial goes says where all are compared.
        const reached = rungs.length > 0 ? rungs : rungIterations(variant, space, ended);
        trial = {...ended, rungs: await logRungs(reached)};
      }
    });
    const run = await store.getRun(runId);
    if (trial === undefined) throw new Error(`Trial ${number} has no end: ${trained.folds.length} folds.`);
    return {...trial, value: run.metrics[primaryMetric]};
  } catch (error) {
    if (error instanceof Pruned) {
      const {iteration: prunedAt} = error;
      const values = await logRungs(rungs.filter((rung) => rung <= prunedAt));
      await store.logBatch(runId, {tags: {[sweepTags.prunedAt]: String(prunedAt)}});
      return {number, settings, runId, rungs: values, prunedAt, value: values[prunedAt]};
    }
    // The first trial is the model as it is: what keeps it from training would keep all.
    if (number === 0 || !(error instanceof UserError) || error.code !== "training-failed") throw error;
    await store.logBatch(runId, {tags: {[sweepTags.failure]: error.message}});
    return {number, settings, runId, rungs: {}};
  }
}
