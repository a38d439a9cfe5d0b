import {UserError} from "../../src/lib/errors.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import {sweepTags} from "../tracking/crossValidationRuns.js";
import type {RunLog} from "../tracking/runLog.js";
import type {CatalogueModel} from "../training/model.js";
import {type TrainingFile, trackCrossValidation} from "../training/trackCrossValidation.js";
import type {FoldAssignments, TreeThread} from "../training/trainedModel.js";
import {lostAt, MeanCurve, Pruned, rungsOfFirst} from "./pruning.js";
import {type Trial, trialTags} from "./sweepRuns.js";
import type {TrialTask} from "./trialSettings.js";

/** Enough to compare trials on their way; after each of a hundred trees, measuring takes a tenth of the time or more. */
const curvePoints = 30;

/** The sweep that a trial is of, and the means to train it. */
export interface TrialContext {
  log: RunLog;
  model: CatalogueModel;
  /** The run of the sweep, and its name. */
  sweepRunId: string;
  name: string;
  file: TrainingFile;
  folds: FoldAssignments;
  command: string;
  thread?: TreeThread;
  threads?: number;
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
}

/**
 * Trains a trial and logs it. It ends as a trial, too, if it is pruned, or if the model cannot be trained with its
 * settings.
 * @throws what keeps the first trial from training, which would keep all; `signal.reason` if aborted
 */
export async function runTrial(
  {log, model, sweepRunId, name, file, folds, command, thread, threads, signal, onProgress}: TrialContext,
  {number, settings, rungs, bars}: TrialTask
): Promise<Trial> {
  const {writer} = log;
  const variant = model.withParams(settings);
  const pruning = new AbortController();
  const curve = new MeanCurve(folds.folds);
  let trial: Trial | undefined;
  const logRungs = async (runId: string, reached: readonly number[]) => {
    const values = curve.at(reached);
    await writer.logBatch(runId, {tags: {[sweepTags.rungs]: JSON.stringify(values)}});
    return values;
  };
  try {
    await trackCrossValidation(writer, variant, file, folds, {
      name: `${name} trial ${number}`,
      command,
      tags: trialTags(sweepRunId, number, settings),
      thread,
      threads,
      curvePoints,
      signal: signal === undefined ? pruning.signal : AbortSignal.any([signal, pruning.signal]),
      onIteration: ({iteration, iterations}) => onProgress?.(iteration / iterations),
      onCurves(points) {
        curve.add(points);
        const rung = lostAt(curve.at(rungs), bars);
        if (rung !== undefined) pruning.abort(new Pruned(rung));
      },
      conclude: async (runId, trained) => {
        const bestIteration = trained.folds[0]?.bestIteration;
        const {[primaryMetric]: value} = (await writer.getRun(runId)).metrics;
        const ended = {number, settings, runId, rungs: {}, bestIteration, value};
        // How far the first trial goes says where all are compared.
        const reached = number > 0 ? rungs : rungsOfFirst(rungs, ended);
        trial = {...ended, rungs: await logRungs(runId, reached)};
      },
      explain: async (runId, error) => {
        if (error instanceof Pruned) {
          const {iteration: prunedAt} = error;
          const values = await logRungs(
            runId,
            rungs.filter((rung) => rung <= prunedAt)
          );
          await writer.logBatch(runId, {tags: {[sweepTags.prunedAt]: String(prunedAt)}});
          trial = {number, settings, runId, rungs: values, prunedAt, value: values[prunedAt]};
        } else if (isImpossible(error, number)) {
          await writer.logBatch(runId, {tags: {[sweepTags.failure]: error.message}});
          trial = {number, settings, runId, rungs: {}};
        }
      }
    });
  } catch (error) {
    if (!(error instanceof Pruned) && !isImpossible(error, number)) throw error;
  }
  if (trial === undefined) throw new Error(`Trial ${number} has no end.`);
  return trial;
}

/** Whether the model cannot be trained with a trial's settings. The first has its own: what keeps it keeps all. */
function isImpossible(error: unknown, number: number): error is UserError {
  return number > 0 && error instanceof UserError && error.code === "training-failed";
}
