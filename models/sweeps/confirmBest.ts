import {type FoldAssignments, foldsDigest, rowsOfFolds} from "../../dataset/foldRows.js";
import {splitRows} from "../../dataset/splitRows.js";
import {UserError} from "../../src/lib/errors.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import {correctedInterval, type Interval} from "../../src/lib/metrics/spread.js";
import {dataDigestOf} from "../tracking/comparableRuns.js";
import {runKinds, runTags, sweepTags} from "../tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunReader, type RunStore} from "../tracking/runStore.js";
import type {CatalogueModel} from "../training/model.js";
import {paramTexts} from "../training/trackCrossValidation.js";
import type {TrainingData} from "../training/trainedModel.js";
import {startTreeThread} from "../training/trainFolds.js";
import {logConfirmation, readConfirmation} from "./confirmationRuns.js";
import {isWhole} from "./inSweep.js";
import {readTrials, type Trial} from "./sweepRuns.js";

export interface Confirmed {
  trial: Trial & {value: number};
  /** The mean AUC over fresh folds, with its 95 % interval. */
  fresh: Interval;
  /** Whether that was known from an earlier confirmation. */
  isKnown: boolean;
}

export interface ConfirmOptions {
  signal?: AbortSignal;
  /** How many of the best trials. */
  most?: number;
  /** How often the rows are split. */
  repeats?: number;
  /** Called with the trials that are done, and the part of the present one, and how many there will be. */
  onProgress?: (done: number, total: number) => void;
}

/** Of folds that no sweep was made on: `npm run kfolds` has small seeds. */
const freshSeed = 1_000_000_007;

/**
 * The newest sweep on this training file, or the one of this name, and its trials.
 * @throws UserError no-sweep
 */
export async function findSweep(
  reader: RunReader,
  dataDigest: string,
  name?: string
): Promise<{sweep: Run; trials: Trial[]}> {
  const {runs} = await reader.searchRuns();
  const sweep = runs.find(
    (run) =>
      run.tags[runTags.kind] === runKinds.sweep &&
      dataDigestOf(run) === dataDigest &&
      (name === undefined || run.tags[sweepTags.name] === name)
  );
  if (sweep === undefined)
    throw new UserError(
      "no-sweep",
      `There is no sweep${name === undefined ? "" : ` “${name}”`} on this training file in ${reader.location}: npm run sweep -- lightgbm-tuned.`,
      {value: name}
    );
  const nested = runs.filter(
    ({tags}) => tags[mlflowTags.parentRunId] === sweep.runId && tags[runTags.kind] === runKinds.crossValidation
  );
  return {sweep, trials: readTrials(nested)};
}

/**
 * Cross-validates the best trials of a sweep again on folds that they were not chosen on, several splits of the rows;
 * best first by what comes out, which is logged: what was confirmed before is not trained again. Folds by group or by
 * time have no others of their kind that could be made here.
 * @throws UserError no-trial where none was trained to its end; not-confirmable for other folds than stratified ones
 */
export async function confirmBest(
  store: RunStore,
  model: CatalogueModel,
  {sweep, trials}: {sweep: Run; trials: readonly Trial[]},
  data: TrainingData,
  folds: FoldAssignments,
  {signal, most = 3, repeats = 2, onProgress}: ConfirmOptions = {}
): Promise<Confirmed[]> {
  const candidates = trials
    .filter(isWhole)
    .sort((a, b) => b.value - a.value || a.number - b.number)
    .slice(0, most);
  if (candidates.length === 0) throw new UserError("no-trial", "No trial of the sweep has come to its end.");
  if (!isStratified(data.target, folds))
    throw new UserError(
      "not-confirmable",
      "The folds are not a plain split by class, so that no fresh ones can be made to confirm the best trial on; name a trial's run to stage it without."
    );
  const fresh = splitRows(data.target, {folds: folds.folds, repeats, seed: freshSeed});
  const digest = foldsDigest(fresh);
  const confirmed: Confirmed[] = [];
  using thread = startTreeThread();
  for (const [place, trial] of candidates.entries()) {
    const variant = model.withParams(trial.settings);
    const subject = {sweep, trial, params: paramTexts(variant.params), foldsDigest: digest};
    const startTime = Date.now();
    const known = await readConfirmation(store, subject);
    const train = async () => {
      const {metrics} = await variant.train(data, fresh, {
        signal,
        ...(model.progress.unit === "trees" && {thread}),
        onIteration: ({iteration, iterations}) => onProgress?.(place + iteration / iterations, candidates.length)
      });
      return metrics.flatMap((fold) => fold[primaryMetric] ?? []);
    };
    const values = known ?? (await train());
    const interval = correctedInterval(values, {testToTrain: 1 / (folds.folds - 1)});
    if (interval === undefined) throw new Error(`Trial ${trial.number} has no AUC on ${values.length} folds.`);
    if (known === undefined) await logConfirmation(store, subject, {values, interval}, startTime);
    confirmed.push({trial, fresh: interval, isKnown: known !== undefined});
  }
  return confirmed.sort((a, b) => b.fresh.mean - a.fresh.mean);
}

/** Whether each row is held out once, and the folds have equal shares of each class. */
function isStratified(target: Uint8Array, folds: FoldAssignments): boolean {
  if (folds.rows !== undefined) return false;
  const validations = rowsOfFolds(folds).map(({validation}) => validation);
  if (validations.reduce((sum, rows) => sum + rows.length, 0) !== target.length) return false;
  const ones = validations.map((rows) => rows.reduce((sum, row) => sum + (target[row] ?? 0), 0));
  const zeros = validations.map((rows, fold) => rows.length - (ones[fold] ?? 0));
  return [ones, zeros].every((counts) => Math.max(...counts) - Math.min(...counts) <= 1);
}
