// Measures LightGBM in WebAssembly against the wheel of Python's lightgbm, side by side in one run.

import {availableParallelism} from "node:os";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {loadLightGBM, type Params} from "../../lightgbm-wasm/src/index.js";
import {processorSeconds} from "../../lightgbm-wasm/tests/processorSeconds.js";
import {inFolder, wheelRunner} from "../../lightgbm-wasm/tests/wheel.js";
import {type SpeedData, speedData} from "./speedData.js";

/** Seconds for each step. */
interface Timing {
  dataset: number;
  train: number;
  predict: number;
}

const repetitions = 5;
const params = {
  num_iterations: 100,
  objective: "binary",
  num_leaves: 20,
  max_bin: 255,
  feature_fraction: 0.4,
  learning_rate: 0.05,
  force_col_wise: true
};

function readTiming({dataset, train, predict}: Record<string, number>): Timing {
  return {dataset, train, predict};
}

/** One thread each, bins, training and prediction; with parameters besides the usual ones. */
export async function compareSpeed(rows: number, more: Params = {}): Promise<void> {
  const data = speedData(rows);
  await inFolder(async (folder) => {
    const wheel = await wheelRunner(data, {...params, ...more}, folder);
    const wasm: Timing[] = [];
    const reference: Timing[] = [];
    let memory = 0;
    for (let i = 0; i < repetitions; ++i) {
      reference.push(readTiming(await wheel()));
      const {timing, memoryBytes} = await wasmTiming(data, {clock: processorSeconds, more});
      wasm.push(timing);
      memory = Math.max(memory, memoryBytes);
    }
    console.log(
      `${rows} rows × ${data.columns.length} features, one thread${describeParams(more)}, seconds of the processor, medians of ${repetitions}`
    );
    for (const step of ["dataset", "train", "predict"] as const) {
      const [ours, theirs] = [wasm, reference].map((timings) => median(timings.map((timing) => timing[step])));
      const speed = (theirs / ours).toFixed(2);
      console.log(
        `  ${step.padEnd(8)} wasm ${ours.toFixed(2)} s, wheel ${theirs.toFixed(2)} s: ${speed} × the wheel's speed`
      );
    }
    console.log(`  memory   ${(memory / 1e6).toFixed(0)} MB at most in the module`);
  });
}

/** Five folds on all cores, bins built once, against the wheel with OpenMP on the same cores, fold after fold. */
export async function compareCrossValidation(rows: number): Promise<void> {
  const cores = availableParallelism();
  const data = speedData(rows);
  await inFolder(async (folder) => {
    const wheel = await wheelRunner(data, {...params, num_threads: cores}, folder, {folds: 5});
    const wasm: number[] = [];
    const reference: number[] = [];
    for (let i = 0; i < repetitions; ++i) {
      reference.push((await wheel()).crossValidation);
      wasm.push(await crossValidationSeconds(data, cores));
    }
    const [ours, theirs] = [median(wasm), median(reference)];
    console.log(
      `${rows} rows × ${data.columns.length} features, five folds on ${cores} cores, medians of ${repetitions}`
    );
    console.log(`  wasm ${ours.toFixed(2)} s, wheel ${theirs.toFixed(2)} s: ${(theirs / ours).toFixed(2)} × its speed`);
  });
}

/** What a second thread is worth, against the module without threads. */
export async function compareThreads(rows: number): Promise<void> {
  const data = speedData(rows);
  const single: Timing[] = [];
  const double: Timing[] = [];
  for (let i = 0; i < repetitions; ++i) {
    single.push((await wasmTiming(data)).timing);
    double.push((await wasmTiming(data, {threads: 2})).timing);
  }
  console.log(`${rows} rows × ${data.columns.length} features, two threads, medians of ${repetitions}`);
  for (const step of ["dataset", "train", "predict"] as const) {
    const [one, two] = [single, double].map((timings) => median(timings.map((timing) => timing[step])));
    const speed = (one / two).toFixed(2);
    console.log(`  ${step.padEnd(8)} ${two.toFixed(2)} s, one thread ${one.toFixed(2)} s: ${speed} × as fast`);
  }
}

async function crossValidationSeconds({columns, label}: SpeedData, threads: number): Promise<number> {
  const rows = Int32Array.from(label.keys());
  const folds = Array.from({length: 5}, (_, fold) => ({
    training: rows.filter((row) => row % 5 !== fold),
    validation: rows.filter((row) => row % 5 === fold)
  }));
  const start = performance.now();
  using lightgbm = await loadLightGBM(undefined, {threads});
  using dataset = lightgbm.dataset({columns, label, params});
  using _result = await lightgbm.cv(params, dataset, {folds, evaluationPeriod: params.num_iterations});
  return (performance.now() - start) / 1000;
}

const wallSeconds = (): number => performance.now() / 1000;

function describeParams(more: Params): string {
  return Object.entries(more)
    .map(([name, value]) => `, ${name} ${value}`)
    .join("");
}

async function wasmTiming(
  {columns, label}: SpeedData,
  {threads = 1, clock = wallSeconds, more = {}}: {threads?: number; clock?: () => number; more?: Params} = {}
): Promise<{timing: Timing; memoryBytes: number}> {
  const all = {...params, ...more};
  await ensureBuilt();
  using lightgbm = await loadLightGBM(undefined, {threads});
  const start = clock();
  using dataset = lightgbm.dataset({columns, label, params: all});
  const binned = clock();
  using booster = await lightgbm.train(all, dataset);
  const trained = clock();
  booster.predict({columns});
  const predicted = clock();
  const timing = {dataset: binned - start, train: trained - binned, predict: predicted - trained};
  return {timing, memoryBytes: lightgbm.memoryBytes};
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
