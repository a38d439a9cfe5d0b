import {expect, test} from "vitest";
import {CategoryReader} from "../../../../src/lib/csv/categories.js";
import {CsvReader, type CsvSummary} from "../../../../src/lib/csv/csvReader.js";
import type {TableSchema} from "../../../../src/lib/schema/tableSchema.js";

const schema: TableSchema = {
  idColumn: "row",
  idIsRowNumber: true,
  features: ["age", "city"],
  categories: {city: ["Köln", "Bad Ems, Lahn", "7"]}
};

function read(text: string): {rows: [string, ...number[]][]; summary: CsvSummary} {
  const rows: [string, ...number[]][] = [];
  const reader = new CsvReader({schema, sink: () => ({row: (id, features) => rows.push([id, ...features])})});
  for (const byte of new TextEncoder().encode(text)) reader.push(Uint8Array.of(byte));
  return {summary: reader.finish(), rows};
}

test("texts become the codes of their categories, and what is none a missing value that is counted", () => {
  const {rows, summary} = read('city,age\nKöln,1\n"Bad Ems, Lahn",2\n 7 ,3\nNA,4\nRome,5\nOslo,6\n');
  expect(rows).toEqual([
    ["1", 1, 0],
    ["2", 2, 1],
    ["3", 3, 2],
    ["4", 4, Number.NaN],
    ["5", 5, Number.NaN],
    ["6", 6, Number.NaN]
  ]);
  expect(summary).toMatchObject({
    idIsNumbered: true,
    unseenCategories: [{column: "city", values: 2, first: "Rome", row: 5}]
  });
});

test("rows have their own ids where a file has the id column, although it may do without", () => {
  expect(read("row,age,city\nx,1,Köln\n").rows).toEqual([["x", 1, 0]]);
});

test("rows without values are skipped, and not numbered", () => {
  const {rows, summary} = read("age,city\n1,Köln\n,NA\n,\n2,Köln\n");
  expect(rows.map(([id]) => id)).toEqual(["1", "2"]);
  expect(summary.skippedRows).toBe(2);
});

test("case tells categories apart only where they differ by it", () => {
  const reader = new CategoryReader({features: ["a", "b"], categories: {a: ["True", "False"], b: ["x", "X"]}});
  expect([reader.read("true", 0, 1), reader.read("FALSE", 0, 1)]).toEqual([0, 1]);
  expect([reader.read("x", 1, 1), reader.read("X", 1, 1)]).toEqual([0, 1]);
});

test("a column named like a part of every object is a column like others", () => {
  const reader = new CategoryReader({features: ["constructor", "__proto__"], categories: {constructor: ["a"]}});
  expect([reader.has(0), reader.has(1)]).toEqual([true, false]);
});
