import {existsSync} from "node:fs";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {tableFromIPC, tableToIPC} from "apache-arrow";
import {csvParse} from "d3-dsv";
import {afterEach, beforeEach, expect, test} from "vitest";
import {readDataset} from "../../dataset/readDataset.js";
import {itNeeds} from "../needs.js";

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dataset-"));
  path = join(directory, "train.csv");
});
afterEach(() => rm(directory, {recursive: true}));

test("rows become columns", async () => {
  await writeFile(path, "ID_code,target,x,y\na,0,1.5,\nb,1,-2,3\n");
  const {ids, target, featureNames, columns, rows} = await readDataset(path);
  expect({ids, target, featureNames, columns, rows}).toEqual({
    ids: ["a", "b"],
    target: Uint8Array.of(0, 1),
    featureNames: ["x", "y"],
    columns: [Float64Array.of(1.5, -2), Float64Array.of(Number.NaN, 3)],
    rows: 2
  });
  expect(columns[0].buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("columns grow for rows that are shorter than expected", async () => {
  await writeFile(path, `ID_code,x,y\n${"a,1,2\n".repeat(1000)}`);
  const {columns, rows} = await readDataset(path);
  expect(rows).toBe(1000);
  expect(columns[1]).toEqual(new Float64Array(1000).fill(2));
});

test("the Arrow table has the same values, and survives the IPC format", async () => {
  await writeFile(path, "ID_code,target,x\na,0,1.5\nb,1,-2\n");
  const table = (await readDataset(path)).toTable();
  expect(table.schema.fields.map(String)).toEqual(["ID_code: Utf8", "target: Uint8", "x: Float64"]);
  const rows = [
    {ID_code: "a", target: 0, x: 1.5},
    {ID_code: "b", target: 1, x: -2}
  ];
  expect(table.toArray().map((row) => row.toJSON())).toEqual(rows);
  expect(
    tableFromIPC(tableToIPC(table))
      .toArray()
      .map((row) => row.toJSON())
  ).toEqual(rows);
});

test("a mistake names the file", async () => {
  await writeFile(path, "ID_code,x\na,1\nb,two\n");
  await expect(readDataset(path)).rejects.toMatchObject({
    code: "csv-not-a-number",
    place: {file: path, row: 2, column: "x", value: "two"}
  });
  await expect(readDataset(join(directory, "no.csv"))).rejects.toMatchObject({code: "file-missing"});
});

const realRows = "../shared/data/real_test_rows_100.csv";

itNeeds("real rows in ../shared/data", existsSync(realRows))(
  "the competition's own rows are read to the last bit",
  async () => {
    const {ids, columns, featureNames} = await readDataset(realRows);
    const expected = csvParse(await readFile(realRows, "utf8"));
    expect(ids).toEqual(expected.map((row) => row.ID_code));
    expect(featureNames).toHaveLength(200);
    featureNames.forEach((name, index) => {
      expect([...columns[index]]).toEqual(expected.map((row) => Number(row[name])));
    });
  }
);
