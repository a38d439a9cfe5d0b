import {createHash} from "node:crypto";
import {type FoldAssignments, foldsDigest} from "../../dataset/foldRows.js";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import type {Settings, SettingValue, Space} from "../../src/lib/sweeps/space.js";
import type {Observation} from "../../src/lib/sweeps/suggest.js";
import {
  isPruned,
  isTrialParam,
  placeOf,
  runKinds,
  runTags,
  sweepTags,
  trialParam
} from "../tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunReader, type RunStore} from "../tracking/runStore.js";

/** What a sweep is of; under one name there is one. */
export interface SweepPlan {
  name: string;
  model: string;
  /** Hex SHA-256 of the training file. */
  dataDigest: string;
  folds: FoldAssignments;
  space: Space;
  seed: number;
  /** How many trials go on at a time, which says from which others each of them learns. */
  workers: number;
}

/** A trial that has come to its end. */
export interface Trial extends Observation {
  runId: string;
  /** The mean validation AUC by iteration, where trials are compared. */
  rungs: Readonly<Record<number, number>>;
  /** What early stopping has chosen. */
  bestIteration?: number;
}

export interface OpenSweep {
  runId: string;
  /** By number. */
  trials: Trial[];
}

/** The artifact that has the space. */
const spaceArtifact = "space.json";

/**
 * The sweep of this name, which is begun if there is none, and RUNNING from now on.
 * @throws UserError sweep-differs if it is of something else; run-going-on if another process is at it
 */
export async function openSweep(store: RunStore, plan: SweepPlan, tags: Record<string, string>): Promise<OpenSweep> {
  const sweep = await findSweepRun(store, plan.name);
  if (sweep === undefined) return {runId: await createSweep(store, plan, tags), trials: []};
  refuseOther(sweep, plan);
  const trials = await readSweep(store, sweep);
  await store.reopenRun(sweep.runId);
  return {runId: sweep.runId, trials};
}

/** The first to be begun of this name, if there is any. */
export async function findSweepRun(reader: RunReader, name: string): Promise<Run | undefined> {
  const {runs} = await reader.searchRuns({[runTags.kind]: runKinds.sweep, [sweepTags.name]: name});
  return runs.at(-1);
}

export const workersOf = ({tags}: Run): number => Number(tags[sweepTags.workers] ?? 1);

/**
 * The trials of a sweep that have come to their end. What was left half-done is put in order: a run that has its place
 * ends, and those of trials that another run is of are removed.
 * @throws UserError trial-deleted
 */
export async function readSweep(store: RunStore, sweep: Run): Promise<Trial[]> {
  const {runs, damaged} = await store.searchRuns({
    [mlflowTags.parentRunId]: sweep.runId,
    [runTags.kind]: runKinds.crossValidation
  });
  // Without a trial that was there, the others would be other ones.
  if (damaged[0] !== undefined) throw damaged[0];
  const counting = new Map<string, Run>();
  for (const [param, runId] of Object.entries(sweep.params)) {
    if (!isTrialParam(param)) continue;
    const run = runs.find((nested) => nested.runId === runId);
    if (run === undefined) throw deletedTrial(sweep, param, runId);
    counting.set(param, await endTrial(store, run));
  }
  const others = runs.filter((run) => !counting.has(placeOf(run)?.param ?? ""));
  for (const run of runs) {
    const place = placeOf(run);
    if (place === undefined || (counting.get(place.param)?.runId ?? run.runId) === run.runId) continue;
    await removeRun(store, run.runId);
  }
  return readTrials([...counting.values(), ...others]);
}

/** The trial of this number that counts; undefined if there is none yet. */
export async function readCountingTrial(
  store: RunStore,
  sweepRunId: string,
  number: number
): Promise<Trial | undefined> {
  const {params} = await store.getRun(sweepRunId);
  const runId = params[trialParam(number)];
  return runId === undefined ? undefined : readTrial(await endTrial(store, await store.getRun(runId)));
}

/** Ends the run of a trial whose process has gone between taking the place and saying so. */
async function endTrial(store: RunStore, run: Run): Promise<Run> {
  if (run.status !== "RUNNING") return run;
  const status = isPruned(run) ? "KILLED" : run.tags[sweepTags.failure] === undefined ? "FINISHED" : "FAILED";
  await store.finishRun(run.runId, status);
  return {...run, status};
}

async function removeRun(store: RunStore, runId: string): Promise<void> {
  const {runs} = await store.searchRuns({[mlflowTags.parentRunId]: runId});
  for (const nested of runs) await store.deleteRun(nested.runId);
  await store.deleteRun(runId);
}

function deletedTrial({runId, tags}: Run, param: string, trialRunId: string): UserError {
  return new UserError(
    "trial-deleted",
    `Run ${trialRunId}, which is ${param} of the sweep “${tags[sweepTags.name]}” (run ${runId}), was deleted. Restore it (mlflow runs restore --run-id ${trialRunId}), or begin another sweep with --name.`,
    {value: trialRunId}
  );
}

/** Tags of the run of a trial. */
export function trialTags(sweepRunId: string, number: number, settings: Settings): Record<string, string> {
  return {
    [mlflowTags.parentRunId]: sweepRunId,
    [sweepTags.trial]: String(number),
    [sweepTags.settings]: JSON.stringify(settings)
  };
}

async function createSweep(store: RunStore, plan: SweepPlan, tags: Record<string, string>): Promise<string> {
  const {runId} = await store.createRun({
    name: plan.name,
    params: {seed: String(plan.seed)},
    tags: {...tags, [runTags.kind]: runKinds.sweep, ...identityTags(plan)}
  });
  await store.writeArtifact(runId, spaceArtifact, new TextEncoder().encode(`${JSON.stringify(plan.space, null, 2)}\n`));
  return runId;
}

function identityTags({name, model, dataDigest, folds, space, seed, workers}: SweepPlan): Record<string, string> {
  return {
    [sweepTags.name]: name,
    [runTags.model]: model,
    [runTags.dataDigest]: dataDigest,
    [sweepTags.space]: createHash("sha256").update(JSON.stringify(space)).digest("hex"),
    [sweepTags.seed]: String(seed),
    [sweepTags.folds]: foldsDigest(folds),
    ...(workers > 1 && {[sweepTags.workers]: String(workers)})
  };
}

const differences: Readonly<Record<string, string>> = {
  [runTags.model]: "of another model",
  [runTags.dataDigest]: "on other data",
  [sweepTags.space]: "of another search space",
  [sweepTags.seed]: "of another seed",
  [sweepTags.workers]: "of another number of workers",
  [sweepTags.folds]: "on other folds"
};

function refuseOther({runId, tags}: Run, plan: SweepPlan): void {
  const wanted = identityTags(plan);
  const tag = Object.keys(differences).find((name) => tags[name] !== wanted[name]);
  if (tag === undefined) return;
  const told: readonly string[] = [runTags.model, sweepTags.seed, sweepTags.workers];
  const what = told.includes(tag) ? ` (${tags[tag] ?? 1})` : "";
  throw new UserError(
    "sweep-differs",
    `The sweep “${plan.name}” (run ${runId}) is ${differences[tag]}${what}. Name this one with --name.`,
    {value: plan.name}
  );
}

/** Of the runs nested in a sweep, those that have come to their end: one of each number, the first to be begun. */
export function readTrials(runs: readonly Run[]): Trial[] {
  const trials = new Map<number, Trial>();
  for (const run of runs.toSorted((a, b) => a.startTime - b.startTime)) {
    const trial = readTrial(run);
    if (trial !== undefined && !trials.has(trial.number)) trials.set(trial.number, trial);
  }
  return [...trials.values()].sort((a, b) => a.number - b.number);
}

function readTrial(run: Run): Trial | undefined {
  const {runId, status, tags, metrics} = run;
  const rungs = Object.fromEntries(
    Object.entries(readObject(tags[sweepTags.rungs])).flatMap(([rung, auc]) =>
      typeof auc === "number" ? [[Number(rung), auc]] : []
    )
  );
  const known = {number: Number(tags[sweepTags.trial]), settings: readSettings(tags[sweepTags.settings]), runId, rungs};
  if (isPruned(run)) {
    const prunedAt = Number(tags[sweepTags.prunedAt]);
    return {...known, prunedAt, value: rungs[prunedAt]};
  }
  if (tags[sweepTags.failure] !== undefined) return known;
  const {[primaryMetric]: value, best_iteration: bestIteration} = metrics;
  return status === "FINISHED" ? {...known, value, bestIteration} : undefined;
}

function readSettings(text: string | undefined): Settings {
  const isValue = (value: unknown): value is SettingValue => ["number", "string", "boolean"].includes(typeof value);
  return Object.fromEntries(
    Object.entries(readObject(text)).flatMap(([name, value]) => (isValue(value) ? [[name, value]] : []))
  );
}

function readObject(text = ""): Record<string, unknown> {
  const value = parseJson(text);
  return isRecord(value) ? value : {};
}
