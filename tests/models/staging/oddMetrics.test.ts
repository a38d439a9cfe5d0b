import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readStaged} from "../../../models/staging/readStaged.js";
import {stageModel} from "../../../models/staging/stageModel.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {UserError} from "../../../src/lib/errors.js";
import {foldMetrics, isSound, odd, share} from "../../fixtures/oddMetrics.js";
import {logCrossValidation} from "./loggedRuns.js";
import {writeTrainingData} from "./trainingData.js";

let root: string;
let train: string;
let directory: string;
let digest: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stage-"));
  directory = join(root, "models", "staged");
  train = join(root, "data", "raw", "train.csv");
  digest = await writeTrainingData(join(root, "data"));
  const store = new MlrunsStore(join(root, "sound"));
  await logCrossValidation(store, {name: "sound", digest});
  await stageModel(store, "sound", train, {directory});
});

afterAll(() => rm(root, {recursive: true}));

test("whatever a run's folds have logged, it is staged soundly or replaces nothing", async () => {
  let count = 0;
  const three = {minLength: 3, maxLength: 3};
  const folds = fc.oneof(fc.array(foldMetrics, three), fc.array(foldMetrics.filter(isSound), three));
  await fc.assert(
    fc.asyncProperty(folds, fc.oneof({weight: 4, arbitrary: share}, odd), async (foldValues, threshold) => {
      const store = new MlrunsStore(join(root, `mlruns-${++count}`));
      const {runId} = await logCrossValidation(store, {name: "odd", digest, foldMetrics: foldValues, threshold});
      const before = await readStaged(directory);
      const isStaged = await stageModel(store, "odd", train, {directory}).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(UserError);
          return false;
        }
      );
      const after = await readStaged(directory);
      if (isStaged) {
        expect(foldValues.every(isSound) && threshold >= 0 && threshold <= 1).toBe(true);
        expect(after.manifest.runId).toBe(runId);
      } else expect(after).toEqual(before);
      expect(await readdir(join(root, "models"))).toEqual(["staged"]);
    }),
    {numRuns: 60}
  );
});
