import process from "node:process";
import {csvParseRows} from "d3-dsv";
import fc from "fast-check";
import {expect, test} from "vitest";
import {CsvReader} from "../../../../src/lib/csv/csvReader.js";
import {missingWords} from "../../../../src/lib/csv/numbers.js";
import {UserError} from "../../../../src/lib/errors.js";

/** `CSV_FUZZ_CASES=100000 npx vitest run tests/src/lib/csv` is the thorough run; half of the cases go to each test. */
const numRuns = Number(process.env.CSV_FUZZ_CASES ?? 4000) / 2;

interface Row {
  id: string;
  features: number[];
}

type Outcome = {rows: Row[]} | {error: {code: string; row?: number}};

/** What the reader makes of a text whose bytes come in chunks of the given sizes, over and over. */
function read(text: string, chunkSizes: readonly number[]): Outcome {
  const rows: Row[] = [];
  const sink = () => ({row: (id: string, features: Float64Array) => rows.push({id, features: [...features]})});
  const reader = new CsvReader({schema: "infer", sink});
  const bytes = new TextEncoder().encode(text);
  try {
    for (let start = 0, turn = 0; start < bytes.length; ++turn) {
      const end = start + chunkSizes[turn % chunkSizes.length];
      reader.push(bytes.subarray(start, end));
      start = end;
    }
    reader.finish();
    return {rows};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const {code, place} = error;
    return {error: place.row === undefined ? {code} : {code, row: place.row}};
  }
}

/** What it should make of it, by d3-dsv's parser, which has whole texts only and makes no checks, and `Number`. */
function expected(text: string): Outcome {
  const lines = csvParseRows(text.replace(/^\ufeff/, "")).filter((cells) => cells.some((cell) => cell.trim() !== ""));
  if (lines.length === 0) return {error: {code: "csv-empty"}};
  const [header, ...body] = lines;
  if (body.length === 0) return {error: {code: "csv-header-only"}};
  const rows: Row[] = [];
  for (const cells of body) {
    const row = rows.length + 1;
    // Whatever stands first in the row is found first.
    const numbers = cells.slice(1, header.length).map(numberOf);
    if (numbers.includes(undefined)) return {error: {code: "csv-not-a-number", row}};
    if (cells.length < header.length || cells.slice(header.length).some((cell) => cell.trim() !== ""))
      return {error: {code: "csv-ragged-row", row}};
    if (cells[0].trim() === "" && numbers.every(Number.isNaN)) continue;
    rows.push({id: cells[0], features: numbers.filter((number) => number !== undefined)});
  }
  return rows.length === 0 ? {error: {code: "csv-header-only"}} : {rows};
}

function numberOf(cell: string): number | undefined {
  if (missingWords.has(cell.trim())) return Number.NaN;
  const number = Number(cell.replace(/^\s*([+-]?)inf(inity)?\s*$/i, "$1Infinity"));
  return Number.isNaN(number) || /^\s*[+-]?0[xXbBoO]/.test(cell) ? undefined : number;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const chunkSizes = fc.array(fc.integer({min: 1, max: 40}), {minLength: 1, maxLength: 4});

const digits = (maxLength: number) => fc.string({unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength});
const sign = fc.constantFrom("", "", "-", "+");
const decimal = fc
  .tuple(sign, digits(20), fc.option(digits(25)), fc.option(fc.tuple(fc.constantFrom("e", "E"), sign, digits(3))))
  .map(
    ([sign, integer, fraction, exponent]) =>
      `${sign}${integer}${fraction === null ? "" : `.${fraction}`}${(exponent ?? []).join("")}`
  );
const number = fc.oneof(
  {weight: 4, arbitrary: fc.integer({min: -2_000_000, max: 2_000_000}).map((units) => String(units / 10_000))},
  {weight: 3, arbitrary: fc.double({noNaN: true, noDefaultInfinity: true}).map(String)},
  {weight: 3, arbitrary: decimal},
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...missingWords,
      "-0",
      "5.",
      ".5",
      " 7 ",
      "1e22",
      "9007199254740993",
      "1e-400",
      "1e999",
      "-1e999",
      "inf",
      "-Infinity",
      "+INF"
    )
  }
);
const notNumber = fc.constantFrom(
  "x",
  "1.2.3",
  "--1",
  "1e",
  "-",
  ".",
  "0x10",
  "infinit",
  "∞",
  "1 2",
  "NAN",
  "é",
  "1,5"
);
const id = fc.oneof(
  fc.string({maxLength: 8}),
  fc.string({unit: fc.constantFrom('"', ",", "\n", "\r", "é", "a"), maxLength: 8})
);

const file = fc
  .record({
    columns: fc.integer({min: 1, max: 5}),
    rows: fc.array(fc.record({id, cells: fc.array(number, {minLength: 5, maxLength: 5}), quote: fc.boolean()}), {
      maxLength: 6
    }),
    fault: fc.option(fc.record({row: fc.nat(5), cell: fc.nat(4), text: notNumber}), {freq: 4}),
    ragged: fc.option(fc.record({row: fc.nat(5), surplus: fc.constantFrom(-1, 1)}), {freq: 6}),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    lastLineEnd: fc.boolean(),
    byteOrderMark: fc.boolean()
  })
  .map(({columns, rows, fault, ragged, lineEnd, lastLineEnd, byteOrderMark}) => {
    const header = ["id", ...Array.from({length: columns}, (_, column) => `x${column}`)].join(",");
    const lines = rows.map(({id, cells, quote}, row) => {
      const texts = cells.slice(0, columns);
      if (fault?.row === row && fault.cell < columns) texts[fault.cell] = fault.text;
      if (ragged?.row === row) texts.length = Math.max(1, columns + ragged.surplus);
      const write = (text = "1") => (quote || /[",\r\n]/.test(text) ? quoted(text) : text);
      return [write(id || "a"), ...Array.from(texts, write)].join(",");
    });
    return `${byteOrderMark ? "\ufeff" : ""}${[header, ...lines].join(lineEnd)}${lastLineEnd ? lineEnd : ""}`;
  });

test("well-formed files, and rows with faults, are read as d3-dsv and Number read them", () => {
  fc.assert(
    fc.property(file, chunkSizes, (text, sizes) => {
      expect(read(text, sizes)).toEqual(expected(text));
    }),
    {numRuns, seed: 1}
  );
});

const anything = fc
  .string({unit: fc.constantFrom(...',,,,"\n\n\r\r01259.-+eENa xé'), maxLength: 60})
  .map((body) => `id,x,y\n${body}`);

test("any text at all is read as d3-dsv and Number read it, or refused", () => {
  fc.assert(
    fc.property(anything, chunkSizes, (text, sizes) => {
      const outcome = read(text, sizes);
      // d3-dsv forgives quotes that are not closed, and reads on after those that are.
      if ("error" in outcome && /^csv-(unclosed|stray)-quote$/.test(outcome.error.code)) return;
      const reference = expected(text);
      if ("rows" in outcome || "rows" in reference) expect(outcome).toEqual(reference);
    }),
    {numRuns, seed: 2}
  );
});
