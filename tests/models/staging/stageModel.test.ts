import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "fflate";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {stageModel} from "../../../models/staging/stageModel.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {mergedText} from "../../fixtures/stagedModel.js";
import {modelText, rows as oddRows, predictionsOf} from "../../fixtures/trees/fixture.js";
import {logCrossValidation} from "./loggedRuns.js";
import {features, rows, writeTrainingData} from "./trainingData.js";

let root: string;
let train: string;
let directory: string;
let store: MlrunsStore;
let digest: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stage-"));
  directory = join(root, "models", "staged");
  store = new MlrunsStore(join(root, "mlruns"));
  const dataDirectory = join(root, "data");
  train = join(dataDirectory, "raw", "train.csv");
  digest = await writeTrainingData(dataDirectory);
});

afterAll(() => rm(root, {recursive: true}));

test("a run becomes a staged model that knows its data", async () => {
  const run = await logCrossValidation(store, {name: "good", auc: 0.875, digest});
  const manifest = await stageModel(store, "good", train, {directory});
  const staged = await readStaged(directory);
  expect(staged.manifest).toEqual(manifest);
  expect(manifest).toMatchObject({
    model: "lightgbm",
    runId: run.runId,
    runName: "good",
    folds: 3,
    idColumn: "ID_code",
    targetColumn: "target",
    features,
    threshold: 0.25,
    metrics: {auc: {mean: 0.875, standardDeviation: expect.closeTo(0.01, 12)}},
    trainingData: {kind: "demo", trainRows: 400, digest}
  });
  for (const {counts, missing} of manifest.histograms) {
    expect(missing).toBe(rows / 40);
    expect(counts.reduce((sum, count) => sum + count) + missing).toBe(rows);
    expect(counts.length).toBeLessThanOrEqual(20);
  }
  const text = gunzipSync(await readFile(join(directory, "model.txt.gz")));
  expect(new TextDecoder().decode(text)).toBe(mergedText);
});

test("a run that never logged one of the metrics is staged without it", async () => {
  const older = [{brier: undefined}, {brier: undefined}, {brier: undefined}];
  await logCrossValidation(store, {name: "older", auc: 0.8, digest, foldMetrics: older});
  const {metrics} = await stageModel(store, "older", train, {directory: join(root, "older")});
  expect(metrics).not.toHaveProperty("brier");
  expect(metrics.auc?.mean).toBeCloseTo(0.8, 12);
});

test("staging again gives the same bytes", async () => {
  const again = join(root, "again");
  const manifest = await stageModel(store, "good", train, {directory: again});
  expect((await readdir(again)).sort()).toEqual(["manifest.json", "model.onnx", "model.scorer.gz", "model.txt.gz"]);
  for (const file of await readdir(again)) {
    expect(await readFile(join(again, file))).toEqual(await readFile(join(directory, file)));
  }
  expect(manifest.files).toEqual((await readStaged(directory)).manifest.files);
});

test.each([
  ["categorical", "The model splits on categories, which its ONNX form cannot express."],
  ["missing-zero", "The model counts zeros as missing (`zero_as_missing`), which its ONNX form cannot express."]
])("a run of %s trees is staged without ONNX, says so, and scores as LightGBM does", async (name, reason) => {
  const stored = new MlrunsStore(join(root, `runs-${name}`));
  await logCrossValidation(stored, {name, digest, texts: [name, name, name].map(modelText)});
  const notices: string[] = [];
  const place = join(root, name);
  await stageModel(stored, name, train, {directory: place, onNotice: (sentence) => notices.push(sentence)});
  expect((await readdir(place)).sort()).toEqual(["manifest.json", "model.scorer.gz", "model.txt.gz"]);
  expect(notices).toEqual([expect.stringContaining(`${reason} So \`model.onnx\``)]);

  const {model, manifest} = await readStaged(place);
  const session = await openNodeSession(model, manifest);
  const found = await session.run(Float64Array.from(oddRows.flat()), oddRows.length);
  for (const [row, probability] of predictionsOf(name).probability.entries())
    expect(Math.abs((found[row] ?? Number.NaN) - probability)).toBeLessThan(1e-7);
});

test.each([
  ["of an unknown name", {}, "goood", "unknown-run"],
  ["on other data", {digest: "1".repeat(64)}, "wrong", "staged-other-data"],
  ["with a metric that is not a number", {foldMetrics: [{}, {brier: Number.NaN}, {}]}, "wrong", "damaged-run"],
  ["with a threshold that is not one", {threshold: Number.POSITIVE_INFINITY}, "wrong", "damaged-run"],
  ["with a damaged fold", {texts: [modelText("fold-0").slice(0, 500)]}, "wrong", "model-text-truncated"],
  ["of linear trees", {texts: [modelText("linear")]}, "wrong", "model-text-unsupported"]
])("a run %s changes nothing", async (_, logged, wanted, code) => {
  const before = await readStaged(directory);
  const stored = new MlrunsStore(join(root, code));
  await logCrossValidation(stored, {name: "good", digest});
  await logCrossValidation(stored, {name: "wrong", digest, ...logged});
  await expect(stageModel(stored, wanted, train, {directory})).rejects.toMatchObject({code});
  expect(await readStaged(directory)).toEqual(before);
  expect(await readdir(join(root, "models"))).toEqual(["staged"]);
});
