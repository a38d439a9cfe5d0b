import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {finishedCrossValidations, foldRuns} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {metrics} from "../../../src/lib/metrics/metrics.js";
import {sampleFile} from "./sample.js";

const params = {num_iterations: 10, min_data_in_leaf: 10};
const model = treeModel({name: "small", title: "Small", params});
const {file, folds} = sampleFile();

let store: MlrunsStore;

beforeEach(async () => {
  store = new MlrunsStore(await mkdtemp(join(tmpdir(), "mlruns-")));
});

afterEach(() => rm(store.location, {recursive: true}));

const readText = async (runId: string, path: string) => new TextDecoder().decode(await store.readArtifact(runId, path));

test("a cross-validation is a finished parent run with a child run for every fold", async () => {
  const {runId, trained} = await trackCrossValidation(store, model, file, folds, {name: "first"});

  const parent = await store.getRun(runId);
  expect(parent).toMatchObject({
    name: "first",
    status: "FINISHED",
    params: {num_iterations: "10", objective: "binary", folds: "3"},
    tags: {kind: "cross-validation", model: "small", "data.sha256": "d".repeat(64), "data.id_column": "ID_code"}
  });
  expect(Object.keys(parent.metrics)).toEqual(
    expect.arrayContaining([...metrics.map(({name}) => name), "auc_standard_deviation"])
  );
  expect(parent.metrics.threshold).toBe(trained.threshold);
  expect((await finishedCrossValidations(store)).runs.map((run) => run.runId)).toEqual([runId]);

  const children = await foldRuns(store, parent);
  expect(children.map(({tags, metrics}) => [tags.fold, metrics.auc])).toEqual(
    trained.metrics.map(({auc}, fold) => [String(fold), auc])
  );
  expect(await readText(children[2].runId, "model.txt")).toBe(trained.folds[2].text);
  const curve = await store.metricHistory(children[0].runId, "validation_auc");
  expect(curve.map(({step}) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("out-of-fold predictions and importances are the parent's artifacts", async () => {
  const {runId, trained} = await trackCrossValidation(store, model, file, folds);
  const lines = (await readText(runId, "out-of-fold.csv")).split("\n");
  expect(lines[0]).toBe("ID_code,kfold,target,probability");
  expect(lines[4]).toBe(`train_3,0,${file.data.target[3]},${trained.outOfFold[3].toFixed(5)}`);
  const importance = JSON.parse(await readText(runId, "importance.json"));
  expect(importance[1]).toMatchObject({feature: "var_1", split: trained.folds.map((fold) => fold.importance.split[1])});
});

test("an interrupted training is marked KILLED, a failed one FAILED", async () => {
  const long = treeModel({...model, params: {...params, num_iterations: 1_000_000}});
  const controller = new AbortController();
  const interrupted = trackCrossValidation(store, long, file, folds, {
    name: "interrupted",
    signal: controller.signal,
    onIteration: () => controller.abort()
  });
  await expect(interrupted).rejects.toThrow();
  const bad = treeModel({...model, params: {...params, monotone_constraints: [1]}});
  await expect(trackCrossValidation(store, bad, file, folds, {name: "bad"})).rejects.toThrow("Training failed");
  const {runs} = await store.searchRuns();
  const statuses = (parent: string) => {
    const runId = runs.find(({name}) => name === parent)?.runId;
    return runs.flatMap((run) => (run.runId === runId || run.tags["mlflow.parentRunId"] === runId ? [run.status] : []));
  };
  expect(statuses("interrupted")).toEqual(Array.from({length: 1 + folds.folds}, () => "KILLED"));
  expect(statuses("bad")).toEqual(Array.from({length: 1 + folds.folds}, () => "FAILED"));
  expect((await finishedCrossValidations(store)).runs).toEqual([]);
});
