import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {chooseRun} from "../../../models/staging/chooseRun.js";
import {findChampion, findCrossValidation} from "../../../models/staging/findCrossValidation.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import type {Run} from "../../../models/tracking/runStore.js";
import {logCrossValidation} from "./loggedRuns.js";

let directory: string;
let store: MlrunsStore;
let first: Run;
let second: Run;
let forest: Run;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "runs-"));
  store = new MlrunsStore(directory);
  first = await logCrossValidation(store, {name: "lightgbm", startTime: 1, auc: 0.9});
  second = await logCrossValidation(store, {name: "more-leaves", startTime: 2, auc: 0.8});
  forest = await logCrossValidation(store, {name: "randomforest", model: "randomforest", startTime: 3, auc: 0.7});
});

afterAll(() => rm(directory, {recursive: true}));

test("a run is found by its id, the beginning of its id, and its name", async () => {
  expect(await findCrossValidation(store, second.runId)).toEqual(second);
  expect(await findCrossValidation(store, second.runId.slice(0, 12))).toEqual(second);
  expect(await findCrossValidation(store, "more-leaves")).toEqual(second);
});

test("the newest of several runs of a name is found", async () => {
  const again = await logCrossValidation(store, {name: "randomforest", model: "randomforest", startTime: 9, auc: 0.6});
  expect(await findCrossValidation(store, "randomforest")).toEqual(again);
  expect(await findCrossValidation(store, forest.runId)).toEqual(forest);
});

test("an unknown run is refused, with the name that was probably meant", async () => {
  await expect(findCrossValidation(store, "more-leafs")).rejects.toMatchObject({
    code: "unknown-run",
    message: expect.stringContaining("Did you mean `more-leaves`?")
  });
  await expect(findCrossValidation(store, "0123456789")).rejects.toMatchObject({code: "unknown-run"});
});

test("the beginning of several ids is refused, and too short a beginning is no id", () => {
  const runs = [
    {...first, runId: "abcd1"},
    {...second, runId: "abcd2"}
  ];
  expect(chooseRun(runs, "abcd2", "mlruns")).toBe(runs[1]);
  expect(() => chooseRun(runs, "abcd", "mlruns")).toThrow(
    expect.objectContaining({code: "ambiguous-run", message: expect.stringContaining("more-leaves")})
  );
  expect(() => chooseRun([runs[0]], "abc", "mlruns")).toThrow(expect.objectContaining({code: "unknown-run"}));
});

test("the champion has the best AUC", async () => {
  expect(await findChampion(store)).toEqual(first);
});

test.each([
  ["a metric of one fold is not a number", {foldMetrics: [{}, {auc: Number.NaN}, {}]}],
  ["another metric is infinite", {foldMetrics: [{logloss: Number.POSITIVE_INFINITY}, {}, {}]}],
  ["a fold has no AUC", {foldMetrics: [{auc: undefined}, {}, {}]}],
  ["the AUC is none", {auc: 1e308}],
  ["the threshold is not a number", {threshold: Number.NaN}]
])("the champion is the best healthy run, also where %s in a better one", async (name, logged) => {
  const folder = new MlrunsStore(join(directory, name));
  await logCrossValidation(folder, {name: "odd", auc: 0.98, ...logged});
  await expect(findChampion(folder)).rejects.toMatchObject({
    code: "no-usable-run",
    message: expect.stringMatching(/Run `odd` cannot be used: .*\. Train the model again\.$/)
  });
  const healthy = await logCrossValidation(folder, {name: "healthy", auc: 0.7});
  expect(await findChampion(folder)).toEqual(healthy);
});

test("a model's name means its run where no run has that name", () => {
  const runs = [{...second, name: "a"}, forest];
  expect(chooseRun(runs, "lightgbm", "mlruns")).toBe(runs[0]);
  expect(chooseRun([first, ...runs], "lightgbm", "mlruns")).toBe(first);
});

test("several runs of one name that differ are refused, with what tells them apart", () => {
  const changed = {...first, runId: "c".repeat(32), startTime: 5, params: {...first.params, learning_rate: "0.3"}};
  const runs = [changed, {...first, runId: "d".repeat(32)}];
  expect(() => chooseRun(runs, "lightgbm", "mlruns")).toThrow(
    expect.objectContaining({
      code: "ambiguous-run",
      message: [
        "`lightgbm` is the name of 2 runs; give the id of one:",
        "cccccccccccc  lightgbm, 1970-01-01 00:00 UTC, 400 training rows, learning_rate=0.3",
        "dddddddddddd  lightgbm, 1970-01-01 00:00 UTC, 400 training rows, learning_rate=(unset)"
      ].join("\n  ")
    })
  );
  expect(chooseRun(runs, "dddd", "mlruns")).toBe(runs[1]);
});

test("of several runs of one name, that on the data at hand is meant", () => {
  const here = {...first, tags: {...first.tags, "data.sha256": "1".repeat(64)}};
  expect(chooseRun([first, here], "lightgbm", "mlruns", "1".repeat(64))).toBe(here);
  expect(() => chooseRun([first, here], "lightgbm", "mlruns")).toThrow(
    expect.objectContaining({code: "ambiguous-run"})
  );
});

test("the champion is one on the data at hand", async () => {
  const folder = new MlrunsStore(join(directory, "two-versions"));
  const here = await logCrossValidation(folder, {name: "here", auc: 0.6, digest: "1".repeat(64)});
  await logCrossValidation(folder, {name: "there", auc: 0.9, startTime: 2});
  expect(await findChampion(folder, "1".repeat(64))).toEqual(here);
});

test("a store without runs says how to get one", async () => {
  const empty = new MlrunsStore(join(directory, "none"));
  await expect(findChampion(empty)).rejects.toMatchObject({
    code: "no-runs",
    message: expect.stringContaining("npm run train")
  });
});
