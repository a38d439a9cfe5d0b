import {mkdir, mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadExperiment} from "../../../data-loaders/experiments/loadExperiment.js";
import {readCrossValidations} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {logCrossValidation} from "../../models/staging/loggedRuns.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runs-"));
});

afterAll(() => rm(folder, {recursive: true}));

async function load(directory: string) {
  const warnings: string[] = [];
  const staged = join(folder, "none");
  const experiment = await loadExperiment({
    env: {},
    directory,
    data: join(folder, "none"),
    staged,
    warn: (message) => warnings.push(message)
  });
  return {...experiment, warnings};
}

test("a run whose artifacts cannot be read keeps its place and loses its charts alone", async () => {
  const directory = join(folder, "artifacts");
  const store = new MlrunsStore(directory);
  const odd = await logCrossValidation(store, {name: "odd", auc: 0.9});
  await logCrossValidation(store, {name: "sound", auc: 0.8});
  const {crossValidations} = await readCrossValidations(store);
  for (const {folds} of crossValidations)
    for (const {runId} of folds)
      await store.logBatch(runId, {metrics: [{key: "auc", value: 0.8, step: 1, timestamp: 1}]});
  await store.writeArtifact(odd.runId, "importance.json", new TextEncoder().encode("[{"));
  const [experimentId] = (await readdir(directory)).filter((name) => /^\d+$/.test(name));
  const inTheWay = join(directory, experimentId, odd.runId, "artifacts", "out-of-fold.csv");
  await mkdir(inTheWay);

  const {details, warnings} = await load(directory);
  expect(details.map(({name}) => name).sort()).toEqual(["odd", "sound"]);
  const {importance, outOfFold} = details.find(({name}) => name === "odd") ?? {};
  expect(importance).toEqual({reason: expect.stringContaining("importance.json of run odd cannot be read")});
  expect(outOfFold).toEqual({
    reason: expect.stringContaining(`${odd.runId}/artifacts/out-of-fold.csv cannot be read: it is a folder`)
  });
  expect(warnings.filter((warning) => warning.includes("Left out"))).toEqual([]);
});
