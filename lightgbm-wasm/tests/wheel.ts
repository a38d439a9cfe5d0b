import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {python} from "../../tests/python.js";
import {run} from "../compile/command.js";
import type {PredictionKind} from "../src/index.js";
import {checkParams, formatParams, type Params, withDefaults} from "../src/parameters.js";
import {baseParams, type Case, iterations} from "./cases.js";
import {type ExampleName, type ExampleOutcome, readExample} from "./examples.js";
import {digestNumbers, digestText, type Outcome} from "./outcome.js";
import {type Table, tables, trainingRows, validationRows} from "./tables.js";

const program = fileURLToPath(new URL("./wheel.py", import.meta.url));

// glibc picks variants of exp and log with fused multiply-add where the processor has it. WebAssembly has no such
// instruction; without it glibc and musl compute the same, being the same code.
const withoutFusedMultiplyAdd = {GLIBC_TUNABLES: "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"};

/** What wheel.py is told. */
export type Job = Record<string, string | number>;

/** Runs jobs with the wheel; returns what it prints for each: its version and the seconds of each step. */
async function runWheel(
  jobs: readonly Job[],
  folder: string,
  {fusedMultiplyAdd = false} = {}
): Promise<Record<string, number>[]> {
  if (python === undefined) throw new Error("There is no Python with LightGBM.");
  const files = await Promise.all(
    jobs.map(async (job, i) => {
      const file = join(folder, `job-${i}`);
      const lines = Object.entries(job).map(([name, value]) => `${name} ${value}\n`);
      await writeFile(file, lines.join(""));
      return file;
    })
  );
  const env = fusedMultiplyAdd ? {} : withoutFusedMultiplyAdd;
  const {status, stdout, stderr} = await run(python, [program, ...files], {env});
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Writes columns and labels for several runs of one job with the wheel, for timings: without its fixed arithmetic. */
export async function wheelRunner(
  data: Table,
  params: Params,
  folder: string,
  more: Job = {}
): Promise<() => Promise<Record<string, number>>> {
  const checked = checkParams(params);
  const job = {
    ...(await writeData(data, join(folder, "data"))),
    iterations: Number(checked.num_iterations),
    params: formatParams(withDefaults(checked)),
    ...more
  };
  return async () => (await runWheel([job], folder, {fusedMultiplyAdd: true}))[0];
}

/** What the wheel makes of cases, each as `outcome` of native.test.ts does it here. */
export async function wheelOutcomes(cases: readonly Case[]): Promise<Outcome[]> {
  return inFolder(async (folder) => {
    const jobs = await Promise.all(cases.map((testCase, i) => caseJob(testCase, join(folder, String(i)))));
    await runWheel(jobs, folder);
    return Promise.all(cases.map(({params}, i) => readOutcome(join(folder, `${i}-out`), params)));
  });
}

/** What the wheel predicts from model texts, as people run it: with the processor's fused multiply-add. */
export async function wheelPredictions(
  models: readonly {text: string; columns: Float64Array[]}[]
): Promise<Record<Exclude<PredictionKind, "probability"> | "normal", Float64Array>[]> {
  return inFolder(async (folder) => {
    const prefixes = models.map((_, i) => join(folder, String(i)));
    const jobs = await Promise.all(
      models.map(async ({text, columns}, i) => {
        await writeFile(`${prefixes[i]}.txt`, text);
        const data = await writeData({columns, label: new Float32Array(columns[0].length)}, prefixes[i]);
        return {...data, model: `${prefixes[i]}.txt`, output: prefixes[i]};
      })
    );
    await runWheel(jobs, folder, {fusedMultiplyAdd: true});
    return Promise.all(
      prefixes.map(async (prefix) => ({
        normal: await readNumbers(`${prefix}.normal`),
        raw: await readNumbers(`${prefix}.raw`),
        leaf: await readNumbers(`${prefix}.leaf`),
        contributions: await readNumbers(`${prefix}.contributions`)
      }))
    );
  });
}

/** What the wheel makes of LightGBM's own examples. */
export async function wheelExamples(names: readonly ExampleName[]): Promise<ExampleOutcome[]> {
  return inFolder(async (folder) => {
    const jobs = await Promise.all(
      names.map(async (name) => {
        const {path, params, data, validation} = await readExample(name);
        return {
          trainFile: join(path, data),
          validFile: join(path, validation),
          iterations: Number(params.num_iterations),
          params: formatParams(withDefaults(params)),
          output: join(folder, name)
        };
      })
    );
    await runWheel(jobs, folder);
    return Promise.all(
      names.map(async (name) => ({
        text: digestText(await readFile(join(folder, `${name}.txt`), "utf8")),
        evaluations: digestNumbers(await readNumbers(join(folder, `${name}.evaluations`)))
      }))
    );
  });
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "lightgbm-wheel-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, {recursive: true});
  }
}

/** Writes columns and fields where wheel.py finds them; returns the lines that name them. */
async function writeData({columns, label, weight, initScore, group, position}: Table, prefix: string): Promise<Job> {
  const matrix = new Float64Array(columns.length * label.length);
  for (const [i, column] of columns.entries()) matrix.set(column, i * label.length);
  const job: Job = {rows: label.length, columns: columns.length};
  for (const [name, values] of Object.entries({data: matrix, label, weight, initScore, group, position})) {
    if (values === undefined) continue;
    job[name] = `${prefix}-${name}`;
    await writeFile(job[name], values);
  }
  return job;
}

async function caseJob({table, params}: Case, prefix: string): Promise<Job> {
  const data = tables[table]();
  const categorical = data.categoricalFeatures ? {categorical_feature: data.categoricalFeatures} : {};
  const all: Params = {...baseParams, ...params, ...categorical};
  return {
    ...(await writeData(data, prefix)),
    rows: trainingRows + validationRows,
    validation: validationRows,
    iterations,
    params: formatParams(withDefaults(checkParams(all))),
    output: `${prefix}-out`
  };
}

async function readOutcome(prefix: string, params: Params): Promise<Outcome> {
  const digest = async (name: string) => digestNumbers(await readNumbers(`${prefix}.${name}`));
  return {
    text: digestText(await readFile(`${prefix}.txt`, "utf8")),
    evaluations: await digest("evaluations"),
    normal: await digest("normal"),
    raw: await digest("raw"),
    leaf: await digest("leaf"),
    ...(params.linear_tree ? {} : {contributions: await digest("contributions")})
  };
}

export async function readNumbers(file: string): Promise<Float64Array> {
  const bytes = await readFile(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
