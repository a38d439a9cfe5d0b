import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {run} from "../../lightgbm-wasm/compile/command.js";
import type {Params} from "../../lightgbm-wasm/src/index.js";
import {checkParams, formatParams, withDefaults} from "../../lightgbm-wasm/src/parameters.js";
import {ensureNative} from "./native.js";
import type {SpeedData} from "./speedData.js";

type Runner = <Step extends string>(steps: readonly Step[]) => Promise<Record<Step, number>>;

/** Writes the data where the native program finds them; each call of the result runs it and returns seconds by step. */
export async function nativeRunner(
  {columns, label}: SpeedData,
  params: Params,
  folder: string,
  {openmp = false, folds}: {openmp?: boolean; folds?: number} = {}
): Promise<Runner> {
  const program = await ensureNative({openmp, report: console.error});
  const matrix = new Float64Array(columns.length * label.length);
  for (const [i, column] of columns.entries()) matrix.set(column, i * label.length);
  await writeFile(join(folder, "data"), matrix);
  await writeFile(join(folder, "label"), label);
  const checked = checkParams(params);
  const lines = [
    `rows ${label.length}`,
    `columns ${columns.length}`,
    `iterations ${checked.num_iterations}`,
    `params ${formatParams(withDefaults(checked))}`,
    `data ${join(folder, "data")}`,
    `label ${join(folder, "label")}`,
    ...(folds === undefined ? [] : [`folds ${folds}`])
  ];
  const job = join(folder, "job");
  await writeFile(job, `${lines.join("\n")}\n`);
  return async (steps) => {
    const {status, stdout, stderr} = await run(program, [job]);
    if (status !== 0) throw new Error(stderr);
    return readSeconds(stdout, steps);
  };
}

function readSeconds<Step extends string>(output: string, steps: readonly Step[]): Record<Step, number> {
  const timing: Record<string, unknown> = JSON.parse(output);
  const seconds: Partial<Record<Step, number>> = {};
  for (const step of steps) seconds[step] = Number(timing[step]);
  if (!isComplete(seconds, steps)) throw new Error(`The native program told no time for one of ${steps.join(", ")}.`);
  return seconds;
}

function isComplete<Step extends string>(
  seconds: Partial<Record<Step, number>>,
  steps: readonly Step[]
): seconds is Record<Step, number> {
  return steps.every((step) => Number.isFinite(seconds[step]));
}
