import {csvParseRows} from "d3-dsv";
import {demoCsv} from "../data-loaders/demo/demoCsv.js";
import {readColumns} from "../dataset/readColumns.js";
import {median} from "./support/median.js";

/** CSV bytes to columns: this project's reader beside d3-dsv with `Number`, on the same 30 MB in the same run. */
const rounds = 5;
const rows = 20_000;

const chunks = [...demoCsv({name: "train", rows, seed: 42})].map(({bytes}) => bytes);
const size = chunks.reduce((sum, {length}) => sum + length, 0);

async function* stream() {
  yield* chunks;
}

async function withReader(): Promise<number> {
  const {columns} = await readColumns(stream(), {size, file: "demo"});
  return columns[199][rows - 1];
}

async function withD3(): Promise<number> {
  const decoder = new TextDecoder();
  const text = chunks.map((chunk) => decoder.decode(chunk, {stream: true})).join("");
  const columns = Array.from({length: 200}, () => new Float64Array(rows));
  const ids: string[] = [];
  csvParseRows(text, (cells, index) => {
    if (index === 0) return null;
    ids.push(cells[0]);
    for (let column = 0; column < columns.length; ++column) columns[column][index - 1] = Number(cells[column + 2]);
    return null;
  });
  return columns[199][rows - 1];
}

async function speed(read: () => Promise<number>): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await read();
  return size / 1000 / (performance.now() - start);
}

if ((await withReader()) !== (await withD3())) throw new Error("The two disagree.");
const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < rounds; ++round) {
  ours.push(await speed(withReader));
  theirs.push(await speed(withD3));
}
const ratio = median(ours.map((each, round) => each / theirs[round]));
process.stdout.write(
  `  CSV to columns, one core: ${median(ours).toFixed(0)} MB/s; d3-dsv ${median(theirs).toFixed(0)} MB/s; ratio ${ratio.toFixed(1)}\n`
);
