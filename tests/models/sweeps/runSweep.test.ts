import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {logistic} from "../../../models/catalogue/logistic.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {isWhole} from "../../../models/sweeps/inSweep.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {runSweep, type SweepOptions} from "../../../models/sweeps/runSweep.js";
import {isPruned, readCrossValidations, sweepTags} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {mlflowTags} from "../../../models/tracking/runStore.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import type {Space} from "../../../src/lib/sweeps/space.js";
import {sampleFile} from "../training/sample.js";

const {file, folds} = sampleFile();
const params = {num_iterations: 18, min_data_in_leaf: 10, max_bin: 63};
const model = treeModel({name: "small", title: "Small", params});
const space: Space = readSpace(
  `
learning_rate: {from: 0.001, to: 0.5, scale: log}
min_data_in_leaf: {from: 2, to: 150, scale: log, step: 1}
max_bin: [15, 63, 127]
boosting: [gbdt, dart]
drop_rate: {from: 0.05, to: 0.5, when: {boosting: dart}}
`,
  model
);

let stores: MlrunsStore[] = [];
let store: MlrunsStore;
const openStore = async () => {
  const opened = new MlrunsStore(await mkdtemp(join(tmpdir(), "mlruns-")));
  stores.push(opened);
  return opened;
};

beforeEach(async () => {
  store = await openStore();
});

afterEach(async () => {
  for (const {location} of stores) await rm(location, {recursive: true, force: true});
  stores = [];
});

const sweep = (options: SweepOptions, place = store) => runSweep(place, model, file, folds, space, options);
/** All of the trials but their runs' ids. */
const contents = (trials: readonly {runId: string}[]) => trials.map(({runId: _, ...trial}) => trial);
const readText = async (runId: string, path: string) => new TextDecoder().decode(await store.readArtifact(runId, path));

test("trials are what the same settings give in a training of their own, to the last digit", async () => {
  const {trials} = await sweep({trials: 20});
  expect(trials.map(({number}) => number)).toEqual(Array.from({length: 20}, (_, number) => number));
  expect(trials[0]?.settings).toEqual({max_bin: 63, min_data_in_leaf: 10});
  // Of bins that are made anew, taken over, and made for other leaves; after trials that were ended early.
  const whole = trials.filter(isWhole);
  expect(whole.length).toBeGreaterThan(1);
  expect(new Set(whole.map(({settings}) => settings.max_bin)).size).toBeGreaterThan(1);
  for (const {settings, value, runId} of whole) {
    const alone = await trackCrossValidation(store, model.withParams(settings), file, folds);
    expect((await store.getRun(alone.runId)).metrics.auc).toBe(value);
    const nested = (await readCrossValidations(store)).crossValidations.find(({parent}) => parent.runId === runId);
    for (const [fold, run] of nested?.folds.entries() ?? [])
      expect(await readText(run.runId, "model.txt")).toBe(alone.trained.folds[fold]?.text);
    expect(nested?.folds).toHaveLength(3);
    expect((await store.getRun(alone.runId)).params).toEqual(nested?.parent.params);
  }
});

test("a sweep that is interrupted, taken up and extended has the trials of one that is not", async () => {
  const controller = new AbortController();
  const interrupted = sweep({
    trials: 14,
    signal: controller.signal,
    onTrials: (trials) => trials.length === 4 && setImmediate(() => controller.abort(new Error("interrupted")))
  });
  await expect(interrupted).rejects.toThrow("interrupted");
  const before = await store.searchRuns({kind: "sweep"});
  expect(before.runs).toMatchObject([{name: "small", status: "KILLED"}]);
  await sweep({trials: 8});
  const extended = await sweep({trials: 16});
  const whole = await sweep({trials: 16}, await openStore());
  expect(contents(extended.trials)).toEqual(contents(whole.trials));
  expect(extended.trials.some(({prunedAt}) => prunedAt !== undefined)).toBe(true);

  const {runs} = await store.searchRuns({kind: "sweep"});
  expect(runs).toMatchObject([{runId: before.runs[0]?.runId, status: "FINISHED", tags: {[sweepTags.seed]: "1"}}]);
  const values = extended.trials.flatMap(({value, prunedAt}) => (prunedAt === undefined ? [value ?? 0] : []));
  expect(runs[0]?.metrics.best_auc).toBe(Math.max(...values));
  // Another seed, other trials.
  const other = await sweep({trials: 3, seed: 2}, await openStore());
  expect(other.trials[1]?.settings).not.toEqual(whole.trials[1]?.settings);
});

test("trials are nested in the sweep's run, and those that are pruned are KILLED at a rung", async () => {
  const {runId, trials} = await sweep({trials: 16});
  const {crossValidations, unfinished, foreign, damaged} = await readCrossValidations(store);
  const pruned = trials.filter(({prunedAt}) => prunedAt !== undefined);
  expect(pruned.length).toBeGreaterThan(0);
  expect(pruned.every(({number, prunedAt}) => number > 0 && (prunedAt === 2 || prunedAt === 6))).toBe(true);
  // As the paper's algorithm has it, from the first comparison on: of two the better one goes on.
  expect(pruned.some(({number}) => number < 11)).toBe(true);
  expect(crossValidations).toHaveLength(16 - pruned.length);
  expect(unfinished.map((run) => run.runId).sort()).toEqual(pruned.map((trial) => trial.runId).sort());
  expect(unfinished.every((run) => run.status === "KILLED" && isPruned(run))).toBe(true);
  expect({foreign, damaged}).toEqual({foreign: [], damaged: []});
  for (const {parent} of crossValidations) expect(parent.tags[mlflowTags.parentRunId]).toBe(runId);
  const {runs} = await store.searchRuns({[mlflowTags.parentRunId]: pruned[0]?.runId ?? ""});
  expect(runs.map(({status}) => status)).toEqual(["KILLED", "KILLED", "KILLED"]);
  expect(JSON.parse(await readText(runId, "space.json"))).toEqual(space);
});

test("another space, seed or data under the same name is refused, and so is a second process", async () => {
  const {runId} = await sweep({trials: 1});
  await expect(sweep({seed: 2})).rejects.toMatchObject({
    code: "sweep-differs",
    message: `The sweep “small” (run ${runId}) is of another seed (1). Name this one with --name.`
  });
  const others = runSweep(store, model, file, folds, space.slice(1), {});
  await expect(others).rejects.toThrow("is of another search space.");
  const otherFile = {...file, dataSource: {...file.dataSource, digest: "e".repeat(64)}};
  await expect(runSweep(store, model, otherFile, folds, space, {})).rejects.toThrow("is on other data.");
  await store.reopenRun(runId);
  await expect(sweep({trials: 2})).rejects.toMatchObject({code: "run-going-on"});
  await store.finishRun(runId, "FINISHED");
  expect((await sweep({trials: 2, name: "small"})).trials).toHaveLength(2);
});

test("settings that the model cannot be trained with are a failed trial, which others do not follow", async () => {
  const own = readSpace("boosting: [gbdt, rf]\nlearning_rate: {from: 0.01, to: 0.3}", model);
  // LightGBM's random forest needs bagging.
  const {trials} = await runSweep(store, model, file, folds, own, {trials: 6});
  const failed = trials.filter(({value}) => value === undefined);
  expect(failed.map(({settings}) => settings.boosting)).toEqual(failed.map(() => "rf"));
  expect(failed.length).toBeGreaterThan(0);
  expect(trials.filter(({settings}) => settings.boosting === "rf")).toEqual(failed);
  const again = await runSweep(store, model, file, folds, own, {trials: 6});
  expect(again.trials).toEqual(trials);
  const {runs} = await store.searchRuns({kind: "cross-validation"});
  expect(runs).toHaveLength(6);
  expect(runs.filter(({status, tags}) => status === "FAILED" && tags["sweep.failure"]).length).toBe(failed.length);
});

test("models without iterations are swept without pruning", async () => {
  const own = readSpace("C: {from: 0.0001, to: 10, scale: log}\nmax_iter: [50, 100]", logistic);
  const {trials} = await runSweep(store, logistic, file, folds, own, {trials: 3});
  expect(trials[0]?.settings).toEqual({C: 0.01, max_iter: 100});
  expect(trials.filter(({value, prunedAt}) => value !== undefined && prunedAt === undefined)).toHaveLength(3);
});

test("every model's own space can be read, and what it varies is in the files that the package has", async () => {
  const {catalogue} = await import("../../../models/catalogue/index.js");
  const {openSpace} = await import("../../../models/sweeps/defaultSpace.js");
  for (const known of catalogue) expect((await openSpace(known)).length).toBeGreaterThan(0);
  await expect(openSpace(model)).rejects.toMatchObject({code: "space-missing"});
  expect(await readFile("models/sweeps/spaces/logistic.yaml", "utf8")).toContain("C:");
});
