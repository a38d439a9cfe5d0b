import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readCrossValidations} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {logCrossValidation} from "../../models/staging/loggedRuns.js";
import {load} from "./loaded.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runs-"));
});

afterAll(() => rm(folder, {recursive: true}));

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
  await store.writeArtifact(odd.runId, "out-of-fold.csv", new TextEncoder().encode("target,probability\n1,2\n"));

  const none = join(folder, "none");
  const {experiment, details, warnings} = await load({env: {}, directory, data: none, staged: none});
  expect(experiment.runs.map(({name}) => name).sort()).toEqual(["odd", "sound"]);
  const {importance, outOfFold} = details.find(({runId}) => runId === odd.runId) ?? {};
  expect(importance).toEqual({reason: expect.stringContaining("importance.json of run odd cannot be read")});
  expect(outOfFold).toEqual({
    reason: expect.stringContaining("out-of-fold.csv of run odd cannot be read: probability")
  });
  expect(warnings).toHaveLength(2);
  expect(warnings.every((warning) => warning.startsWith("Not shown: "))).toBe(true);
});
