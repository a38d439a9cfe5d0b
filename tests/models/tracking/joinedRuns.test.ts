import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {naiveBayes} from "../../../models/catalogue/naiveBayes.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {runSweep} from "../../../models/sweeps/runSweep.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {joinRecordedRuns} from "../../../models/tracking/recorded/joinedRuns.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {sampleFile} from "../training/sample.js";

const {file, folds} = sampleFile();
const space = readSpace("bins: {from: 5, to: 60, step: 1}", naiveBayes);

let directory: string;
let own: MlrunsStore;
let recorded: MlrunsStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "joined-"));
  own = new MlrunsStore(join(directory, "own"));
  recorded = new MlrunsStore(join(directory, "recorded"));
  await trackCrossValidation(recorded, naiveBayes, file, folds);
  await runSweep(recorded, naiveBayes, file, folds, space, {name: "mini", trials: 2});
});

afterAll(() => rm(directory, {recursive: true, force: true}));

const names = async () => {
  const {runs} = await (await joinRecordedRuns(own, recorded)).searchRuns();
  return runs
    .map(({name}) => name)
    .filter((name) => !name.startsWith("fold"))
    .sort();
};

test("recorded sweeps stay whole beside runs of one's own, until one's own sweep has their name", async () => {
  expect(await names()).toEqual([]);
  await trackCrossValidation(own, naiveBayes.withParams({bins: 9}), file, folds, {name: "nine bins"});
  expect(await names()).toEqual(["mini", "mini trial 0", "mini trial 1", "naive-bayes", "nine bins"]);
  const {runId} = await runSweep(own, naiveBayes, file, folds, space, {name: "mini", trials: 1});
  expect(await names()).toEqual(["mini", "mini trial 0", "naive-bayes", "nine bins"]);
  const {runs} = await (await joinRecordedRuns(own, recorded)).searchRuns({kind: "sweep"});
  expect(runs.map((run) => run.runId)).toEqual([runId]);
});

test("on other data none of them is shown", async () => {
  const other = {...file, dataSource: {...file.dataSource, digest: "e".repeat(64)}};
  own = new MlrunsStore(join(directory, "other"));
  await trackCrossValidation(own, naiveBayes, other, folds);
  expect(await names()).toEqual(["naive-bayes"]);
});
