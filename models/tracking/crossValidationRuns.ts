import type {UserError} from "../../src/lib/errors.js";
import {mlflowTags, type Run, type RunList, type RunReader} from "./runStore.js";

/** The tags and artifacts by which a cross-validation's runs are found and read again. */
export const runTags = {
  kind: "kind",
  model: "model",
  title: "model.title",
  form: "model.form",
  transformed: "model.transformed",
  fold: "fold",
  dataKind: "data.kind",
  dataDigest: "data.sha256",
  dataCard: "data.card",
  trainRows: "data.train_rows",
  testRows: "data.test_rows",
  idColumn: "data.id_column",
  targetColumn: "data.target_column"
} as const;

export const runKinds = {
  crossValidation: "cross-validation",
  fold: "fold",
  sweep: "sweep",
  /** A sweep's trial on folds that it was not chosen on; nested in the trial. */
  confirmation: "confirmation"
} as const;

/** Tags of a sweep's run, and of the cross-validations nested in it, its trials. */
export const sweepTags = {
  name: "sweep.name",
  seed: "sweep.seed",
  /** Hex SHA-256 of the space as JSON, and of the folds. */
  space: "sweep.space_sha256",
  folds: "sweep.folds_sha256",
  /** How many trials go on at a time; one where it is absent. */
  workers: "sweep.workers",
  bestRun: "sweep.best_run",
  trial: "sweep.trial",
  /** What the trial changes of the model's parameters, as JSON. */
  settings: "sweep.settings",
  /** Mean validation AUC by iteration, where trials are compared before their end, as JSON. */
  rungs: "sweep.rungs",
  /** The iteration at which the trial was ended, as others were better. */
  prunedAt: "sweep.pruned_at",
  /** Why the model cannot be trained with the trial's settings. */
  failure: "sweep.failure",
  /** Of a confirmation: hex SHA-256 of its folds. */
  freshFolds: "sweep.fresh_folds_sha256"
} as const;

/** The param of a sweep's run that has the id of the run of a trial: the one that counts, whoever trained it. */
export const trialParam = (number: number): string => `trial/${number}`;

export const isTrialParam = (param: string): boolean => /^trial\/\d+$/.test(param);

/** The place in its sweep that a trial's run takes before it ends; undefined for other runs. */
export function placeOf({tags}: Run): {sweepRunId: string; param: string} | undefined {
  const {[sweepTags.trial]: number, [mlflowTags.parentRunId]: sweepRunId} = tags;
  return number === undefined || sweepRunId === undefined ? undefined : {sweepRunId, param: trialParam(Number(number))};
}

/** Whether the run of a trial has come to an end that counts: trained, pruned, or found to be impossible. */
export const isWholeTrial = (run: Run): boolean =>
  run.status === "FINISHED" || isPruned(run) || run.tags[sweepTags.failure] !== undefined;

/** Whether a run was ended by its sweep, as other trials were better. */
export const isPruned = ({tags}: Run): boolean => tags[sweepTags.prunedAt] !== undefined;

export const artifactPaths = {
  model: "model.txt",
  outOfFold: "out-of-fold.csv",
  importance: "importance.json",
  /** Of data with categories, or with rows' numbers for ids. */
  schema: "schema.json",
  /** In the parent run where they are the same for all folds, else in each fold's. */
  transformations: "transformations.json.gz"
} as const;

/** Where a run with transformed features has its transformations. */
export const transformedBy = {run: "all folds alike", fold: "each fold by itself"} as const;

/** A fold's model, by the form in which it is kept; runs without the tag have trees. */
export const modelPaths = {trees: artifactPaths.model, linear: "model.json"} as const;

/** The form that a run's tag says. */
export function modelForm({tags}: Run): keyof typeof modelPaths {
  return tags[runTags.form] === "linear" ? "linear" : "trees";
}

/** A parent run and the runs of its folds, by fold. */
export interface CrossValidationRuns {
  parent: Run;
  folds: Run[];
}

export interface CrossValidationList {
  /** Newest first. */
  crossValidations: CrossValidationRuns[];
  /** Cross-validations that have not come to their end, or not to a good one. */
  unfinished: Run[];
  /** Runs that are neither cross-validations, nor sweeps, nor nested in any run. */
  foreign: Run[];
  /** What could not be read. */
  damaged: UserError[];
}

/** All cross-validations that came to their end, with their folds, from one listing of the store. */
export async function readCrossValidations(reader: RunReader): Promise<CrossValidationList> {
  const {runs, damaged} = await reader.searchRuns();
  const foldsOf = new Map<string, Run[]>();
  for (const run of runs) {
    const parentRunId = run.tags[mlflowTags.parentRunId];
    if (parentRunId === undefined || run.tags[runTags.kind] !== runKinds.fold) continue;
    const siblings = foldsOf.get(parentRunId);
    if (siblings === undefined) foldsOf.set(parentRunId, [run]);
    else siblings.push(run);
  }
  const parents = runs.filter(({tags}) => tags[runTags.kind] === runKinds.crossValidation);
  const crossValidations = parents
    .filter(({status}) => status === "FINISHED")
    .map((parent) => ({parent, folds: byFold(foldsOf.get(parent.runId) ?? [])}));
  const unfinished = parents.filter(({status}) => status !== "FINISHED");
  const known: readonly (string | undefined)[] = [runKinds.crossValidation, runKinds.sweep];
  const foreign = runs.filter(
    ({tags}) => !known.includes(tags[runTags.kind]) && tags[mlflowTags.parentRunId] === undefined
  );
  return {crossValidations, unfinished, foreign, damaged};
}

/** The parent runs of cross-validations that came to their end, newest first. */
export async function finishedCrossValidations(reader: RunReader): Promise<RunList> {
  const {runs, damaged} = await reader.searchRuns({[runTags.kind]: runKinds.crossValidation});
  return {runs: runs.filter(({status}) => status === "FINISHED"), damaged};
}

/**
 * The runs of one cross-validation's folds, by fold.
 * @throws UserError damaged-run if one of them cannot be read: a mean over the others would be another mean
 */
export async function foldRuns(reader: RunReader, {runId, params}: Run): Promise<Run[]> {
  const {runs, damaged} = await reader.searchRuns({
    [mlflowTags.parentRunId]: runId,
    [runTags.kind]: runKinds.fold
  });
  if (damaged[0] !== undefined && runs.length < Number(params.folds)) throw damaged[0];
  return byFold(runs);
}

function byFold(runs: readonly Run[]): Run[] {
  return runs.toSorted((a, b) => Number(a.tags[runTags.fold]) - Number(b.tags[runTags.fold]));
}
