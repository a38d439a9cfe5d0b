import {appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {ensureData, findData, openData} from "../../../data-loaders/provide/ensureData.js";
import {readDataset} from "../../../dataset/readDataset.js";

let directory: string;
let raw: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "data-"));
  raw = join(directory, "raw");
});
afterEach(() => rm(directory, {recursive: true}));

test("without files there is demo data, made once", async () => {
  const {train, test: testPath, dataSource, source} = await ensureData({directory, rows: 30, seed: 1});
  expect(dataSource).toEqual({kind: "demo", trainRows: 30, testRows: 30, digest: source.files["train.csv"].sha256});
  expect(await readdir(raw)).toEqual(["source.json", "test.csv", "train.csv"]);
  const {mtimeMs} = await stat(train);
  expect((await ensureData({directory, rows: 50})).dataSource).toEqual(dataSource);
  expect((await stat(train)).mtimeMs).toBe(mtimeMs);
  const dataset = await readDataset(train);
  expect(dataset).toMatchObject({rows: 30, digest: dataSource.digest});
  expect(dataset.ids.slice(0, 2)).toEqual(["train_0", "train_1"]);
  expect(dataset.target).toHaveLength(30);
  expect((await readDataset(testPath)).target).toBeUndefined();
});

test("files put there by hand are a table of one's own and are described once", async () => {
  await mkdir(raw);
  await writeFile(join(raw, "train.csv"), "ID_code,target,x\na,0,1\nb,1,2\n");
  await writeFile(join(raw, "test.csv"), "ID_code,x\nc,3\n");
  const {dataSource} = await ensureData({directory});
  // printf 'ID_code,target,x\na,0,1\nb,1,2\n' | sha256sum
  expect(dataSource).toMatchInlineSnapshot(`
    {
      "card": {
        "description": "The features of each row, and a target of 0 or 1.",
        "sample": "made-up",
        "title": "A table of one's own",
      },
      "digest": "ad6d7b7938a2b0147e1e5da56c3834b74d8e9803dcf356c1d65dc6e159c7adff",
      "kind": "file",
      "testRows": 1,
      "trainRows": 2,
    }
  `);
  expect(JSON.parse(await readFile(join(raw, "source.json"), "utf8"))).toMatchObject({kind: "file", testRows: 1});
});

test("a file changed after it was described is described anew", async () => {
  await mkdir(raw);
  await writeFile(join(raw, "train.csv"), "ID_code,target,x\na,0,1\nb,1,2\n");
  await writeFile(join(raw, "test.csv"), "ID_code,x\nc,3\n");
  const before = await ensureData({directory});
  await appendFile(join(raw, "train.csv"), "d,1,2\n");
  const after = await ensureData({directory});
  expect(after.dataSource.trainRows).toBe(3);
  expect(after.dataSource.digest).not.toBe(before.dataSource.digest);
});

test("one file of two is refused", async () => {
  await mkdir(raw);
  await writeFile(join(raw, "train.csv"), "ID_code,target,x\na,0,1\n");
  await expect(ensureData({directory})).rejects.toMatchObject({code: "data-incomplete"});
});

test("demo data that could not be finished leave nothing behind", async () => {
  await expect(writeDemo(raw, {rows: 30, signal: AbortSignal.abort()})).rejects.toThrow("aborted");
  expect(await readdir(raw)).toEqual([]);
  expect(await findData(directory)).toBeUndefined();
});

test("a move that was cut short is ended", async () => {
  await ensureData({directory, rows: 30, seed: 1});
  const expected = await ensureData({directory: join(directory, "other"), rows: 40, seed: 2});
  // The state in which a killed process leaves the directory: one file moved, the rest not.
  await rename(join(directory, "other", "raw"), join(raw, "incoming.partial"));
  await rename(join(raw, "incoming.partial", "train.csv"), join(raw, "train.csv"));
  expect((await ensureData({directory})).dataSource).toEqual(expected.dataSource);
  expect(await readdir(raw)).toEqual(["source.json", "test.csv", "train.csv"]);
});

test("making demo data is said", async () => {
  const notices: string[] = [];
  await ensureData({directory, rows: 30, onNotice: (sentence) => notices.push(sentence)});
  await ensureData({directory, rows: 30, onNotice: (sentence) => notices.push(sentence)});
  expect(notices).toEqual([
    `${directory} has no data yet, so demo data are made; \`npm run datafetch\` fetches Kaggle's.`
  ]);
});

test("a folder that was named must hold the files: demo data never take their place", async () => {
  const refused = (given: string, message: string) =>
    expect(openData(given)).rejects.toMatchObject({
      code: "data-missing",
      message: `${message} Demo data are made for \`data\` alone.`
    });
  await refused(join(directory, "typo"), `There is no folder ${join(directory, "typo")}.`);
  await refused(directory, `${directory} has no raw/train.csv and raw/test.csv.`);
  await writeFile(join(directory, "train.csv"), "ID_code,target,x\na,0,1\n");
  await refused(directory, `${directory} has train.csv, but it belongs in ${raw}.`);
  await refused(
    join(directory, "train.csv"),
    `${join(directory, "train.csv")} is a file; name the folder in which raw/train.csv and raw/test.csv are.`
  );
  expect(await readdir(directory)).toEqual(["train.csv"]);
  await writeDemo(raw, {rows: 30});
  expect((await openData(directory)).dataSource).toMatchObject({kind: "demo", trainRows: 30});
});
