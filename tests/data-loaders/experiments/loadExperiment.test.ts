import {mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type LoadOptions, loadExperiment} from "../../../data-loaders/experiments/loadExperiment.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {foldRuns} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {packRuns} from "../../../models/tracking/recorded/recordedRuns.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {measuredMetric} from "../../../src/lib/experiment/experiment.js";
import {metrics as definitions} from "../../../src/lib/metrics/metrics.js";
import {sampleFile} from "../../models/training/sample.js";
import {load} from "./loaded.js";

const {file, folds} = sampleFile();
const params = {num_iterations: 8, min_data_in_leaf: 10};
const weak = treeModel({name: "weak", title: "Weak", params: {...params, num_leaves: 2, feature_fraction: 0.2}});
const strong = treeModel({name: "strong", title: "Strong", params: {...params, learning_rate: 0.3}});

let folder: string;
let recordedFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runs-"));
  recordedFile = join(folder, "mlruns.tar.br");
  const store = new MlrunsStore(join(folder, "recorded"));
  await trackCrossValidation(store, weak, file, folds);
  await trackCrossValidation(store, strong, file, folds);
  await writeFile(recordedFile, await packRuns(store.location, {without: ["model.txt"]}));
});

afterAll(() => rm(folder, {recursive: true, force: true}));

const loadFrom = (directory: string, recorded = recordedFile, env: LoadOptions["env"] = {}) =>
  load({
    env,
    directory: join(folder, directory),
    recordedFile: recorded,
    data: join(folder, "data"),
    staged: join(folder, "staged")
  });

test("without runs of one's own the recorded runs are read, the best first", async () => {
  const {experiment, details, scores} = await loadFrom("none");
  expect(experiment).toMatchObject({
    names: ["santander-transactions"],
    store: "recorded",
    dataSources: [{kind: "demo", trainRows: 600, digest: "d".repeat(64)}],
    primaryMetric: "auc",
    stagedId: null,
    leftOut: [],
    sweeps: []
  });
  const [best, second] = experiment.runs;
  expect([best, second].map(({model, title, kind, data}) => [model, title, kind, data])).toEqual([
    ["strong", "Strong", "cross-validation", 0],
    ["weak", "Weak", "cross-validation", 0]
  ]);
  expect(experiment.championId).toBe(best.runId);
  expect(Object.keys(best.metrics)).toEqual(definitions.map(({name}) => name));
  expect(experiment.metrics.map(({name}) => name)).toEqual(definitions.map(({name}) => name));
  expect(best.has).toEqual({curves: true, outOfFold: true, importance: true});

  const [{folds: foldDetails, curves, importance, outOfFold, command, versions}] = details;
  expect(foldDetails.map((fold) => fold.metrics.auc)).toEqual(
    measuredMetric(best, "auc")?.folds.map((value) => expect.closeTo(value, 6))
  );
  const auc = curves.find(({metric}) => metric.name === "auc");
  const validation = auc?.series.find(({fold, part}) => fold === 1 && part === "validation");
  expect(validation?.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(validation?.values.at(-1)).toBeCloseTo(foldDetails[1].metrics.auc, 6);
  expect(curves.map(({metric}) => metric.name).sort()).toEqual(["auc", "logloss"]);
  expect({command, versions}).toEqual({command: "npm run train -- strong", versions: {}});
  if ("reason" in importance || "reason" in outOfFold) throw new Error("Artifacts are missing.");
  expect(
    importance
      .slice(0, 2)
      .map(({feature}) => feature)
      .sort()
  ).toEqual(["var_0", "var_1"]);
  const counted = [...outOfFold.histogram.positives, ...outOfFold.histogram.negatives].reduce((a, b) => a + b);
  expect(counted).toBe(600);
  expect(outOfFold.positives + outOfFold.negatives).toBe(600);

  expect(best.foldsKey).toMatch(/^[0-9a-f]{16}$/);
  expect(second.foldsKey).toBe(best.foldsKey);
  const [a, b] = [scores.get(best.runId), scores.get(second.runId)];
  expect(a?.rows).toEqual(b?.rows);
  expect([a?.rows.length, a?.probabilities.length]).toEqual([600, 2400]);
  expect(a?.rows.filter((row) => row & 1)).toHaveLength(outOfFold.positives);
});

test("recorded runs on the same data stay beside runs of one's own; those on other data, damaged or alike in name are told apart", async () => {
  const store = new MlrunsStore(join(folder, "own"));
  const other = {...file, dataSource: {...file.dataSource, digest: "e".repeat(64)}};
  await trackCrossValidation(store, weak, other, folds, {name: "other data"});
  const broken = await trackCrossValidation(store, weak, file, folds, {name: "broken"});
  await trackCrossValidation(store, strong, file, folds);
  await trackCrossValidation(store, strong, file, folds);
  const [experimentId] = (await readdir(store.location)).filter((name) => /^\d+$/.test(name));
  const [fold] = await foldRuns(store, await store.getRun(broken.runId));
  await writeFile(join(store.location, experimentId, fold.runId, "meta.yaml"), "run_id: half");

  const {experiment, warnings} = await loadFrom("own");
  expect(experiment.store).toBe(`${store.location} and the recorded runs`);
  expect(experiment.runs.map(({name, data}) => [name, data])).toEqual([
    [expect.stringMatching(/^strong \([0-9a-f]{6}\)$/), 0],
    [expect.stringMatching(/^strong \([0-9a-f]{6}\)$/), 0],
    ["weak", 0],
    ["other data", 1]
  ]);
  expect(experiment.dataSources.map(({digest}) => digest[0])).toEqual(["d", "e"]);
  expect(warnings.join("\n")).toContain(fold.runId);
  expect(experiment.leftOut.map(({reason, count}) => [reason, count])).toEqual([["damaged", 2]]);
});

test("whoever names an experiment gets that one, or is told that it is not there; several stand side by side", async () => {
  const named = (MLFLOW_EXPERIMENT_NAME: string) => loadFrom("named", recordedFile, {MLFLOW_EXPERIMENT_NAME});
  const log = async (experiment: string) => {
    const store = new MlrunsStore(join(folder, "named"), undefined, experiment);
    const {runId} = await store.createRun({name: `of ${experiment}`});
    await store.logBatch(runId, {metrics: [{key: "rmse", value: 1, step: 0, timestamp: 1}]});
    await store.finishRun(runId, "FINISHED");
  };
  await log("one");
  await log("two");
  const {experiment} = await named("one, two");
  expect(experiment.names).toEqual(["one", "two"]);
  expect(experiment.runs.map(({experiment, name}) => [experiment, name]).sort()).toEqual([
    ["one", "of one"],
    ["two", "of two"]
  ]);
  await expect(named("three")).rejects.toMatchObject({
    code: "no-experiment",
    message: expect.stringContaining("“three”")
  });
});

/** A run as somebody else might have logged it: two folds, no artifacts. */
async function logOddRun(
  store: MlrunsStore,
  name: string,
  aucs: readonly number[],
  tags: Record<string, string> = {}
): Promise<string> {
  const {runId} = await store.createRun({
    name,
    params: {folds: String(aucs.length)},
    tags: {kind: "cross-validation", model: name, "data.sha256": "d".repeat(64), ...tags}
  });
  for (const [fold, value] of aucs.entries()) {
    const child = await store.createRun({
      name: `fold ${fold}`,
      tags: {kind: "fold", fold: String(fold), "mlflow.parentRunId": runId}
    });
    await store.logBatch(child.runId, {metrics: [{key: "auc", value, step: 1, timestamp: 1}]});
    await store.finishRun(child.runId, "FINISHED");
  }
  await store.finishRun(runId, "FINISHED");
  return runId;
}

test("a run with a metric that is not a number is shown, last, and is no champion; its JSON is strict", async () => {
  const store = new MlrunsStore(join(folder, "odd"));
  const {runId} = await trackCrossValidation(store, weak, file, folds);
  const odd = await logOddRun(store, "odd", [1, Number.NaN]);
  const {experiment, details} = await loadFrom("odd", "none");
  expect(experiment.championId).toBe(runId);
  expect(experiment.runs.map((run) => run.runId)).toEqual([runId, odd]);
  expect(experiment.runs[1].metrics).toEqual({auc: {reason: "AUC of fold 1 was logged as NaN", faulty: true}});
  expect(details[1].folds.map(({metrics}) => metrics)).toEqual([{auc: 1}, {}]);
  expect(details[1].importance).toMatchObject({reason: expect.stringContaining("importance.json")});
  expect(details[1].outOfFold).toMatchObject({reason: expect.stringContaining("out-of-fold.csv")});
});

test("of equal runs the one that is no sweep's trial stands first", async () => {
  const store = new MlrunsStore(join(folder, "equal"));
  const {runId: sweep} = await store.createRun({name: "sweep", tags: {kind: "sweep", "data.sha256": "d".repeat(64)}});
  await store.finishRun(sweep, "FINISHED");
  // Ids are random: of ten trials one would come first by its id.
  const trial = (number: number) =>
    logOddRun(store, `trial ${number}`, [0.8, 0.9], {"mlflow.parentRunId": sweep, "sweep.trial": String(number)});
  for (let number = 0; number < 10; ++number) await trial(number);
  const alone = await logOddRun(store, "alone", [0.8, 0.9]);
  const {experiment} = await loadFrom("equal", "none");
  expect(experiment.runs).toHaveLength(11);
  expect(experiment.championId).toBe(alone);
});

test("without a run that can be ranked there is no champion", async () => {
  await logOddRun(new MlrunsStore(join(folder, "only-odd")), "odd", [1, Number.NaN]);
  const {experiment} = await loadFrom("only-odd", "none");
  expect(experiment.championId).toBeNull();
  expect(experiment.runs).toHaveLength(1);
});

test("where nothing was ever recorded the reader is told what to do", async () => {
  const missing = loadExperiment({
    env: {},
    directory: join(folder, "none"),
    recordedFile: join(folder, "nothing.tar.br")
  });
  await expect(missing).rejects.toMatchObject({code: "no-runs", message: expect.stringContaining("npm run train")});
});
