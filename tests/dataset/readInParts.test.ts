import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {demoCsv} from "../../data-loaders/demo/demoCsv.js";
import {readDataset} from "../../dataset/readDataset.js";
import {readInParts} from "../../dataset/readInParts.js";

let directory: string;
let path: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "parts-"));
  path = join(directory, "file.csv");
});
afterAll(() => rm(directory, {recursive: true}));

const onChunk = () => {};
const onBytes = () => {};

function lines(count: number, line: (row: number) => string): string {
  return `id,target,x\n${Array.from({length: count}, (_, row) => line(row)).join("\n")}`;
}

test.each([
  ["demo data", () => Buffer.concat([...demoCsv({name: "train", rows: 500, seed: 1})].map(({bytes}) => bytes))],
  ["short lines, for which the columns have to grow", () => lines(3000, () => "a,0,1")],
  ["carriage returns", () => lines(400, (row) => `r${row},1,${row / 8}\r`)],
  ["quoted cells", () => lines(400, (row) => `"r""${row}",1,"${row / 8}"`)]
])("%s in three parts are what they are in one", async (_, content) => {
  await writeFile(path, content());
  const whole = await readDataset(path, {cores: 1});
  const size = Buffer.byteLength(content());
  expect(await readInParts(path, {parts: 3, size, onChunk, onBytes})).toEqual({
    schema: whole.schema,
    ids: whole.ids,
    target: whole.target,
    columns: whole.columns
  });
  let progress = 0;
  const inParts = await readDataset(path, {cores: 3, onProgress: (bytes) => (progress = bytes)});
  expect(inParts).toEqual(whole);
  expect(progress).toBe(size);
});

test("a file that would be cut within a quoted cell is read in one", async () => {
  const text = `id,x\na,1\n"${"b\n".repeat(500)}",2\n`;
  await writeFile(path, text);
  expect(await readInParts(path, {parts: 2, size: text.length, onChunk, onBytes})).toBeUndefined();
  const {ids, columns} = await readDataset(path, {cores: 2});
  expect(ids).toEqual(["a", "b\n".repeat(500)]);
  expect([...columns[0]]).toEqual([1, 2]);
});

test("a mistake has the row that it has in the file, whichever part it is in", async () => {
  await writeFile(
    path,
    lines(400, (row) => (row === 350 ? "r,1,oops" : `r,1,${row}`))
  );
  await expect(readDataset(path, {cores: 3})).rejects.toMatchObject({
    code: "csv-not-a-number",
    message: "Row 351, column `x` is “oops”, not a number.",
    place: {file: path, row: 351}
  });
});

test("a missing or an empty file is told as ever", async () => {
  await expect(readDataset(join(directory, "no.csv"), {cores: 2})).rejects.toMatchObject({code: "file-missing"});
  await writeFile(path, "");
  await expect(readDataset(path, {cores: 2})).rejects.toMatchObject({code: "csv-empty"});
});

test("reading can be stopped", async () => {
  await writeFile(
    path,
    lines(400, (row) => `r,1,${row}`)
  );
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await expect(readDataset(path, {cores: 2, onProgress, signal: controller.signal})).rejects.toThrow("aborted");
});
