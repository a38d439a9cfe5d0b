import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {splitRows} from "../../../dataset/splitRows.js";
import {naiveBayes} from "../../../models/catalogue/naiveBayes.js";
import {confirmBest, findSweep} from "../../../models/sweeps/confirmBest.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {runSweep} from "../../../models/sweeps/runSweep.js";
import {readCrossValidations} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {sampleFile} from "../training/sample.js";

const {file} = sampleFile();
const folds = splitRows(file.data.target, {folds: 3, seed: 1});
const space = readSpace(
  "bins: {from: 2, to: 60, scale: log, step: 1}\nalpha: {from: 0.01, to: 100, scale: log}",
  naiveBayes
);
const {digest} = file.dataSource;

let store: MlrunsStore;

beforeAll(async () => {
  store = new MlrunsStore(await mkdtemp(join(tmpdir(), "mlruns-")));
});

afterAll(() => rm(store.location, {recursive: true, force: true}));

const sweepTo = (trials: number) => runSweep(store, naiveBayes, file, folds, space, {trials});
const confirm = async () => {
  const trained: number[] = [];
  const confirmed = await confirmBest(store, naiveBayes, await findSweep(store, digest), file.data, folds, {
    onProgress: (done) => trained.push(Math.ceil(done))
  });
  return {confirmed, trained: new Set(trained).size};
};

test("the best trials are confirmed on fresh folds once, and again only what is new", async () => {
  await sweepTo(5);
  const first = await confirm();
  expect(first.trained).toBe(3);
  expect(first.confirmed.map(({isKnown}) => isKnown)).toEqual([false, false, false]);
  const {trials} = await findSweep(store, digest);
  const best = trials.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).slice(0, 3);
  expect(first.confirmed.map(({trial}) => trial.number).sort()).toEqual(best.map(({number}) => number).sort());
  for (const {trial, fresh} of first.confirmed) {
    expect(fresh.mean).not.toBe(trial.value);
    expect(fresh.low).toBeLessThan(fresh.mean);
  }

  const second = await confirm();
  expect(second.trained).toBe(0);
  expect(second.confirmed).toEqual(first.confirmed.map((confirmed) => ({...confirmed, isKnown: true})));

  // Trials and their sweep are what they were.
  expect((await sweepTo(5)).trials).toHaveLength(5);
  const {crossValidations, foreign} = await readCrossValidations(store);
  expect(crossValidations).toHaveLength(5);
  expect(foreign).toEqual([]);

  await sweepTo(25);
  const extended = await confirm();
  const isOld = (number: number) => first.confirmed.some(({trial}) => trial.number === number);
  for (const {trial, isKnown} of extended.confirmed) expect(isKnown).toBe(isOld(trial.number));
  expect(extended.trained).toBe(extended.confirmed.filter(({isKnown}) => !isKnown).length);
  expect(extended.trained).toBeGreaterThan(0);
});

test("a confirmation on other fresh folds, or one that did not end, is not taken over", async () => {
  const sweep = await findSweep(store, digest);
  const [again] = await confirmBest(store, naiveBayes, sweep, file.data, folds, {most: 1, repeats: 3});
  expect(again?.isKnown).toBe(false);
  const {runs} = await store.searchRuns({kind: "confirmation"});
  for (const {runId} of runs) await store.finishRun(runId, "KILLED");
  const [anew] = await confirmBest(store, naiveBayes, sweep, file.data, folds, {most: 1, repeats: 3});
  expect(anew).toEqual(again);
});

test("a sweep without a whole trial, or of another name or file, cannot be confirmed", async () => {
  const {sweep} = await findSweep(store, digest);
  const none = confirmBest(store, naiveBayes, {sweep, trials: []}, file.data, folds);
  await expect(none).rejects.toMatchObject({code: "no-trial"});
  await expect(findSweep(store, digest, "other")).rejects.toThrow("There is no sweep “other” on this training file");
  await expect(findSweep(store, "0".repeat(64))).rejects.toMatchObject({code: "no-sweep"});
});
