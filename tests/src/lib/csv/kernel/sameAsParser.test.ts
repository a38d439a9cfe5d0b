import process from "node:process";
import fc from "fast-check";
import {expect, test} from "vitest";
import {CsvReader, type CsvReaderOptions} from "../../../../../src/lib/csv/csvReader.js";
import {missingWords} from "../../../../../src/lib/csv/numbers.js";
import {UserError} from "../../../../../src/lib/errors.js";

/** `CSV_FUZZ_CASES=100000 npx vitest run tests/src/lib/csv` is the thorough run; a third of the cases go to each test. */
const numRuns = Math.round(Number(process.env.CSV_FUZZ_CASES ?? 4000) / 3);

/** All that a reader says of bytes that come in chunks of the given sizes, over and over. */
function outcome(bytes: Uint8Array, sizes: readonly number[], options: Partial<CsvReaderOptions>): unknown {
  const rows: unknown[] = [];
  const reader = new CsvReader({
    schema: "infer",
    file: "x.csv",
    sink: () => ({row: (id, features, target) => rows.push([id, target, ...features])}),
    ...options
  });
  try {
    for (let start = 0, turn = 0; start < bytes.length; ++turn) {
      const end = start + sizes[turn % sizes.length];
      reader.push(bytes.subarray(start, end));
      start = end;
    }
    return {rows, summary: reader.finish()};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {rows, error: error.toJSON()};
  }
}

function expectSame(bytes: Uint8Array, sizes: readonly number[], options: Partial<CsvReaderOptions> = {}): void {
  const parser = outcome(bytes, sizes, {...options, kernelFrom: Number.POSITIVE_INFINITY});
  expect(outcome(bytes, sizes, {...options, kernelFrom: 0})).toEqual(parser);
}

const sizes = fc.array(fc.oneof(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 4000})), {
  minLength: 1,
  maxLength: 4
});
const encode = (text: string) => new TextEncoder().encode(text);

const number = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: -2_000_000, max: 2_000_000}).map((units) => String(units / 10_000))},
  {weight: 2, arbitrary: fc.double().map(String)},
  {weight: 1, arbitrary: fc.constantFrom(...missingWords)},
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        "-0",
        "5.",
        ".5",
        " 7 ",
        "1e22",
        "9007199254740993",
        "1e-400",
        "inf",
        "−3",
        "1,234",
        "1,234.5",
        "1.234,5",
        "1,5"
      ],
      ...["123456789012345678901234567890", "0.000000000000000000000000000001", "2.2250738585072011e-308", "\u00a01"]
    )
  }
);
const odd = fc.constantFrom(
  "x",
  "1.2.3",
  "--1",
  "",
  "-",
  ".",
  "1 2",
  "é",
  '"1"',
  '"',
  'a"b',
  "2",
  "a",
  "b",
  "\u0000",
  "\u001a"
);
const id = fc.oneof(
  fc.string({unit: fc.constantFrom(..."abc_019 "), maxLength: 40}),
  fc.string({unit: fc.constantFrom('"', ",", ";", "\n", "\r", "é", "a"), maxLength: 8})
);

/** Files as they come, with this and that wrong about them; long enough for rows to be read together. */
const file = fc
  .record({
    delimiter: fc.constantFrom(",", ",", ";", "\t", "|"),
    columns: fc.integer({min: 1, max: 6}),
    rows: fc.array(fc.record({id, cells: fc.array(number, {minLength: 6, maxLength: 6}), quote: fc.nat(9)}), {
      maxLength: 90
    }),
    faults: fc.array(fc.record({row: fc.nat(89), cell: fc.nat(5), text: odd}), {maxLength: 3}),
    ragged: fc.array(fc.record({row: fc.nat(200), surplus: fc.constantFrom(-1, 1)}), {maxLength: 1}),
    blank: fc.array(fc.record({row: fc.nat(89), text: fc.constantFrom("", " ", ",", ",,,", '""', "\u0000", ";;")}), {
      maxLength: 2
    }),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    lastLineEnd: fc.boolean(),
    byteOrderMark: fc.boolean(),
    target: fc.boolean()
  })
  .map(({delimiter, columns, rows, faults, ragged, blank, lineEnd, lastLineEnd, byteOrderMark, target}) => {
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    const header = ["id", ...Array.from({length: columns}, (_, i) => (target && i === 1 ? "target" : `x${i}`))];
    const lines = rows.map(({id, cells, quote}, row) => {
      const texts = cells.slice(0, columns);
      if (target && columns > 1) texts[1] = row % 3 === 0 ? "1" : "0";
      for (const fault of faults) if (fault.row === row && fault.cell < columns) texts[fault.cell] = fault.text;
      for (const {row: where, surplus} of ragged) if (where === row) texts.length = Math.max(1, columns + surplus);
      const write = (text = "1") =>
        quote === 0 || /[\r\n]/.test(text) || text.includes(delimiter) ? quoted(text) : text;
      const line = [write(id || "a"), ...Array.from(texts, write)].join(delimiter);
      return [...blank.filter(({row: where}) => where === row).map(({text}) => text), line].join(lineEnd);
    });
    return `${byteOrderMark ? "\ufeff" : ""}${[header.join(delimiter), ...lines].join(lineEnd)}${lastLineEnd ? lineEnd : ""}`;
  });

test("the kernel reads files as the parser does, with the same mistakes in them", () => {
  fc.assert(
    fc.property(file, sizes, (text, sizes) => expectSame(encode(text), sizes)),
    {numRuns, seed: 1}
  );
});

const schemas: Partial<CsvReaderOptions>[] = [
  {schema: {idColumn: "id", features: ["x0", "x2"], categories: {x0: ["a", "b"]}}},
  {schema: {idColumn: "key", features: ["x1"], idIsRowNumber: true}},
  {schema: {idColumn: "x0", targetColumn: "target", features: ["x2"]}},
  {schema: "text"}
];

test("so it does with columns left out, categories, and rows' numbers for ids", () => {
  fc.assert(
    fc.property(file, sizes, fc.constantFrom(...schemas), (text, sizes, options) =>
      expectSame(encode(text), sizes, options)
    ),
    {numRuns, seed: 2}
  );
});

const bytes = fc
  .array(fc.constantFrom(...encode(',,,,""\n\n\r\r;01259.-+eENa x'), 0, 26, 0x80, 0xc3, 0xa9, 0xff), {maxLength: 120})
  .map((body) => Uint8Array.from([...encode("id,x,y\na,1,2\n"), ...body]));

test("so it does with any bytes at all", () => {
  fc.assert(
    fc.property(bytes, sizes, (bytes, sizes) => expectSame(bytes, sizes)),
    {numRuns: 3 * numRuns, seed: 3}
  );
});

test("rows may be longer than what the kernel reads at a time", () => {
  const names = Array.from({length: 9000}, (_, i) => `x${i}`);
  const row = (id: number) => [id, ...names.map((_, i) => ((i * 7919 * (id + 1)) % 200_000) / 1000)].join(",");
  const bytes = encode(`id,${names.join(",")}\n${[0, 1, 2, 3].map(row).join("\n")}\n`);
  expectSame(bytes, [10_000]);
  expectSame(bytes, [1_000_000]);
});

test("cells that are left to the parser may be more than the kernel notes", () => {
  const names = Array.from({length: 500}, (_, i) => `x${i}`);
  const row = (id: number) => [id, ...names.map((_, i) => (i % 40 === id ? "1" : "inf"))].join(",");
  expectSame(encode(`id,${names.join(",")}\n${Array.from({length: 40}, (_, i) => row(i)).join("\n")}`), [1_000_000]);
});
