import {execFileSync} from "node:child_process";
import {mkdtemp, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {median} from "../support/median.js";

/** The competition's full size, 200,000 rows of 200 variables: demo data written, then read to columns and digested. */
const rounds = 5;
const rows = 200_000;
const readOnce = fileURLToPath(new URL("./readOnce.ts", import.meta.url));

interface Reading {
  rows: number;
  seconds: number;
  processorSeconds: number;
  peakBytes: number;
}

const directory = await mkdtemp(join(tmpdir(), "bench-"));
try {
  const start = performance.now();
  const {files} = await writeDemo(directory, {rows});
  const written = files["train.csv"].bytes + files["test.csv"].bytes;
  print(`demo data written: ${megabytesPerSecond(written, (performance.now() - start) / 1000)}`);
  const path = join(directory, "train.csv");
  const {size} = await stat(path);
  for (const cores of [1, 2]) {
    const readings = Array.from({length: rounds}, () => read(path, cores));
    const of = (value: (reading: Reading) => number) => median(readings.map(value));
    print(
      `read with ${cores === 1 ? "one core" : `${cores} cores`}: ${megabytesPerSecond(
        size,
        of(({seconds}) => seconds)
      )}` +
        ` (processor time ${of(({processorSeconds}) => processorSeconds).toFixed(1)} s,` +
        ` peak memory ${(of(({peakBytes}) => peakBytes) / 1e9).toFixed(2)} GB)`
    );
  }
} finally {
  await rm(directory, {recursive: true});
}

function read(path: string, cores: number): Reading {
  const output = execFileSync(process.execPath, ["--import", "tsx", readOnce, path, String(cores)], {encoding: "utf8"});
  const reading: Reading = JSON.parse(output);
  if (reading.rows !== rows) throw new Error(`${reading.rows} rows were read of ${rows}.`);
  return reading;
}

function megabytesPerSecond(bytes: number, seconds: number): string {
  return `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
