import process from "node:process";
import {expect, test} from "vitest";
import {RowKernel} from "../../../../../src/lib/csv/rowKernel.js";
import {RandomSource} from "../../../../../src/lib/random.js";

/** `CSV_NUMBERS=5000000 npx vitest run tests/src/lib/csv/kernel` is the thorough run: so many of each kind. */
const cases = Number(process.env.CSV_NUMBERS ?? 100_000);
const together = 10_000;
const dot = ".".charCodeAt(0);
const comma = ",".charCodeAt(0);

/** Reads texts as the second column of a table whose first is 1; undefined where the kernel leaves them to JavaScript. */
function readAll(texts: readonly string[]): (number | undefined)[] {
  const table = {roles: Int32Array.of(0, 1), featureCount: 2, delimiter: comma, isText: () => false};
  const kernel = RowKernel.of(table, new Uint8Array(3));
  if (kernel === undefined) throw new Error("There is no kernel here.");
  const bytes = new TextEncoder().encode(texts.map((text) => `1,${text}\n`).join(""));
  const numbers: (number | undefined)[] = [];
  for (let position = 0; position < bytes.length; position = kernel.next) {
    const rows = kernel.read(bytes, position, bytes.length, dot);
    if (rows === 0) throw new Error(`Row ${numbers.length + 1} was not read.`);
    const left = new Set(kernel.leftCells.map(({row}) => row));
    for (let row = 0; row < rows; ++row) numbers.push(left.has(row) ? undefined : kernel.values[row][1]);
  }
  return numbers;
}

const random = new RandomSource(7);
const below = (limit: number) => Math.floor(random.uniform() * limit);
const digits = (count: number) => Array.from({length: count}, () => below(10)).join("");
const sign = () => ["", "", "-", "+"][below(4)];
const view = new DataView(new ArrayBuffer(8));

/** Any double but NaN and the infinities, each bit pattern as likely. */
function anyDouble(): number {
  for (;;) {
    view.setUint32(0, random.uint32());
    view.setUint32(4, random.uint32());
    const value = view.getFloat64(0);
    if (Number.isFinite(value)) return value;
  }
}

/** An odd number of 54 to 64 bits: that of 54 is in the middle between two doubles, the others often nearly. */
function middleOfIntegers(): string {
  const mantissa = (1n << 53n) | (BigInt(random.uint32()) << 21n) | BigInt(below(2 ** 21)) | 1n;
  const integer = (mantissa << BigInt(below(11))) + BigInt(below(3) - 1);
  return `${integer}`.slice(0, 19);
}

/** The decimals of the middle between two doubles that are neighbours, cut to 19 digits, and one more or less there. */
function nearMiddle(): string {
  view.setBigUint64(
    0,
    (BigInt(1023 - 60 + below(120)) << 52n) | (BigInt(random.uint32()) << 20n) | BigInt(below(2 ** 20))
  );
  const low = view.getFloat64(0);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  const power = Math.floor(Math.log2(low)) - 53;
  const middle = (low / 2 ** power + view.getFloat64(0) / 2 ** power) / 2;
  const whole = BigInt(middle);
  // whole * 2^power as digits and a power of ten.
  const [integer, exponent] = power >= 0 ? [whole << BigInt(power), 0] : [whole * 5n ** BigInt(-power), power];
  const text = String(integer);
  const cut = BigInt(text.slice(0, 18)) + BigInt(below(3) - 1);
  return `${cut}e${text.length - 18 + exponent}`;
}

const kinds: readonly [string, () => string, number][] = [
  ["shortest decimals of doubles", () => String(anyDouble()), 0.005],
  ["17 digits of doubles", () => anyDouble().toExponential(16), 0.005],
  ["decimals of few digits", () => `${sign()}${digits(1 + below(4))}.${digits(below(7))}`, 0],
  ["integers of up to 16 digits", () => `${sign()}${digits(1 + below(16))}`, 0.01],
  ["fractions of up to 19 digits", () => `${sign()}0.${digits(1 + below(19))}`, 0.001],
  ["leading zeros", () => `${sign()}${"0".repeat(below(30))}${digits(1 + below(5))}.${digits(below(9))}`, 0],
  [
    "no digits before or after the point",
    () => sign() + (below(2) ? `${digits(1 + below(9))}.` : `.${digits(1 + below(9))}`),
    0
  ],
  ["exponents", () => `${sign()}${digits(1 + below(9))}.${digits(below(8))}e${sign()}${below(330)}`, 0.1],
  ["zeros with exponents", () => `${sign()}0.${"0".repeat(below(9))}E${sign()}${below(400)}`, 0],
  ["the greatest numbers", () => `${1 + below(9)}.${digits(16)}e30${6 + below(4)}`, 0.005],
  ["middles of doubles that are integers", middleOfIntegers, 0.5],
  ["numbers beside the middles of doubles", nearMiddle, 0.5],
  ["subnormal numbers", () => `${1 + below(9)}.${digits(below(18))}e-${308 + below(20)}`, 1],
  ["more digits than 64 bits hold", () => `${1 + below(9)}${digits(15 + below(30))}.${digits(below(20))}`, 1]
];

test.each(kinds)("%s are what Number makes of them", (_, text, mostLeft) => {
  let left = 0;
  for (let done = 0; done < cases; done += together) {
    const texts = Array.from({length: Math.min(together, cases - done)}, text);
    const numbers = readAll(texts);
    const wrong = texts.filter((text, i) => numbers[i] !== undefined && !Object.is(numbers[i], Number(text)));
    expect(wrong).toEqual([]);
    left += numbers.filter((number) => number === undefined).length;
  }
  expect(left / cases).toBeLessThanOrEqual(mostLeft);
});

test("what is no number is left to JavaScript", () => {
  const texts = [
    "-",
    "+",
    ".",
    "-.",
    "+.e1",
    "1e",
    "1e+",
    "1.2.3",
    "--1",
    "1-",
    "0x10",
    "1 2",
    "1_0",
    "inf",
    "١",
    "1e999999",
    "e5"
  ];
  expect(readAll(texts)).toEqual(texts.map(() => undefined));
});

test("missing values are NaN, with blanks around them, too", () => {
  const texts = ["", " ", "NA", "NaN", "nan", " null\t", "None", "#NA", "n/a", "-nan", "<NA>", "N/A"];
  expect(readAll(texts)).toEqual(texts.map(() => Number.NaN));
});
