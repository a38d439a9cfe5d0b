// A file of Kaggle's size (300 MB, 200,000 rows × 200) on the predict page in Chromium, beside the seed project's stack
// from PyPI (FastAPI, pandas, LightGBM) on the same machine, with the same staged model, in turn.

import {createWriteStream} from "node:fs";
import {mkdir, mkdtemp, rename, rm, stat} from "node:fs/promises";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import type {Browser} from "playwright-core";
import {demoCsv} from "../../data-loaders/demo/demoCsv.js";
import {exists} from "../../dataset/files.js";
import {serveSite} from "../../site/serve.js";
import {launchChromium} from "../../tests/browser/chromium.js";
import {ClientProcess} from "../server/clientProcess.js";
import {type Contender, startFastapi} from "../server/contenders.js";
import {median} from "../support/median.js";
import {type PageRun, scoreInChromium} from "./page.js";
import {peakMemory, processorSeconds} from "./processes.js";

const rounds = 3;
const rows = 200_000;
const seed = 42;
const path = "/api/v1/classification/inference/uploadfile";

interface PythonRun {
  seconds: number;
  cpuSeconds: number | undefined;
  positives: number;
}

const folder = await mkdtemp(join(tmpdir(), "bench-browser-"));
const server = await serveSite({});
const client = await ClientProcess.start();
let browser: Browser | undefined;
let python: Contender | undefined;
try {
  const file = await demoFile();
  const {size} = await stat(file);
  python = await startFastapi(folder);
  const pages: PageRun[] = [];
  const pythons: PythonRun[] = [];
  for (let round = 0; round < rounds; ++round) {
    // A browser of its own for each round, so that none has what the one before has left.
    browser = await launchChromium();
    pages.push(await scoreInChromium(browser, server.address, file));
    await browser.close();
    if (python !== undefined) pythons.push(await scoreByPython(python, file));
  }
  report(size, pages, pythons, python?.pid);
} finally {
  await browser?.close();
  client.end();
  await python?.stop();
  await server.close();
  await rm(folder, {recursive: true});
}

/** Kept in the system's folder for temporary files. */
async function demoFile(): Promise<string> {
  const cache = join(tmpdir(), "transaction-report-bench");
  const file = join(cache, `test-${rows}-${seed}.csv`);
  if (await exists(file)) return file;
  await mkdir(cache, {recursive: true});
  const chunks = Readable.from(demoCsv({name: "test", rows, seed}), {objectMode: true});
  const bytes = chunks.map(({bytes}: {bytes: Uint8Array}) => bytes);
  await pipeline(bytes, createWriteStream(`${file}.partial`));
  await rename(`${file}.partial`, file);
  return file;
}

async function scoreByPython({address, pid}: Contender, file: string): Promise<PythonRun> {
  const cpu = () => (pid === undefined ? undefined : processorSeconds(pid));
  const start = cpu();
  const {seconds, answer} = await client.measure({kind: "file", address, path, file});
  const end = cpu();
  const cpuSeconds = start === undefined || end === undefined ? undefined : end - start;
  return {seconds, cpuSeconds, positives: answer.match(/"target_pred":1/g)?.length ?? 0};
}

function report(size: number, pages: readonly PageRun[], pythons: readonly PythonRun[], pid: number | undefined): void {
  const of = <Run>(runs: readonly Run[], measure: (run: Run) => number | undefined) =>
    median(runs.map((run) => measure(run) ?? Number.NaN));
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const shown = of(pages, (run) => run.shown);
  const cpu = of(pages, (run) => run.rendererCpu + run.otherCpu);
  const cores = availableParallelism();
  console.log(`${megabytes(size)}, ${rows.toLocaleString("en")} rows × 200, ${cores} cores; medians of ${rounds}`);
  console.log(
    `  Chromium: ${seconds(shown)} from the file's choice to its results, ${Math.round(size / 1e6 / shown)} MB/s`
  );
  console.log(
    `    first rows after ${seconds(of(pages, (run) => run.firstRows))}, last after ${seconds(of(pages, (run) => run.scored))}`
  );
  console.log(
    `    processor time ${seconds(cpu)}: pages and workers ${seconds(of(pages, (run) => run.rendererCpu))}, the rest of the browser ${seconds(of(pages, (run) => run.otherCpu))}`
  );
  console.log(
    `    memory of all renderer processes at most ${megabytes(of(pages, (run) => run.memory))}, before the file ${megabytes(of(pages, (run) => run.memoryBefore))}`
  );
  const longest = Math.max(...pages.map(({longestTask}) => longestTask));
  const longestCpu = Math.max(...pages.map(({longestTaskCpu}) => longestTaskCpu));
  console.log(
    `    longest task of the page's own thread: ${longest === 0 ? "below 50 ms" : `${Math.round(longest)} ms`}, most processor time of one ${Math.round(longestCpu)} ms`
  );
  if (pythons.length === 0) return;
  // Its scores have 64 bits and the page's 32: a row may be on the other side of the threshold.
  const difference = Math.abs(pages[0].positives - pythons[0].positives);
  if (difference > 2) throw new Error(`The two predict ${pages[0].positives} and ${pythons[0].positives} rows as 1.`);
  const wall = of(pythons, (run) => run.seconds);
  const pythonCpu = of(pythons, (run) => run.cpuSeconds);
  console.log(
    `  Python: ${seconds(wall)}, processor time ${seconds(pythonCpu)}, memory ${megabytes((pid && peakMemory(pid)) ?? Number.NaN)}`
  );
  console.log(`  ratio ${(shown / wall).toFixed(3)}, of processor time ${(cpu / pythonCpu).toFixed(3)}`);
}
