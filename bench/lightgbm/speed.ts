// Measures LightGBM in WebAssembly against the native build of the same sources, side by side in one run.
// Run with: node --import tsx bench/lightgbm/speed.ts [rows…]

import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {run} from "../../lightgbm-wasm/compile/command.js";
import {loadLightGBM} from "../../lightgbm-wasm/src/index.js";
import {checkParams, formatParams, withDefaults} from "../../lightgbm-wasm/src/parameters.js";
import {ensureNative} from "./native.js";
import {type SpeedData, speedData} from "./speedData.js";

/** Seconds for each step. */
interface Timing {
  dataset: number;
  train: number;
  predict: number;
}

const repetitions = Number(process.env.REP ?? 5);
export const iterations = 100;
export const params = {
  objective: "binary",
  num_leaves: 20,
  max_bin: 255,
  feature_fraction: 0.4,
  learning_rate: 0.05,
  force_col_wise: true
};

export async function compareSpeed(rows: number): Promise<void> {
  const data = speedData(rows);
  const folder = await mkdtemp(join(tmpdir(), "lightgbm-speed-"));
  try {
    const native = await nativeRunner(data, folder);
    const wasm: Timing[] = [];
    const reference: Timing[] = [];
    let memory = 0;
    for (let i = 0; i < repetitions; ++i) {
      reference.push(await native());
      const {timing, memoryBytes} = await wasmTiming(data);
      wasm.push(timing);
      memory = Math.max(memory, memoryBytes);
    }
    console.log(`${rows} rows × ${data.columns.length} features, one thread, medians of ${repetitions}`);
    for (const step of ["dataset", "train", "predict"] as const) {
      const [ours, theirs] = [wasm, reference].map((timings) => median(timings.map((timing) => timing[step])));
      const speed = (theirs / ours).toFixed(2);
      console.log(
        `  ${step.padEnd(8)} wasm ${ours.toFixed(2)} s, native ${theirs.toFixed(2)} s: ${speed} × native's speed`
      );
    }
    console.log(`  memory   ${(memory / 1e6).toFixed(0)} MB at most in the module`);
  } finally {
    await rm(folder, {recursive: true});
  }
}

async function nativeRunner({columns, label}: SpeedData, folder: string): Promise<() => Promise<Timing>> {
  const program = await ensureNative({report: console.error});
  const matrix = new Float64Array(columns.length * label.length);
  for (const [i, column] of columns.entries()) matrix.set(column, i * label.length);
  await writeFile(join(folder, "data"), matrix);
  await writeFile(join(folder, "label"), label);
  const job = join(folder, "job");
  const lines = [
    `rows ${label.length}`,
    `columns ${columns.length}`,
    `iterations ${iterations}`,
    `params ${formatParams(withDefaults(checkParams(params)))}`,
    `data ${join(folder, "data")}`,
    `label ${join(folder, "label")}`,
    `output ${join(folder, "out")}`
  ];
  await writeFile(job, `${lines.join("\n")}\n`);
  return async () => {
    const {status, stdout, stderr} = await run(program, [job]);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
}

async function wasmTiming({columns, label}: SpeedData): Promise<{timing: Timing; memoryBytes: number}> {
  await ensureBuilt();
  const lightgbm = await loadLightGBM();
  const start = performance.now();
  using dataset = lightgbm.dataset({columns, label, params});
  const binned = performance.now();
  using booster = await lightgbm.train(params, dataset, {numIterations: iterations});
  const trained = performance.now();
  booster.predict({columns});
  const predicted = performance.now();
  const [datasetTime, train, predict] = [binned - start, trained - binned, predicted - trained].map((ms) => ms / 1000);
  return {timing: {dataset: datasetTime, train, predict}, memoryBytes: lightgbm.memoryBytes};
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

for (const rows of process.argv.slice(2).map(Number)) await compareSpeed(rows);
