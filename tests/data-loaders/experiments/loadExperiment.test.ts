import {mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadExperiment} from "../../../data-loaders/experiments/loadExperiment.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {foldRuns} from "../../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {packRuns} from "../../../models/tracking/recorded/recordedRuns.js";
import {trackCrossValidation} from "../../../models/training/trackCrossValidation.js";
import {formatJson} from "../../../src/lib/json.js";
import {measured} from "../../../src/lib/metrics/metricSpread.js";
import {metrics as definitions} from "../../../src/lib/metrics/metrics.js";
import {sampleFile} from "../../models/training/sample.js";

const {file, folds} = sampleFile();
const params = {num_iterations: 8, min_data_in_leaf: 10};
const weak = treeModel({name: "weak", title: "Weak", params: {...params, num_leaves: 2, feature_fraction: 0.2}});
const strong = treeModel({name: "strong", title: "Strong", params: {...params, learning_rate: 0.3}});

let folder: string;
let recordedFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "runs-"));
  recordedFile = join(folder, "mlruns.tar.br");
  const store = new MlrunsStore(join(folder, "recorded"));
  await trackCrossValidation(store, weak, file, folds);
  await trackCrossValidation(store, strong, file, folds);
  await writeFile(recordedFile, await packRuns(store.location, {without: ["model.txt"]}));
});

afterAll(() => rm(folder, {recursive: true, force: true}));

const load = (directory: string, warnings: string[] = [], recorded = recordedFile) =>
  loadExperiment({
    env: {},
    directory: join(folder, directory),
    recordedFile: recorded,
    staged: join(folder, "staged"),
    warn: (message) => warnings.push(message)
  });

test("without runs of one's own the recorded runs are read, the best first", async () => {
  const {summary, details} = await load("none");
  expect(summary).toMatchObject({
    experiment: "santander-transactions",
    store: "recorded",
    dataSource: {kind: "demo", trainRows: 600, digest: "d".repeat(64)},
    stagedId: null
  });
  expect(summary.runs.map(({model, title}) => [model, title])).toEqual([
    ["strong", "Strong"],
    ["weak", "Weak"]
  ]);
  expect(summary.championId).toBe(summary.runs[0].runId);
  expect(Object.keys(summary.runs[0].metrics)).toEqual(definitions.map(({name}) => name));
  expect(summary.runs[0]).not.toHaveProperty("folds");

  const {metrics, folds: foldDetails, importance, outOfFold} = details[0];
  expect(measured(metrics.auc)?.folds).toEqual(foldDetails.map((fold) => fold.metrics.auc));
  expect(foldDetails[1].curves.auc.iterations).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(foldDetails[1].curves.auc.validation.at(-1)).toBeCloseTo(foldDetails[1].metrics.auc ?? 0, 6);
  if ("reason" in importance || "reason" in outOfFold) throw new Error("Artifacts are missing.");
  expect(
    importance
      .slice(0, 2)
      .map(({feature}) => feature)
      .sort()
  ).toEqual(["var_0", "var_1"]);
  const counted = [...outOfFold.histogram.positives, ...outOfFold.histogram.negatives].reduce((a, b) => a + b);
  expect(counted).toBe(600);
  expect(outOfFold.positives + outOfFold.negatives).toBe(600);
});

test("recorded runs on the same data stay beside runs of one's own; those on other data, damaged or alike in name are told apart", async () => {
  const store = new MlrunsStore(join(folder, "own"));
  const other = {...file, dataSource: {...file.dataSource, digest: "e".repeat(64)}};
  await trackCrossValidation(store, weak, other, folds, {name: "other data"});
  const broken = await trackCrossValidation(store, weak, file, folds, {name: "broken"});
  await trackCrossValidation(store, strong, file, folds);
  await trackCrossValidation(store, strong, file, folds);
  const [experiment] = (await readdir(store.location)).filter((name) => /^\d+$/.test(name));
  const [fold] = await foldRuns(store, await store.getRun(broken.runId));
  await writeFile(join(store.location, experiment, fold.runId, "meta.yaml"), "run_id: half");

  const warnings: string[] = [];
  const {summary} = await load("own", warnings);
  expect(summary.store).toBe(`${store.location} and the recorded runs`);
  expect(summary.runs.map(({name}) => name)).toEqual([
    expect.stringMatching(/^strong \([0-9a-f]{6}\)$/),
    expect.stringMatching(/^strong \([0-9a-f]{6}\)$/),
    "weak"
  ]);
  expect(warnings.join("\n")).toContain(fold.runId);
  expect(summary.leftOut.map(({reason, count}) => [reason, count])).toEqual([
    ["otherData", 1],
    ["damaged", 2]
  ]);
  expect(warnings.join("\n")).toContain("1 run on other data (other data, 600 rows of demo data)");
});

/** A run as somebody else might have logged it: two folds, no artifacts. */
async function logOddRun(store: MlrunsStore, name: string, aucs: readonly number[]): Promise<string> {
  const {runId} = await store.createRun({
    name,
    params: {folds: String(aucs.length)},
    tags: {kind: "cross-validation", model: name, "data.sha256": "d".repeat(64)}
  });
  for (const [fold, value] of aucs.entries()) {
    const child = await store.createRun({
      name: `fold ${fold}`,
      tags: {kind: "fold", fold: String(fold), "mlflow.parentRunId": runId}
    });
    await store.logBatch(child.runId, {metrics: [{key: "auc", value, step: 1, timestamp: 1}]});
    await store.finishRun(child.runId, "FINISHED");
  }
  await store.finishRun(runId, "FINISHED");
  return runId;
}

test("a run with a metric that is not a number is shown, last, and is no champion; its JSON is strict", async () => {
  const store = new MlrunsStore(join(folder, "odd"));
  const {runId} = await trackCrossValidation(store, weak, file, folds);
  const odd = await logOddRun(store, "odd", [1, Number.NaN]);
  const {summary, details} = await load("odd", [], "none");
  expect(summary.championId).toBe(runId);
  expect(summary.runs.map((run) => run.runId)).toEqual([runId, odd]);
  expect(summary.runs[1].metrics).toMatchObject({
    auc: {reason: "AUC of fold 1 was logged as NaN", faulty: true},
    brier: {reason: "Brier score was not logged", faulty: false}
  });
  expect(details[1].folds.map(({metrics}) => metrics)).toEqual([{auc: 1}, {}]);
  expect(details[1].importance).toMatchObject({reason: expect.stringContaining("importance.json")});
  expect(details[1].outOfFold).toMatchObject({reason: expect.stringContaining("out-of-fold.csv")});
  expect(JSON.parse(formatJson(details))).toEqual(JSON.parse(JSON.stringify(details)));
});

test("without a run that can be ranked there is no champion", async () => {
  await logOddRun(new MlrunsStore(join(folder, "only-odd")), "odd", [1, Number.NaN]);
  const {summary} = await load("only-odd", [], "none");
  expect(summary.championId).toBeNull();
  expect(summary.runs).toHaveLength(1);
});

test("where nothing was ever recorded the reader is told what to do", async () => {
  const missing = loadExperiment({
    env: {},
    directory: join(folder, "none"),
    recordedFile: join(folder, "nothing.tar.br")
  });
  await expect(missing).rejects.toMatchObject({code: "no-runs", message: expect.stringContaining("npm run train")});
});
