import {ascii} from "../../src/lib/csv/cells.js";
import {DemoSampler, demoFeatures, unitsPerOne} from "./demoSampler.js";

const {comma, dot, lineFeed, minus, zero} = ascii;

const chunkSize = 2 ** 20;
/** No cell is longer than `-214748.3647,`. */
const longestRow = 64 + 13 * demoFeatures.length;

export interface DemoFile {
  name: "train" | "test";
  rows: number;
  seed: number;
}

export interface DemoChunk {
  bytes: Uint8Array;
  /** From the file's beginning to the chunk's end. */
  rows: number;
}

/** The bytes of a demo file, in chunks of about a megabyte; ids, columns and spelling are those of Kaggle's files. */
export function* demoCsv({name, rows, seed}: DemoFile): Generator<DemoChunk> {
  const hasTarget = name === "train";
  const sampler = new DemoSampler(seed, hasTarget ? 0 : 1);
  const header = ["ID_code", ...(hasTarget ? ["target"] : []), ...demoFeatures];
  yield {bytes: new TextEncoder().encode(`${header.join(",")}\n`), rows: 0};
  let bytes = new Uint8Array(chunkSize);
  let position = 0;
  for (let row = 0; row < rows; ++row) {
    sampler.next();
    position = writeText(bytes, position, `${name}_${row}`);
    if (hasTarget) {
      bytes[position++] = comma;
      bytes[position++] = zero + sampler.target();
    }
    for (const units of sampler.units) {
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
