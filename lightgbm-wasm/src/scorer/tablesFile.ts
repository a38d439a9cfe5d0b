import {LightGBMError} from "../error.js";
import {visitSplits} from "./model.js";
import {outputOf} from "./objective.js";
import {checkLimits, columnStarts, missingModes, partsOf, type Tables} from "./tables.js";

// The file: eight letters, then as 32-bit numbers the version, the CRC-32 of all that follows it, the length of a text
// and that of a list of numbers. Then the text (objective and feature names, a line each), the list (how many there are
// of everything) and the arrays of the tables, each from a multiple of eight bytes on. All is little-endian.
const magic = "lgbmscor";
const version = 1;
const headerBytes = 24;

/** Bytes that are not shared. `Uint8Array<ArrayBuffer>` says the same, but not to TypeScript before 5.7. */
export type Bytes = Uint8Array & {readonly buffer: ArrayBuffer};

/** Writes tables as bytes, to be kept or sent and read by `readTables`. */
export function writeTables(tables: Tables): Bytes {
  const {featureNames, objective, numeric, categorical, leafCounts, column, rank, leftLeaves, leafValue, counts} =
    tables;
  const text = new TextEncoder().encode([objective ?? "", ...featureNames].join("\n"));
  const sizes = Uint32Array.from([
    ...[tables.classCount, Number(tables.averageOutput), Number(counts !== undefined)],
    ...[leafCounts.length, column.length, leafValue.length, numeric.length, categorical.length],
    ...numeric.flatMap(({feature, thresholds, slots, bins}) => [
      ...[feature, thresholds.length, slots.length],
      bins ? bins.length + 1 : 0
    ]),
    ...categorical.flatMap(({feature, categories, setSizes, members}) => [
      ...[feature, categories.length, setSizes.length, members.length]
    ])
  ]);
  const arrays = [
    ...[text, sizes],
    ...numeric.flatMap(({thresholds, slots, bins}) => [thresholds, slots, ...(bins ? [bins] : [])]),
    ...categorical.flatMap(({categories, setSizes, members}) => [categories, setSizes, members]),
    ...[leafCounts, column, rank, leftLeaves, leafValue],
    ...(counts ? [counts.split, counts.leaf] : [])
  ];
  const bytes = new Uint8Array(arrays.reduce((sum, {byteLength}) => aligned(sum) + byteLength, headerBytes));
  let at = headerBytes;
  for (const {buffer, byteOffset, byteLength} of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), aligned(at));
    at = aligned(at) + byteLength;
  }
  bytes.set(new TextEncoder().encode(magic));
  const header = new Uint32Array(bytes.buffer, 8, 4);
  header.set([version, 0, text.length, sizes.length]);
  header[1] = checksum(bytes.subarray(16));
  return bytes;
}

/** Whether bytes begin as those of `writeTables`. */
export function areTables(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;
}

/**
 * Reads what `writeTables` has written. Everything is checked, so that no bytes, damaged or made to do harm, can take
 * the kernel out of its tables or let it run for ever. Throws a `LightGBMError`.
 */
export function readTables(bytes: Uint8Array): Tables {
  if (!areTables(bytes)) throw new LightGBMError("These bytes are not a scorer's tables.");
  let at = 8;
  // Copied, so that each array stands where its numbers must.
  const take = (byteLength: number): ArrayBuffer => {
    const start = aligned(at);
    at = start + byteLength;
    check(at <= bytes.length, "they are cut off");
    return Uint8Array.from(bytes.subarray(start, at)).buffer;
  };
  const uint32 = (length: number): Uint32Array => new Uint32Array(take(4 * length));
  const float64 = (length: number): Float64Array => new Float64Array(take(8 * length));
  const [found, sum, textLength, sizeCount] = uint32(4);
  if (found !== version) {
    throw new LightGBMError(`The scorer's tables are of version ${found}; this package reads version ${version}.`);
  }
  check(sum === checksum(bytes.subarray(16)), "their checksum is wrong");
  const [objective, ...featureNames] = new TextDecoder().decode(take(textLength)).split("\n");
  const sizes = uint32(sizeCount);
  const [classCount, averageOutput, hasCounts, trees, splits, leaves, numericCount, categoricalCount] = sizes;
  check(sizeCount === 8 + 4 * (numericCount + categoricalCount), "their sizes do not agree");
  const features = Array.from({length: numericCount + categoricalCount}, (_, i) =>
    sizes.subarray(8 + 4 * i, 12 + 4 * i)
  );
  const tables: Tables = {
    featureNames,
    classCount,
    averageOutput: averageOutput > 0,
    objective: objective === "" ? undefined : objective,
    numeric: features.slice(0, numericCount).map(([feature, thresholds, slots, bins]) => ({
      feature,
      thresholds: float64(thresholds),
      slots: uint32(slots),
      bins: bins > 0 ? uint32(bins - 1) : undefined
    })),
    categorical: features.slice(numericCount).map(([feature, categories, sets, members]) => ({
      feature,
      categories: uint32(categories),
      setSizes: uint32(sets),
      members: uint32(members)
    })),
    leafCounts: uint32(trees),
    column: new Uint16Array(take(2 * splits)),
    rank: new Uint8Array(take(splits)),
    leftLeaves: uint32(splits),
    leafValue: float64(leaves),
    counts: hasCounts > 0 ? {split: uint32(splits), leaf: uint32(leaves)} : undefined
  };
  check(at === bytes.length, "their sizes do not agree");
  checkTables(tables);
  return tables;
}

function checkTables(tables: Tables): void {
  const {featureNames, classCount, numeric, categorical, leafCounts, column, leftLeaves, leafValue} = tables;
  outputOf(tables.objective);
  for (const {feature, thresholds, slots, bins = new Uint32Array()} of numeric) {
    check(
      feature < featureNames.length &&
        ascends(thresholds) &&
        !Number.isNaN(thresholds[0]) &&
        ascends(slots) &&
        (slots.at(-1) ?? 0) < missingModes * partsOf(thresholds) &&
        bins.every((bin, i) => bin >= (bins[i - 1] ?? 0) && bin <= thresholds.length),
      "a numeric feature cannot be right"
    );
  }
  for (const {feature, categories, setSizes, members} of categorical) {
    check(
      feature < featureNames.length &&
        ascends(categories) &&
        total(setSizes) === members.length &&
        members.every((member) => member < categories.length),
      "a categorical feature cannot be right"
    );
  }
  checkLimits(tables);
  const {columnCount} = columnStarts(tables);
  check(
    classCount > 0 &&
      leafCounts.length % classCount === 0 &&
      leafCounts.every((leaves) => leaves > 0) &&
      total(leafCounts) === leafValue.length &&
      leafValue.length - leafCounts.length === column.length &&
      column.every((index) => index < columnCount),
    "their trees do not agree"
  );
  let split = 0;
  for (const leaves of leafCounts) {
    visitSplits(leftLeaves.subarray(split, split + leaves - 1), leaves, (_, from, middle, to) =>
      check(middle > from && middle < to, "a tree cannot be right")
    );
    split += leaves - 1;
  }
}

function check(condition: boolean, otherwise: string): void {
  if (!condition) throw new LightGBMError(`The scorer's tables are damaged: ${otherwise}.`);
}

function ascends(values: Float64Array | Uint32Array): boolean {
  for (let i = 1; i < values.length; ++i) if (!(values[i] > values[i - 1])) return false;
  return true;
}

function total(values: Uint32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
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
