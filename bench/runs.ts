import {spawnSync} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {loadExperiment} from "../data-loaders/experiments/loadExperiment.js";
import {artifactPaths, runKinds, runTags} from "../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../models/tracking/mlruns/mlrunsStore.js";
import {mlflowTags, type RunStore} from "../models/tracking/runStore.js";
import {metrics} from "../src/lib/metrics/metrics.js";
import {RandomSource} from "../src/lib/random.js";

/**
 * From an mlruns directory to what the report shows: cross-validations of five folds with curves of 150 steps. Beside
 * it Python's search_runs on the same directory, which reads less: no curves and no artifacts.
 */
const sizes = process.argv.slice(2).map(Number);
const folds = 5;
const steps = 150;
const rows = 200;
const source = new RandomSource(1);
const random = () => source.uniform();

for (const size of sizes.length > 0 ? sizes : [40, 300]) {
  const directory = await mkdtemp(join(tmpdir(), "bench-runs-"));
  try {
    const store = new MlrunsStore(directory);
    for (let run = 0; run < size; ++run) await logCrossValidation(store, `run-${run}`);
    const start = performance.now();
    const {runs} = await loadExperiment({env: {}, directory, warn: fail});
    const seconds = (performance.now() - start) / 1000;
    if (runs.length !== size) throw new Error(`${runs.length} of ${size} were read.`);
    const python = searchInPython(directory);
    const theirs = python === undefined ? "no Python with MLflow" : `Python's search_runs ${python.toFixed(2)} s`;
    process.stdout.write(`  ${size} cross-validations: ${seconds.toFixed(2)} s; ${theirs}\n`);
  } finally {
    await rm(directory, {recursive: true});
  }
}

async function logCrossValidation(store: RunStore, name: string): Promise<void> {
  const model = {[runTags.model]: "lightgbm", [runTags.dataDigest]: "d".repeat(64)};
  const params = Object.fromEntries(Array.from({length: 12}, (_, i) => [`param_${i}`, String(i)]));
  const parent = await store.createRun({
    name,
    params: {...params, folds: String(folds)},
    tags: {...model, [runTags.kind]: runKinds.crossValidation, [runTags.title]: "LightGBM"}
  });
  const finals = () =>
    [...metrics.map(({name}) => name), "threshold"].map((key) => ({key, value: random(), step: steps, timestamp: 1}));
  for (let fold = 0; fold < folds; ++fold) {
    const tags = {
      ...model,
      [runTags.kind]: runKinds.fold,
      [runTags.fold]: String(fold),
      [mlflowTags.parentRunId]: parent.runId
    };
    const {runId} = await store.createRun({name: `fold ${fold}`, params: {...params, fold: String(fold)}, tags});
    const curves = ["training_auc", "validation_auc", "training_logloss", "validation_logloss"].flatMap((key) =>
      Array.from({length: steps}, (_, i) => ({key, value: random(), step: i + 1, timestamp: 1}))
    );
    await store.logBatch(runId, {metrics: [...finals(), ...curves]});
    await store.finishRun(runId, "FINISHED");
  }
  await store.logBatch(parent.runId, {metrics: finals()});
  const encoder = new TextEncoder();
  const lines = Array.from({length: rows}, (_, i) => `train_${i},${i % folds},${i % 3 === 0 ? 1 : 0},${random()}\n`);
  const outOfFold = `ID_code,kfold,target,probability\n${lines.join("")}`;
  await store.writeArtifact(parent.runId, artifactPaths.outOfFold, encoder.encode(outOfFold));
  const importance = [{feature: "var_0", gain: Array(folds).fill(1), split: Array(folds).fill(2)}];
  await store.writeArtifact(parent.runId, artifactPaths.importance, encoder.encode(JSON.stringify(importance)));
  await store.finishRun(parent.runId, "FINISHED");
}

/** Seconds; undefined where there is no Python with MLflow (MLFLOW_PYTHON names one that is not on the path). */
function searchInPython(directory: string): number | undefined {
  const program = `
import sys, time
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
start = time.perf_counter()
experiment = client.get_experiment_by_name("santander-transactions")
runs, token = [], None
while True:
    page = client.search_runs([experiment.experiment_id], max_results=50000, page_token=token)
    runs.extend(page); token = page.token
    if not token: break
print(time.perf_counter() - start)`;
  const env = {...process.env, MLFLOW_ALLOW_FILE_STORE: "true"};
  const {status, stdout} = spawnSync(process.env.MLFLOW_PYTHON ?? "python3", ["-c", program, directory], {
    env,
    encoding: "utf8"
  });
  return status === 0 ? Number(stdout) : undefined;
}

function fail(message: string): never {
  throw new Error(message);
}
