import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Bool, Int32, List, makeVector, Table, tableToIPC, Uint8, vectorFromArray} from "apache-arrow";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {readTextRows} from "../../../dataset/text/readTextRows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "text-"));
});
afterAll(() => rm(folder, {recursive: true}));

async function read(path: string) {
  const rows: string[][] = [];
  let names: readonly string[] = [];
  const summary = await readTextRows(path, {
    sink: (columns) => {
      names = columns.names;
      return {row: (texts) => rows.push([...texts])};
    }
  });
  return {names, rows, summary};
}

const fixture = (name: string) => join("tests/fixtures/tables", name);

describe("the same table in any format", () => {
  test.each(["people.parquet", "people-zstd.parquet", "people.arrow", "people-lz4.arrow", "people-zstd.arrow"])(
    "%s has the texts of people.csv",
    async (name) => {
      const csv = await read(fixture("people.csv"));
      const other = await read(fixture(name));
      expect(other.names).toEqual(csv.names);
      // pandas writes whole numbers of a column of floats as 2.0.
      expect(other.rows.map((row) => row.map(plain))).toEqual(csv.rows.map((row) => row.map(plain)));
      expect(other.summary).toEqual({format: name.endsWith("t") ? "Parquet" : "Arrow", rows: 40});
    }
  );
});

const plain = (text: string) => (/^\d+\.0$/.test(text) ? text.slice(0, -2) : text);

test("numbers get the shortest text that reads back as the same, and missing values none", async () => {
  const path = join(folder, "numbers.arrow");
  const table = new Table({
    x: makeVector(Float64Array.of(0.1, -1e-7, Number.NaN, Number.POSITIVE_INFINITY)),
    f: makeVector(Float32Array.of(0.5, 1, 2, 3)),
    n: makeVector(BigInt64Array.of(1n, -2n, 3n, 9007199254740993n)),
    b: vectorFromArray([true, false, null, true], new Bool())
  });
  await writeFile(path, tableToIPC(table, "stream"));
  expect((await read(path)).rows).toEqual([
    ["0.1", "0.5", "1", "True"],
    ["-1e-7", "1", "-2", "False"],
    ["", "2", "3", ""],
    ["inf", "3", "9007199254740993", "True"]
  ]);
});

test("columns of lists, damaged files and empty ones are refused by name", async () => {
  const nested = join(folder, "nested.arrow");
  const list = vectorFromArray([[1], [2]], new List({name: "item", type: new Int32(), nullable: true} as never));
  await writeFile(nested, tableToIPC(new Table({parts: list}), "file"));
  await expect(read(nested)).rejects.toMatchObject({code: "table-nested-column", place: {row: 1, column: "parts"}});

  const empty = join(folder, "empty.arrow");
  await writeFile(empty, tableToIPC(new Table({x: vectorFromArray([], new Uint8())}), "file"));
  await expect(read(empty)).rejects.toMatchObject({code: "table-empty", place: {file: empty}});

  for (const name of ["people.parquet", "people.arrow", "people-lz4.arrow"]) {
    const damaged = join(folder, name);
    const bytes = await readFile(fixture(name));
    await writeFile(damaged, bytes.subarray(0, bytes.length >> 1));
    await expect(read(damaged)).rejects.toMatchObject({code: "table-damaged", place: {file: damaged}});
  }
  await expect(read(join(folder, "no.csv"))).rejects.toMatchObject({code: "file-missing"});
});
