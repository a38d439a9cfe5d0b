// CSV bytes to numbers, on one core and the same 30 MB: this project's reader, the same without its kernel, d3-dsv with
// `Number`, pandas and pyarrow. Processor time, so that others on the machine count less.

import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {csvParseRows} from "d3-dsv";
import {demoCsv} from "../data-loaders/demo/demoCsv.js";
import {readColumns} from "../dataset/readColumns.js";
import {CsvReader} from "../src/lib/csv/csvReader.js";
import {parseDocument, readEntries, readList, readNumber} from "../src/lib/json.js";
import {python, runPython, withoutPython} from "../tests/python.js";
import {median} from "./support/median.js";

const rounds = 7;
const rows = 20_000;

const chunks = [...demoCsv({name: "train", rows, seed: 42})].map(({bytes}) => bytes);
const size = chunks.reduce((sum, {length}) => sum + length, 0);

/** Returns the sum of the last column. */
function withReader(kernelFrom?: number): number {
  let sum = 0;
  const sink = () => ({
    row(_: string, features: Float64Array) {
      sum += features[199];
    }
  });
  const reader = new CsvReader({schema: "infer", sink, kernelFrom});
  for (const chunk of chunks) reader.push(chunk);
  reader.finish();
  return sum;
}

async function toColumns(): Promise<number> {
  async function* stream() {
    yield* chunks;
  }
  const {columns} = await readColumns(stream(), {size, file: "demo"});
  return columns[199].reduce((sum, value) => sum + value, 0);
}

function withD3(): number {
  const decoder = new TextDecoder();
  const text = chunks.map((chunk) => decoder.decode(chunk, {stream: true})).join("");
  const row = new Float64Array(200);
  let sum = 0;
  csvParseRows(text, (cells, index) => {
    if (index === 0) return null;
    for (let column = 0; column < row.length; ++column) row[column] = Number(cells[column + 2]);
    sum += row[199];
    return null;
  });
  return sum;
}

/** Prints the seconds and the sum of each of the two. */
const pythonProgram = `
import json, sys, time
import pandas, pyarrow.csv
def timed(read):
    start = time.process_time()
    column = read()
    return [time.process_time() - start, float(column.sum())]
options = pyarrow.csv.ReadOptions(use_threads=False)
print(json.dumps({
    "pandas": timed(lambda: pandas.read_csv(sys.argv[1]).iloc[:, 201]),
    "pyarrow, 1 thread": timed(lambda: pyarrow.csv.read_csv(sys.argv[1], options).column(201).to_pandas()),
}))
`;

const contenders: Record<string, () => number | Promise<number>> = {
  CsvReader: () => withReader(),
  "CsvReader to columns": toColumns,
  "CsvReader without its kernel": () => withReader(Number.POSITIVE_INFINITY),
  "d3-dsv": withD3
};
const seconds = new Map<string, number[]>();
const sums = new Map<string, number>();
const note = (name: string, time: number, sum: number) => {
  seconds.set(name, [...(seconds.get(name) ?? []), time]);
  sums.set(name, sum);
};

const folder = await mkdtemp(join(tmpdir(), "bench-csv-"));
try {
  const file = join(folder, "rows.csv");
  await writeFile(file, Buffer.concat(chunks));
  if (python === undefined) console.log(`  without pandas and pyarrow: ${withoutPython}`);
  for (let round = 0; round < rounds; ++round) {
    for (const [name, read] of Object.entries(contenders)) {
      globalThis.gc?.();
      const start = process.cpuUsage();
      const sum = await read();
      const {user, system} = process.cpuUsage(start);
      note(name, (user + system) / 1e6, sum);
    }
    if (python === undefined) continue;
    const printed = parseDocument(runPython(pythonProgram, [file]), {code: "bench-csv", title: "what Python prints"});
    for (const [name, [time, sum]] of readEntries(readList(readNumber()))(printed)) note(name, time, sum);
  }
} finally {
  await rm(folder, {recursive: true});
}
const expected = sums.get("d3-dsv") ?? 0;
for (const [name, sum] of sums) {
  if (Math.abs(sum - expected) > 1e-6) throw new Error(`${name} reads other numbers than d3-dsv.`);
}
const ours = median(seconds.get("CsvReader") ?? []);
console.log(`  ${(size / 1e6).toFixed(0)} MB, ${rows} rows × 200, medians of ${rounds}, processor time:`);
for (const [name, times] of seconds) {
  const time = median(times);
  const ratio = name === "CsvReader" ? "" : `, × ${(time / ours).toFixed(2)}`;
  console.log(`  ${name.padEnd(30)} ${(size / 1e6 / time).toFixed(0).padStart(5)} MB/s${ratio}`);
}
