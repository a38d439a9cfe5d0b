import {ascii} from "../../src/lib/csv/cells.js";
import {DemoSampler, demoFeatures, demoWidths, unitsPerOne} from "./demoSampler.js";
import {mixTestRows, RepeatPlanter} from "./repeats.js";

const {comma, dot, lineFeed, minus, zero} = ascii;

const chunkSize = 2 ** 20;
/** No cell is longer than `-214748.3647,`. */
const longestRow = 64 + 13 * demoFeatures.length;

export interface DemoFile {
  name: "train" | "test";
  rows: number;
  seed: number;
  /** Whether values repeat more often with target 1, and half of the test rows are copied together from the others. */
  repeats?: boolean;
}

export interface DemoChunk {
  bytes: Uint8Array;
  /** From the file's beginning to the chunk's end. */
  rows: number;
}

/** The bytes of a demo file, in chunks of about a megabyte; ids, columns and spelling are those of Kaggle's files. */
export function* demoCsv({name, rows, seed, repeats = false}: DemoFile): Generator<DemoChunk> {
  const hasTarget = name === "train";
  const header = ["ID_code", ...(hasTarget ? ["target"] : []), ...demoFeatures];
  yield {bytes: new TextEncoder().encode(`${header.join(",")}\n`), rows: 0};
  let bytes = new Uint8Array(chunkSize);
  let position = 0;
  let row = -1;
  for (const {units: values, target} of demoRows({name, rows, seed, repeats})) {
    ++row;
    position = writeText(bytes, position, `${name}_${row}`);
    if (hasTarget) {
      bytes[position++] = comma;
      bytes[position++] = zero + target();
    }
    for (const units of values) {
      bytes[position++] = comma;
      position = writeDecimal(bytes, position, units);
    }
    bytes[position++] = lineFeed;
    if (position > chunkSize - longestRow) {
      yield {bytes: bytes.subarray(0, position), rows: row + 1};
      bytes = new Uint8Array(chunkSize);
      position = 0;
    }
  }
  if (position > 0) yield {bytes: bytes.subarray(0, position), rows};
}

interface DemoRow {
  /** In ten thousandths. */
  units: Int32Array;
  /** To be called at most once: it may draw. */
  target: () => 0 | 1;
}

function* demoRows({name, rows, seed, repeats}: DemoFile): Generator<DemoRow> {
  const stream = name === "train" ? 0 : 1;
  const sampler = new DemoSampler(seed, stream);
  const planter = repeats ? new RepeatPlanter(seed, stream, demoWidths) : undefined;
  const draw = function* (count: number): Generator<DemoRow> {
    for (let drawn = 0; drawn < count; ++drawn) {
      sampler.next();
      if (planter === undefined) yield {units: sampler.units, target: () => sampler.target()};
      else {
        const target = sampler.target();
        planter.plant(sampler.units, target);
        yield {units: sampler.units, target: () => target};
      }
    }
  };
  if (planter === undefined || name === "train") return yield* draw(rows);
  const real = Array.from(draw(Math.ceil(rows / 2)), ({units}) => units.slice());
  for (const units of mixTestRows(real, rows, seed)) yield {units, target: () => 0};
}

function writeText(bytes: Uint8Array, start: number, text: string): number {
  for (let index = 0; index < text.length; ++index) bytes[start + index] = text.charCodeAt(index);
  return start + text.length;
}

/** Writes a number of ten thousandths as pandas would: without zeros at the end, and without a dot if it is whole. */
function writeDecimal(bytes: Uint8Array, start: number, units: number): number {
  let position = start;
  if (units < 0) bytes[position++] = minus;
  const magnitude = Math.abs(units);
  position = writeInteger(bytes, position, Math.floor(magnitude / unitsPerOne));
  let rest = magnitude % unitsPerOne;
  if (rest === 0) return position;
  bytes[position++] = dot;
  for (let place = unitsPerOne / 10; rest > 0; place /= 10) {
    bytes[position++] = zero + Math.floor(rest / place);
    rest %= place;
  }
  return position;
}

function writeInteger(bytes: Uint8Array, start: number, integer: number): number {
  let place = 1;
  while (place * 10 <= integer) place *= 10;
  let position = start;
  for (let rest = integer; place >= 1; place = Math.floor(place / 10)) {
    bytes[position++] = zero + Math.floor(rest / place);
    rest %= place;
  }
  return position;
}
