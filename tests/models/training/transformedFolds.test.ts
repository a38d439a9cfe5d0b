import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {averageFolds} from "../../../models/staging/averageFolds.js";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {engineModels} from "../../../models/staging/portableModel.js";
import {foldRuns} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import type {Transformation} from "../../../src/lib/features/transformation.js";
import {sampleFile} from "./sample.js";

const {file, folds} = sampleFile();
let store: MlrunsStore;

beforeAll(async () => {
  store = new MlrunsStore(await mkdtemp(join(tmpdir(), "mlruns-")));
});

afterAll(() => rm(store.location, {recursive: true}));

const counts: Transformation = {kind: "value-counts", features: ["var_0"], cap: 9};
const clip: Transformation = {kind: "clip", features: ["var_1"], lower: 0.3, upper: 0.9};

test.each([
  ["the same for all folds", [counts], 1],
  ["of each fold's own training rows", [counts, clip], 3]
])(
  "transformations %s are recorded, and scored with as they were trained with",
  async (_, transformations, pipelines) => {
    const params = {num_iterations: 20, min_data_in_leaf: 10};
    const model = treeModel({name: "small", title: "Small", params, transformations});
    const {runId, trained} = await trackCrossValidation(store, model, file, folds);
    const run = await store.getRun(runId);
    expect(JSON.parse(run.params.transformations ?? "")).toEqual(transformations);
    const importance = new TextDecoder().decode(await store.readArtifact(runId, "importance.json"));
    expect(JSON.parse(importance)[6]).toMatchObject({feature: "var_0_count"});

    const averaged = await averageFolds(store, run);
    expect(averaged.input.features).toEqual(file.data.featureNames);
    expect(averaged.input.pipelines).toHaveLength(pipelines);
    const session = await openNodeSession(engineModels(averaged)[0], averaged.input);
    const {columns} = file.data;
    const rows = folds.assignments.length;
    const features = Float64Array.from(
      {length: rows * 6},
      (_, index) => columns[index % 6]?.[Math.floor(index / 6)] ?? 0
    );
    const found = await session.run(features, rows);

    // The staged model is the mean of the folds' log-odds; each fold is known by the rows held out from it.
    const logit = (probability: number) => Math.log(probability / (1 - probability));
    expect((await foldRuns(store, run)).length).toBe(3);
    const own = trained.outOfFold;
    const correlation = correlationOf([...found].map(logit), [...own].map(logit));
    expect(correlation).toBeGreaterThan(0.9);
  }
);

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    mean(x.map((value, index) => (value - mx) * ((y[index] ?? 0) - my)));
  return covariance(a, meanA, b, meanB) / Math.sqrt(covariance(a, meanA, a, meanA) * covariance(b, meanB, b, meanB));
}
