import {createHash} from "node:crypto";
import {type FoldAssignments, rowsOfFolds} from "../../dataset/foldRows.js";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, parseJson} from "../../src/lib/json.js";
import {primaryMetric} from "../../src/lib/metrics/metrics.js";
import type {Settings, SettingValue, Space} from "../../src/lib/sweeps/space.js";
import type {Observation} from "../../src/lib/sweeps/suggest.js";
import {isPruned, runKinds, runTags, sweepTags} from "../tracking/crossValidationRuns.js";
import {mlflowTags, type Run, type RunStore} from "../tracking/runStore.js";

/** What a sweep is of; under one name there is one. */
export interface SweepPlan {
  name: string;
  model: string;
  /** Hex SHA-256 of the training file. */
  dataDigest: string;
  folds: FoldAssignments;
  space: Space;
  seed: number;
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
export const spaceArtifact = "space.json";

/**
 * The sweep of this name, which is begun if there is none, and RUNNING from now on.
 * @throws UserError sweep-differs if it is of something else; run-going-on if another process is at it
 */
export async function openSweep(store: RunStore, plan: SweepPlan, tags: Record<string, string>): Promise<OpenSweep> {
  const {runs, damaged} = await store.searchRuns();
  const named = runs.filter(
    (run) => run.tags[runTags.kind] === runKinds.sweep && run.tags[sweepTags.name] === plan.name
  );
  const sweep = named.at(-1);
  if (sweep === undefined) return {runId: await createSweep(store, plan, tags), trials: []};
  refuseOther(sweep, plan);
  const nested = runs.filter(
    ({tags}) => tags[mlflowTags.parentRunId] === sweep.runId && tags[runTags.kind] === runKinds.crossValidation
  );
  // Without a trial that was there, the others would be other ones.
  if (damaged[0] !== undefined) throw damaged[0];
  await store.reopenRun(sweep.runId);
  return {runId: sweep.runId, trials: readTrials(nested)};
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

function identityTags({name, model, dataDigest, folds, space, seed}: SweepPlan): Record<string, string> {
  return {
    [sweepTags.name]: name,
    [runTags.model]: model,
    [runTags.dataDigest]: dataDigest,
    [sweepTags.space]: createHash("sha256").update(JSON.stringify(space)).digest("hex"),
    [sweepTags.seed]: String(seed),
    [sweepTags.folds]: foldsDigest(folds)
  };
}

function foldsDigest(folds: FoldAssignments): string {
  const hash = createHash("sha256");
  for (const {training, validation} of rowsOfFolds(folds)) hash.update(training).update(validation);
  return hash.digest("hex");
}

const differences: Readonly<Record<string, string>> = {
  [runTags.model]: "of another model",
  [runTags.dataDigest]: "on other data",
  [sweepTags.space]: "of another search space",
  [sweepTags.seed]: "of another seed",
  [sweepTags.folds]: "on other folds"
};

function refuseOther({runId, tags}: Run, plan: SweepPlan): void {
  const differing = Object.entries(identityTags(plan)).find(([tag, value]) => tags[tag] !== value);
  if (differing === undefined) return;
  const [tag] = differing;
  const what = tag === runTags.model || tag === sweepTags.seed ? ` (${tags[tag]})` : "";
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
