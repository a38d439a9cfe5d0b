import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {findData} from "../../../data-loaders/provide/ensureData.js";
import {importTable} from "../../../data-loaders/provide/importTable.js";
import {readDataset} from "../../../dataset/readDataset.js";

let folder: string;
let raw: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
  raw = join(folder, "data/raw");
});
afterEach(() => rm(folder, {recursive: true}));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const textOf = (name: string) => readFile(join(raw, name), "utf8");

/** Twenty rows, every fourth positive. */
const wine = [
  "name;alcohol;colour;good",
  ...Array.from(
    {length: 20},
    (_, row) => `n${row};${10 + row},5;${row % 3 ? "red" : "white"};${row % 4 ? "no" : "yes"}`
  )
].join("\n");

test("a table becomes train.csv, test.csv, and a schema by which they are read", async () => {
  const {schema, source} = await importTable(raw, await write("wine.csv", wine), {target: "good"});
  expect(schema).toEqual({
    idColumn: "row",
    idIsRowNumber: true,
    targetColumn: "good",
    features: ["name", "alcohol", "colour"],
    categories: {name: expect.any(Array), colour: ["red", "white"]}
  });
  expect(source).toMatchObject({
    kind: "file",
    trainRows: 16,
    testRows: 4,
    origin: {train: {name: "wine.csv"}, heldOut: {share: 0.2, seed: 42}},
    target: {column: "good", positive: "yes", negative: "no"}
  });
  expect(await findData(join(folder, "data"))).toEqual(source);
  // Of five positives and fifteen negatives a fifth each.
  expect((await textOf("test-target.csv")).match(/,1$/gm)).toHaveLength(1);

  const train = await readDataset(join(raw, "train.csv"), {cacheDirectory: join(folder, "cache")});
  const first = (await textOf("train.csv")).split("\n")[1]?.split(",") ?? [];
  expect(train.ids[0]).toBe(first[0]);
  expect(train.columns.map(([value]) => value)).toEqual([
    schema.categories?.name?.indexOf(first[2] ?? ""),
    Number(first[3]),
    first[4] === "red" ? 0 : 1
  ]);
  expect(train.target?.reduce((sum, label) => sum + label)).toBe(4);
  const test = await readDataset(join(raw, "test.csv"));
  expect([test.rows, test.target, test.featureNames]).toEqual([4, undefined, schema.features]);
  // From the cache, too.
  const again = await readDataset(join(raw, "train.csv"), {cacheDirectory: join(folder, "cache")});
  expect(again.schema).toEqual(schema);
  expect(again.columns).toEqual(train.columns);
});

test("the same table in another format gives the same bytes", async () => {
  const digests = new Set<string>();
  for (const name of ["people.csv", "people-semicolons.csv", "people.parquet", "people-lz4.arrow"]) {
    const {source} = await importTable(raw, join("tests/fixtures/tables", name), {target: "answer"});
    digests.add(source.files["train.csv"].sha256 + source.files["test.csv"].sha256);
  }
  expect(digests.size).toBe(1);
});

test("a test file has its columns in any order, and numbers written in its own way", async () => {
  const train = await write("train.csv", "id,x,c,target\n1,1.5,a,0\n2,2.5,b,1\n3,,a,0\n");
  const test = await write("test.csv", "c;X;ID\nb;3,25;7\nz;;8\n");
  await importTable(raw, train, {test});
  expect(await textOf("test.csv")).toBe("id,x,c\n7,3.25,b\n8,,z\n");
  expect((await textOf("train.csv")).split("\n")[3]).toBe("3,0,,a");
  expect(await readdir(raw)).toEqual(["schema.json", "source.json", "test.csv", "train.csv"]);
  const wrong = await write("wrong.csv", "id,x,c\n7,many,b\n");
  await expect(importTable(raw, train, {test: wrong})).rejects.toMatchObject({
    code: "not-a-number",
    place: {file: wrong, row: 1, column: "x", value: "many"}
  });
  const incomplete = await write("incomplete.csv", "id,x\n7,1\n");
  await expect(importTable(raw, train, {test: incomplete})).rejects.toMatchObject({code: "csv-missing-column"});
  // What was there stays.
  expect(await readdir(raw)).toEqual(["schema.json", "source.json", "test.csv", "train.csv"]);
  expect(await textOf("test.csv")).toBe("id,x,c\n7,3.25,b\n8,,z\n");
});

describe("what cannot be right is said with its place", () => {
  const rows = "a,0\nb,1\nc,0\nd,1\n";
  test.each([
    ["no target", `x,y\n${rows}`, {}, "target-missing", "One column has two values: `y`"],
    ["a misspelt target", `x,label\n${rows}`, {target: "labels"}, "target-missing", "Did you mean `label`?"],
    ["a target of many values", "x,target\n1,1\n2,2\n3,3\n", {}, "target-not-binary", "has 3 values"],
    ["a row without target", "x,target\n1,1\n2,\n", {}, "target-missing-value", "Row 2 has no value"],
    ["a class of one row", "x,target\n1,1\n2,0\n3,0\n", {}, "target-too-rare", "“1”"],
    ["a duplicate id", "k,x,target\n1,1,1\n1,2,0\n", {id: "k"}, "training-duplicate-id", "--id none"],
    ["an id column that is not there", "k,x,target\n1,1,1\n", {id: "key"}, "id-missing", "Its columns are"],
    ["nothing but the target", "id,target\n1,1\n2,0\n", {}, "csv-missing-column", "no feature columns"],
    [
      "numbers that may be thousands",
      'x,target\n"1,234",1\n"2,345",0\n',
      {},
      "csv-ambiguous-number",
      "Row 1, column `x`"
    ]
  ])("%s", async (_, text, choices, code, sentence) => {
    const path = await write("own.csv", text);
    const error: unknown = await importTable(raw, path, choices).catch((reason: unknown) => reason);
    expect(error).toMatchObject({code, message: expect.stringContaining(sentence), place: {file: path}});
  });
});

test("an id is found by its name if it is unique; else rows are numbered", async () => {
  const body = (ids: string[]) => ids.map((id, row) => `${id},${row},${row % 2}\n`).join("");
  const idOf = async (header: string, ids: string[]) =>
    (await importTable(raw, await write("t.csv", `${header},x,target\n${body(ids)}`), {})).schema.idColumn;
  expect(await idOf("PassengerId", ["1", "2", "3", "4"])).toBe("PassengerId");
  expect(await idOf("customer_id", ["1", "1", "3", "4"])).toBe("row");
  expect(await idOf("paid", ["1", "2", "3", "4"])).toBe("row");
});
