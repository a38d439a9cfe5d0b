// Sweeps beside Optuna's TPE with Python's LightGBM, both from PyPI: the same model, search space, first trial, folds
// and number of trials, several seeds, each a process of its own. Bins are few, so that five seeds take minutes.
// `bench/optuna/index.ts MODEL ROWS TRIALS SEED…` measures others.

import {execFileSync} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {ensureData} from "../../data-loaders/provide/ensureData.js";
import {findModel} from "../../models/catalogue/index.js";
import {openSpace} from "../../models/sweeps/defaultSpace.js";
import {readTrials} from "../../models/sweeps/sweepRuns.js";
import {planTrial} from "../../models/sweeps/trialSettings.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {mlflowTags} from "../../models/tracking/runStore.js";
import {openTrainingFile} from "../../models/training/openTrainingFile.js";
import {pythonEnvironment} from "../../tests/python.js";
import {ensurePython} from "../../tests/steps/pythonEnvironment.js";

interface Outcome {
  auc: number;
  pruned: number;
  seconds: number;
}

const [modelName = "lightgbm", rowCount = 5000, trialCount = 40, ...seedWords] = process.argv.slice(2);
const bins = 63;
const trials = Number(trialCount);
const seeds = seedWords.length > 0 ? seedWords.map(Number) : [1, 2, 3, 4, 5];
const model = findModel(modelName);

const project = await mkdtemp(join(tmpdir(), "bench-optuna-"));
try {
  const data = join(project, "data");
  await writeDemo(join(data, "raw"), {rows: Number(rowCount)});
  await writeTask(data);
  const python = await ensurePython({
    environment: pythonEnvironment(new URL("./requirements.txt", import.meta.url)),
    purpose: "with Optuna and LightGBM for the benchmark",
    otherwise: "Measured without Optuna."
  });
  const contenders = new Map<string, (seed: number) => Promise<Outcome>>([["npm run sweep", sweep]]);
  if (python !== undefined) {
    contenders.set("Optuna's TPE", (seed) => study(python, seed, "none"));
    contenders.set("with its successive halving", (seed) => study(python, seed, "halving"));
  }
  console.log(`${model.name}, ${rowCount} rows, ${trials} trials of 5 folds, seeds ${seeds.join(", ")}`);
  const outcomes = new Map(Array.from(contenders.keys(), (name) => [name, [] as Outcome[]]));
  // In turn, so that a busy moment of the machine hits all of them.
  for (const seed of seeds)
    for (const [name, run] of contenders) {
      const outcome = await run(seed);
      outcomes.get(name)?.push(outcome);
      const {auc, pruned, seconds} = outcome;
      console.log(`  seed ${seed}, ${name}: AUC ${auc.toFixed(5)}, ${pruned} pruned, ${seconds.toFixed(1)} s`);
    }
  for (const [name, measured] of outcomes) {
    const aucs = measured.map(({auc}) => auc);
    const mean = meanOf(aucs);
    const deviation = Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / (aucs.length - 1));
    const seconds = meanOf(measured.map((outcome) => outcome.seconds));
    console.log(
      `  ${name.padEnd(28)} AUC ${mean.toFixed(5)} ± ${deviation.toFixed(5)} (${Math.min(...aucs).toFixed(5)} to ${Math.max(...aucs).toFixed(5)}), ${seconds.toFixed(1)} s`
    );
  }
} finally {
  await rm(project, {recursive: true, force: true});
}

/** What the program of Python needs: columns, labels and folds, and what is to be searched. */
async function writeTask(directory: string): Promise<void> {
  const {file, folds} = await openTrainingFile(await ensureData({directory}));
  await writeFile(join(project, "space.yaml"), await spaceWithBins());
  const space = (await openSpace(model, join(project, "space.yaml"))).filter(({name}) => name !== "max_bin");
  const columns = Buffer.concat(file.data.columns.map((column) => Buffer.from(Float64Array.from(column).buffer)));
  await writeFile(join(project, "columns.bin"), columns);
  await writeFile(join(project, "label.bin"), file.data.target);
  await writeFile(join(project, "folds.bin"), Uint8Array.from(folds.assignments));
  const task = {
    params: model.withParams({max_bin: bins}).params,
    space,
    own: planTrial(model, space, [], 0, {seed: 1, workers: 1}).settings,
    trials,
    folds: folds.folds,
    threads: availableParallelism()
  };
  await writeFile(join(project, "task.json"), JSON.stringify(task));
}

/** The model's own space, with bins that are the same in all trials. */
async function spaceWithBins(): Promise<string> {
  const file = new URL(`../../models/sweeps/spaces/${model.name}.yaml`, import.meta.url);
  return `${await readFile(file, "utf8")}\nmax_bin: ${bins}\n`;
}

async function sweep(seed: number): Promise<Outcome> {
  const name = `seed ${seed}`;
  const program = join(process.cwd(), "cli", "sweep.ts");
  const words = [
    model.name,
    "--trials",
    String(trials),
    "--seed",
    String(seed),
    "--name",
    name,
    "--space",
    "space.yaml"
  ];
  const seconds = timed(process.execPath, ["--import", import.meta.resolve("tsx"), program, ...words]).seconds;
  const store = new MlrunsStore(join(project, "mlruns"));
  const {runs} = await store.searchRuns();
  const parent = runs.find((run) => run.name === name);
  if (parent === undefined) throw new Error(`There is no sweep “${name}”.`);
  const done = readTrials(runs.filter(({tags}) => tags[mlflowTags.parentRunId] === parent.runId));
  return {
    auc: parent.metrics.best_auc ?? 0,
    pruned: done.filter((trial) => trial.prunedAt !== undefined).length,
    seconds
  };
}

async function study(python: string, seed: number, pruner: "none" | "halving"): Promise<Outcome> {
  const program = fileURLToPath(new URL("./study.py", import.meta.url));
  const {output, seconds} = timed(python, [program, project, String(seed), pruner]);
  const {auc, pruned}: Pick<Outcome, "auc" | "pruned"> = JSON.parse(output);
  return {auc, pruned, seconds};
}

/** What a program prints, and the seconds from its start to its end. */
function timed(program: string, words: readonly string[]): {output: string; seconds: number} {
  const start = performance.now();
  const output = execFileSync(program, words, {
    cwd: project,
    env: {...process.env, MLFLOW_TRACKING_URI: undefined},
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"]
  });
  return {output, seconds: (performance.now() - start) / 1000};
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
