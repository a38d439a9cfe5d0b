import {expect, test} from "vitest";
import {CsvReader, type CsvReaderOptions} from "../../../../src/lib/csv/csvReader.js";
import {UserError} from "../../../../src/lib/errors.js";

type Row = [id: string, target: number, ...features: number[]];

/** Reads bytes in chunks of a size. */
function read(bytes: Uint8Array | string, {chunk = 7, ...options}: Partial<CsvReaderOptions> & {chunk?: number} = {}) {
  const rows: Row[] = [];
  const reader = new CsvReader({
    schema: "infer",
    sink: () => ({row: (id, features, target) => rows.push([id, target, ...features])}),
    ...options
  });
  const encoded = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  for (let start = 0; start < encoded.length; start += chunk) reader.push(encoded.subarray(start, start + chunk));
  return {rows, summary: reader.finish()};
}

function failure(bytes: Uint8Array | string, options?: Parameters<typeof read>[1]) {
  try {
    read(bytes, {file: "x.csv", ...options});
  } catch (error) {
    if (error instanceof UserError) return error.toJSON();
    throw error;
  }
  throw new Error("no error");
}

const plain: Row[] = [
  ["a", 0, 1.5, -2],
  ["b", 1, 3, 4.0001]
];

test.each([
  ["line feeds", "id,target,x,y\na,0,1.5,-2\nb,1,3,4.0001\n"],
  ["no final newline", "id,target,x,y\na,0,1.5,-2\nb,1,3,4.0001"],
  ["carriage returns and line feeds", "id,target,x,y\r\na,0,1.5,-2\r\nb,1,3,4.0001\r\n"],
  ["carriage returns alone", "id,target,x,y\ra,0,1.5,-2\rb,1,3,4.0001\r"],
  ["a byte order mark", "\ufeffid,target,x,y\na,0,1.5,-2\nb,1,3,4.0001\n"],
  ["empty lines", "\nid,target,x,y\n\na,0,1.5,-2\n\r\nb,1,3,4.0001\n\n\n"],
  ["quotes", '"id","target","x","y"\n"a","0","1.5","-2"\n"b",1,3,4.0001\n'],
  ["blanks around names and numbers", "id , target, x,y\na,0, 1.5 ,-2\nb,1,3,\t4.0001\n"],
  ["other ways to write numbers", "id,target,x,y\na,0.0,15e-1,-2.\nb,1.000,+3,4000.1E-3\n"]
])("reads a file with %s, wherever its chunks are cut", (_, text) => {
  for (let chunk = 1; chunk <= text.length; ++chunk) expect(read(text, {chunk}).rows).toEqual(plain);
});

test("the summary tells what was read", () => {
  expect(read("id,target,x,y\na,0,1.5,-2\n").summary).toEqual({
    rows: 1,
    bytes: 25,
    schema: {idColumn: "id", targetColumn: "target", features: ["x", "y"]},
    hasTarget: true,
    idIsNumbered: false,
    ignoredColumns: [],
    renamedColumns: [],
    idIsAssumed: true,
    delimiter: ",",
    skippedLines: [],
    skippedRows: 0,
    encoding: "UTF-8",
    decimalMark: ".",
    thousandsColumns: [],
    otherMinusColumns: [],
    unseenCategories: []
  });
});

test("a given schema finds its columns in any order and names those that it ignores", () => {
  const {rows, summary} = read("note,y,key,x\nhello,2,k,1\n", {schema: {idColumn: "key", features: ["x", "y"]}});
  expect(rows).toEqual([["k", Number.NaN, 1, 2]]);
  expect(summary).toMatchObject({ignoredColumns: ["note"], hasTarget: false});
});

test("quoted text may hold commas, quotes and line ends", () => {
  expect(read('id,x\n"a,""b""\r\nc",1\n').rows).toEqual([['a,"b"\r\nc', Number.NaN, 1]]);
});

// pandas.read_csv's default na_values (pandas 2.3, pandas._libs.parsers.STR_NA_VALUES).
const pandasWords =
  "#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null";
test.each(["", " ", '""', '"NA"', " NULL ", ...pandasWords.split("|")])("%j is a missing value", (text) => {
  expect(read(`id,x,y\na,${text},1\nb,1,${text}`).rows).toEqual([
    ["a", Number.NaN, Number.NaN, 1],
    ["b", Number.NaN, 1, Number.NaN]
  ]);
});

test.each([
  ["nothing", "", "csv-empty", "The file is empty."],
  ["only empty lines", "\ufeff\n\r\n", "csv-empty", "The file is empty."],
  ["only a header", "id,x\n", "csv-header-only", "The file has a header but no rows."],
  [
    "a zip archive",
    "PK\u0003\u0004\u0014\u0000",
    "csv-not-text",
    "This is not a CSV file but a zip archive or an Excel workbook; unpack it or save it as CSV first."
  ],
  ["zero bytes", "id,x\u0000\n", "csv-not-text", "This is not a CSV file but a binary file."],
  [
    "an open quote in its header",
    'id,"x\na,1\n',
    "csv-unclosed-quote",
    "The header has a quote that is never closed, or that text follows."
  ]
])("a file of %s is refused", (_, text, code, message) => {
  for (const chunk of [1, 3, 1000]) expect(failure(text, {chunk})).toEqual({code, message, file: "x.csv"});
});

test.each([
  [
    "too few fields",
    "id,x,y\na,1,2\nb,1\n",
    {code: "csv-ragged-row", row: 2, message: "Row 2 has 2 fields, but the header has 3."}
  ],
  [
    "too many fields",
    "id,x\na,1\nb,1,2,3\n",
    {code: "csv-ragged-row", row: 2, message: "Row 2 has 4 fields, but the header has 2."}
  ],
  [
    "too few fields at the very end",
    "id,x\na,1\nb",
    {code: "csv-ragged-row", row: 2, message: "Row 2 has 1 field, but the header has 2."}
  ],
  [
    "text for a number",
    "id,x\na,1\nb,1.2.3\n",
    {
      code: "csv-not-a-number",
      row: 2,
      column: "x",
      value: "1.2.3",
      message: "Row 2, column `x` is “1.2.3”, not a number."
    }
  ],
  [
    "a hexadecimal number",
    "id,x\na,0x10\n",
    {
      code: "csv-not-a-number",
      row: 1,
      column: "x",
      value: "0x10",
      message: "Row 1, column `x` is “0x10”, not a number. (The first column, `id`, is taken as the id.)"
    }
  ],
  [
    "a target of 2",
    "id,target,x\na,2,1\n",
    {
      code: "csv-not-a-target",
      row: 1,
      column: "target",
      value: "2",
      message: "Row 1, column `target` is “2”, not 0 or 1."
    }
  ],
  [
    "no target",
    "id,target,x\na,,1\n",
    {
      code: "csv-not-a-target",
      row: 1,
      column: "target",
      value: "",
      message: "Row 1, column `target` is empty; it must be 0 or 1."
    }
  ],
  [
    "an open quote",
    'id,x\na,1\n"b,1\n',
    {
      code: "csv-unclosed-quote",
      row: 2,
      column: "id",
      message: "Row 2, column `id` begins with a quote that is never closed."
    }
  ],
  [
    "text after a quote",
    'id,x\n"a"b,1\n',
    {code: "csv-stray-quote", row: 1, column: "id", message: "Row 1, column `id` continues after its closing quote."}
  ]
])("a row with %s is refused with its place", (_, text, expected) => {
  for (let chunk = 1; chunk <= text.length; ++chunk)
    expect(failure(text, {chunk})).toEqual({file: "x.csv", ...expected});
});

test("rows before the mistake have been handed on", () => {
  const ids: string[] = [];
  const sink = () => ({row: (id: string) => ids.push(id)});
  expect(() => read("id,x\na,1\nb,2\nc,no\n", {sink})).toThrow(UserError);
  expect(ids).toEqual(["a", "b"]);
});

test.each([
  [
    "a missing feature with its likely name",
    "id,var17\na,1\n",
    "Column `var_17` and 1 more are missing; did you mean `var17`?"
  ],
  ["a missing id", "var_17,var_18\n1,2\n", "Column `id` is missing."]
])("names %s", (_, text, message) => {
  const schema = {idColumn: "id", features: ["var_17", "var_18"]};
  expect(failure(text, {schema})).toMatchObject({code: "csv-missing-column", message});
});

test("a file without any feature is refused", () => {
  expect(failure("id,target\na,1\n")).toMatchObject({code: "csv-missing-column"});
});

test("a wanted column may be there only once", () => {
  expect(failure("id,x,x\na,1,2\n")).toMatchObject({
    code: "csv-duplicate-column",
    column: "x",
    message: "Column `x` appears twice, as columns 2 and 3."
  });
});

test("a quote that is never closed does not swallow a large file", () => {
  const reader = new CsvReader({schema: "infer", sink: () => ({row() {}})});
  reader.push(new TextEncoder().encode('id,x\n"a,1\n'));
  const lines = new TextEncoder().encode("b,1\n".repeat(2 ** 14));
  const pushAll = () => {
    for (let i = 0; i < 1000; ++i) reader.push(lines);
  };
  expect(pushAll).toThrow(expect.objectContaining({code: "csv-row-too-long", place: {row: 1}}));
  expect(reader.bytes).toBeLessThan(20_000_000);
});
