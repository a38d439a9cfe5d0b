import {LightGBMError} from "../error.js";
import {visitSplits} from "./model.js";
import {outputOf} from "./objective.js";
import {checkLimits, columnStarts, missingModes, partsOf, type Tables} from "./tables.js";

// The file: eight bytes of name, the version, the CRC-32 of what follows, the length of a JSON text, the text, and then
// the arrays of the tables one after the other, each from a multiple of eight bytes on. All numbers are little-endian.
const magic = "lgbmscor";
const version = 1;
const headerBytes = 20;

/** What the JSON text says: everything but the arrays, of which it has the lengths. */
interface Description {
  featureNames: string[];
  classCount: number;
  averageOutput: boolean;
  objective?: string;
  /** Feature, thresholds, slots, bins (-1: none). */
  numeric: number[][];
  /** Feature, categories, sets, members. */
  categorical: number[][];
  trees: number;
  splits: number;
  leaves: number;
  hasCounts: boolean;
}

/** Writes tables as bytes, to be kept or sent and read by `readTables`. */
export function writeTables(tables: Tables): Uint8Array<ArrayBuffer> {
  const {featureNames, classCount, averageOutput, objective, numeric, categorical, counts} = tables;
  const description: Description = {
    featureNames,
    classCount,
    averageOutput,
    objective,
    numeric: numeric.map(({feature, thresholds, slots, bins}) => [
      feature,
      thresholds.length,
      slots.length,
      bins?.length ?? -1
    ]),
    categorical: categorical.map(({feature, categories, setSizes, members}) => [
      feature,
      categories.length,
      setSizes.length,
      members.length
    ]),
    trees: tables.leafCounts.length,
    splits: tables.column.length,
    leaves: tables.leafValue.length,
    hasCounts: counts !== undefined
  };
  const text = new TextEncoder().encode(JSON.stringify(description));
  const arrays = [
    ...numeric.flatMap(({thresholds, slots, bins}) => [thresholds, slots, ...(bins ? [bins] : [])]),
    ...categorical.flatMap(({categories, setSizes, members}) => [categories, setSizes, members]),
    ...[tables.leafCounts, tables.column, tables.rank, tables.leftLeaves, tables.leafValue],
    ...(counts ? [counts.split, counts.leaf] : [])
  ];
  const length = arrays.reduce((sum, {byteLength}) => aligned(sum) + byteLength, headerBytes + text.length);
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(magic));
  bytes.set(text, headerBytes);
  let at = headerBytes + text.length;
  for (const {buffer, byteOffset, byteLength} of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), aligned(at));
    at = aligned(at) + byteLength;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(16, text.length, true);
  view.setUint32(12, checksum(bytes.subarray(16)), true);
  return bytes;
}

/** Whether bytes begin as `writeTables` begins. */
export function areTables(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;
}

/**
 * Reads what `writeTables` has written. Everything is checked, so that no bytes, damaged or made to do harm, can take
 * the kernel out of its tables or let it run for ever. Throws a `LightGBMError`.
 */
export function readTables(bytes: Uint8Array): Tables {
  if (!areTables(bytes)) throw new LightGBMError("These bytes are not a scorer's tables.");
  if (bytes.length < headerBytes) throw damaged("they are cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = view.getUint32(8, true);
  if (found !== version) {
    throw new LightGBMError(`The scorer's tables are of version ${found}; this package reads version ${version}.`);
  }
  if (view.getUint32(12, true) !== checksum(bytes.subarray(16))) throw damaged("their checksum is wrong");
  const reader = new Reader(bytes, headerBytes + view.getUint32(16, true));
  const description = describe(bytes.subarray(headerBytes, reader.at));
  const {featureNames, classCount, averageOutput, objective, trees, splits, leaves, hasCounts} = description;
  const tables: Tables = {
    featureNames,
    classCount,
    averageOutput,
    objective,
    numeric: description.numeric.map(([feature, thresholds, slots, bins]) => ({
      feature,
      thresholds: reader.float64(thresholds),
      slots: reader.uint32(slots),
      bins: bins < 0 ? undefined : reader.uint32(bins)
    })),
    categorical: description.categorical.map(([feature, categories, sets, members]) => ({
      feature,
      categories: reader.uint32(categories),
      setSizes: reader.uint32(sets),
      members: reader.uint32(members)
    })),
    leafCounts: reader.uint32(trees),
    column: reader.uint16(splits),
    rank: reader.uint8(splits),
    leftLeaves: reader.uint32(splits),
    leafValue: reader.float64(leaves),
    counts: hasCounts ? {split: reader.uint32(splits), leaf: reader.uint32(leaves)} : undefined
  };
  if (reader.at !== bytes.length) throw damaged("they are longer than they say");
  checkTables(tables);
  return tables;
}

/** Takes array after array, copied, so that each stands where its numbers must. */
class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number
  ) {
    if (at > bytes.length) throw damaged("they are cut off");
  }

  uint8 = (length: number): Uint8Array => new Uint8Array(this.#take(length));
  uint16 = (length: number): Uint16Array => new Uint16Array(this.#take(2 * length));
  uint32 = (length: number): Uint32Array => new Uint32Array(this.#take(4 * length));
  float64 = (length: number): Float64Array => new Float64Array(this.#take(8 * length));

  #take(byteLength: number): ArrayBuffer {
    const start = aligned(this.at);
    this.at = start + byteLength;
    if (byteLength < 0 || this.at > this.bytes.length) throw damaged("they are cut off");
    return Uint8Array.from(this.bytes.subarray(start, this.at)).buffer;
  }
}

function describe(text: Uint8Array): Description {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(text));
  } catch {
    throw damaged("their description cannot be read");
  }
  if (!isDescription(json)) throw damaged("their description is not complete");
  return json;
}

function isDescription(json: unknown): json is Description {
  if (typeof json !== "object" || json === null) return false;
  const fields: Partial<Record<keyof Description, unknown>> = json;
  const lists = [fields.numeric, fields.categorical];
  return (
    Array.isArray(fields.featureNames) &&
    fields.featureNames.every((name) => typeof name === "string") &&
    lists.every((list) => Array.isArray(list) && list.every((numbers) => isNumbers(numbers) && numbers.length === 4)) &&
    isNumbers([fields.classCount, fields.trees, fields.splits, fields.leaves]) &&
    typeof fields.averageOutput === "boolean" &&
    typeof fields.hasCounts === "boolean" &&
    (fields.objective === undefined || typeof fields.objective === "string")
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((number, i) => Number.isInteger(number) && number >= (i === 3 ? -1 : 0));
}

function checkTables(tables: Tables): void {
  const {featureNames, classCount, leafCounts, column, leftLeaves, leafValue} = tables;
  outputOf(tables.objective);
  for (const {feature, thresholds, slots, bins = new Uint32Array()} of tables.numeric) {
    require(feature < featureNames.length, "a feature");
    require(ascends(thresholds) && !Number.isNaN(thresholds[0]), "thresholds");
    require(ascends(slots) && (slots.at(-1) ?? 0) < missingModes * partsOf({thresholds}), "columns");
    require(bins.every((bin, i) => bin >= (bins[i - 1] ?? 0) && bin <= thresholds.length), "bins");
  }
  for (const {feature, categories, setSizes, members} of tables.categorical) {
    require(feature < featureNames.length, "a feature");
    require(ascends(categories) && categories.length < 65_536, "categories");
    require(sum(setSizes) === members.length && members.every((member) => member < categories.length), "categories");
  }
  checkLimits(tables);
  const {columnCount} = columnStarts(tables);
  require(column.every((index) => index < columnCount), "columns");
  require(classCount > 0 && leafCounts.length % classCount === 0, "trees");
  require(leafCounts.every((leaves) => leaves > 0) && sum(leafCounts) === leafValue.length, "leaves");
  require(leafValue.length - leafCounts.length === leftLeaves.length, "splits");
  let split = 0;
  for (const leaves of leafCounts) {
    visitSplits(leftLeaves.subarray(split, split + leaves - 1), leaves, (_, from, middle, to) =>
      require(middle > from && middle < to, "splits")
    );
    split += leaves - 1;
  }
}

function require(condition: boolean, what: string): void {
  if (!condition) throw damaged(`they have ${what} that cannot be right`);
}

function ascends(values: Float64Array | Uint32Array): boolean {
  for (let i = 1; i < values.length; ++i) if (!(values[i] > values[i - 1])) return false;
  return true;
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function damaged(why: string): LightGBMError {
  return new LightGBMError(`The scorer's tables are damaged: ${why}.`);
}

function aligned(at: number): number {
  return Math.ceil(at / 8) * 8;
}

/** CRC-32, as in zip files. */
function checksum(bytes: Uint8Array): number {
  const table = Uint32Array.from({length: 256}, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
