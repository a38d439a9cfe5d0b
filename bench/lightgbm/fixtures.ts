// Makes the fixtures of lightgbm-wasm/tests: what the native build makes of every case of cases.ts (native.jsonl) and
// of LightGBM's own examples (examples.jsonl).
// Run with: node --import tsx bench/lightgbm/fixtures.ts

import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {run} from "../../lightgbm-wasm/compile/command.js";
import {checkParams, formatParams, type Params, withDefaults} from "../../lightgbm-wasm/src/parameters.js";
import {baseParams, type Case, cases, iterations} from "../../lightgbm-wasm/tests/cases.js";
import {type ExampleName, type ExampleOutcome, exampleNames, readExample} from "../../lightgbm-wasm/tests/examples.js";
import {digestNumbers, digestText, type Outcome} from "../../lightgbm-wasm/tests/outcome.js";
import {type Table, tables, trainingRows, validationRows} from "../../lightgbm-wasm/tests/tables.js";
import {ensureNative} from "./native.js";

const fixtures = fileURLToPath(new URL("../../lightgbm-wasm/tests/fixtures/", import.meta.url));

// glibc picks variants of exp and log with fused multiply-add where the processor has it. WebAssembly has no such
// instruction; without it glibc and musl compute the same, being the same code.
const withoutFusedMultiplyAdd = {GLIBC_TUNABLES: "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"};

async function makeFixtures(): Promise<void> {
  const program = await ensureNative({report: console.error});
  const folder = await mkdtemp(join(tmpdir(), "lightgbm-fixtures-"));
  try {
    const lines: string[] = [];
    for (const [name, testCase] of Object.entries(cases)) {
      lines.push(JSON.stringify({case: name, ...(await nativeOutcome(program, folder, testCase))}));
    }
    await mkdir(fixtures, {recursive: true});
    await writeFile(join(fixtures, "native.jsonl"), `${lines.join("\n")}\n`);
    const examples: string[] = [];
    for (const name of exampleNames) {
      examples.push(JSON.stringify({example: name, ...(await exampleOutcome(program, folder, name))}));
    }
    await writeFile(join(fixtures, "examples.jsonl"), `${examples.join("\n")}\n`);
  } finally {
    await rm(folder, {recursive: true});
  }
}

async function exampleOutcome(program: string, folder: string, name: ExampleName): Promise<ExampleOutcome> {
  const {path, params, data, validation} = await readExample(name);
  const prefix = join(folder, "out");
  const job = join(folder, "job");
  const lines = [
    `trainFile ${join(path, data)}`,
    `validFile ${join(path, validation)}`,
    `iterations ${params.num_iterations}`,
    `params ${formatParams(withDefaults(params))}`,
    `output ${prefix}`
  ];
  await writeFile(job, `${lines.join("\n")}\n`);
  await runNative(program, job);
  return {
    text: digestText(await readFile(`${prefix}.txt`, "utf8")),
    evaluations: digestNumbers(await readNumbers(`${prefix}.evaluations`))
  };
}

async function nativeOutcome(program: string, folder: string, {table, params}: Case): Promise<Outcome> {
  const data = tables[table]();
  const job = join(folder, "job");
  const prefix = join(folder, "out");
  await writeFile(job, await jobText(data, {...baseParams, ...params, ...categorical(data)}, folder, prefix));
  await runNative(program, job);
  const numbers = (name: string): Promise<Float64Array> => readNumbers(`${prefix}.${name}`);
  return {
    text: digestText(await readFile(`${prefix}.txt`, "utf8")),
    evaluations: digestNumbers(await numbers("evaluations")),
    normal: digestNumbers(await numbers("normal")),
    raw: digestNumbers(await numbers("raw")),
    leaf: digestNumbers(await numbers("leaf")),
    contributions: params.linear_tree ? undefined : digestNumbers(await numbers("contributions"))
  };
}

async function runNative(program: string, job: string): Promise<void> {
  const {status, stderr} = await run(program, [job], {env: withoutFusedMultiplyAdd});
  if (status !== 0) throw new Error(stderr);
}

async function readNumbers(file: string): Promise<Float64Array> {
  const bytes = await readFile(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function categorical({categoricalFeatures}: Table): {categorical_feature?: number[]} {
  return categoricalFeatures ? {categorical_feature: categoricalFeatures} : {};
}

async function jobText(data: Table, params: Params, folder: string, prefix: string): Promise<string> {
  const {columns, label, weight, initScore, group} = data;
  const matrix = new Float64Array(columns.length * label.length);
  for (const [i, column] of columns.entries()) matrix.set(column, i * label.length);
  const lines = [
    `rows ${trainingRows + validationRows}`,
    `validation ${validationRows}`,
    `columns ${columns.length}`,
    `iterations ${iterations}`,
    `params ${formatParams(withDefaults(checkParams(params)))}`,
    `output ${prefix}`
  ];
  for (const [name, values] of Object.entries({data: matrix, label, weight, initScore, group})) {
    if (values === undefined) continue;
    await writeFile(join(folder, name), values);
    lines.push(`${name} ${join(folder, name)}`);
  }
  return `${lines.join("\n")}\n`;
}

await makeFixtures();
