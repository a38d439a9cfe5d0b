import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {openTrainedModel} from "../../../models/staging/openTrainedModel.js";
import {runTags} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {parseTreeEnsemble} from "../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../src/lib/trees/predict.js";
import {mergedText} from "../../fixtures/stagedModel.js";
import {modelText, rows} from "../../fixtures/trees/fixture.js";
import {logCrossValidation} from "./loggedRuns.js";

let directory: string;
let store: MlrunsStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "runs-"));
  store = new MlrunsStore(directory);
});

afterAll(() => rm(directory, {recursive: true}));

test("a run is opened as the average of its folds, with what it says of itself", async () => {
  const run = await logCrossValidation(store, {name: "newer", model: "stumps", startTime: 2, idColumn: "id"});
  const {manifest, model} = await openTrainedModel(store, run);
  expect(manifest).toMatchObject({runName: "newer", idColumn: "id", threshold: 0.25});
  expect(manifest.features).toEqual(parseTreeEnsemble(mergedText).featureNames);
  const session = await openNodeSession(model, manifest);
  const scores = await session.run(Float64Array.from(rows.flat()), rows.length);
  const ensemble = parseTreeEnsemble(mergedText);
  for (const [index, row] of rows.entries()) {
    expect(Math.abs(scores[index] - predictProbability(ensemble, row))).toBeLessThan(1e-6);
  }
});

test("a run that lost a fold is refused", async () => {
  const run = await logCrossValidation(store, {name: "two-folds", texts: ["fold-0", "fold-1"].map(modelText)});
  const {runs} = await store.searchRuns({[runTags.fold]: "1"});
  const lost = runs.find(({tags}) => tags["mlflow.parentRunId"] === run.runId);
  await store.logBatch(lost?.runId ?? "", {tags: {"mlflow.parentRunId": "0".repeat(32)}});
  await expect(openTrainedModel(store, run)).rejects.toMatchObject({
    code: "damaged-run",
    message: expect.stringContaining("1 of its 2 folds")
  });
});

test("folds that cannot be averaged are refused", async () => {
  const mixed = await logCrossValidation(store, {name: "mixed", texts: ["fold-0", "forest-fold-1"].map(modelText)});
  await expect(openTrainedModel(store, mixed)).rejects.toMatchObject({code: "folds-differ"});
  const cut = await logCrossValidation(store, {name: "cut", texts: [modelText("fold-0").slice(0, 2000)]});
  await expect(openTrainedModel(store, cut)).rejects.toMatchObject({code: "model-text-truncated"});
});
