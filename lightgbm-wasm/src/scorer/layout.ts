import {chooseGrid} from "./grid.js";
import type {Image} from "./image.js";
import {type Segment, writeTrees} from "./segments.js";
import {columnStarts, partsOf, setsTogether, type Tables, thresholdsPerColumn} from "./tables.js";
import {countBelow} from "./thresholds.js";

/** Where the kernel finds its tables. */
export interface Layout {
  numeric: {at: number; count: number};
  categorical: {at: number; count: number};
  /** By class: its trees, cut where they are scored in another way. */
  classes: Segment[][];
  columnCount: number;
  /** Length of the array of counts. */
  counterCount: number;
}

/** Puts tables where the kernel is going to read them. */
export function layOut(image: Image, tables: Tables, sumStumps: boolean): Layout {
  const starts = columnStarts(tables);
  const {at, counterCount} = writeNumeric(image, tables, starts.numeric);
  return {
    numeric: {at, count: tables.numeric.length},
    categorical: {at: writeCategorical(image, tables, starts.categorical), count: tables.categorical.length},
    classes: writeTrees(image, tables, sumStumps, false),
    columnCount: starts.columnCount,
    counterCount
  };
}

/** The kernel's `Feature` and `Column`. */
function writeNumeric(image: Image, {numeric}: Tables, starts: readonly number[]): {at: number; counterCount: number} {
  const words = new Uint32Array(16 * numeric.length);
  const doubles = new Float64Array(words.buffer);
  let counterCount = 0;
  for (const [i, {feature, thresholds, slots, bins}] of numeric.entries()) {
    const zero = countBelow(thresholds, 0);
    const parts = partsOf(thresholds);
    const columns = Array.from(slots, (slot, j) => {
      const mode = Math.floor(slot / parts);
      const missing = mode === 0 ? zero : mode % 2 === 1 ? 0 : thresholds.length;
      return [starts[i] + j, (slot % parts) * thresholdsPerColumn, missing, mode >= 3 ? missing : zero];
    });
    const {scale, shift, first, steps} = chooseGrid(thresholds);
    let half = 1;
    while (2 * half <= thresholds.length) half *= 2;
    const padded = new Float64Array(Math.max(2 * half, thresholds.length + steps)).fill(Infinity);
    padded.set(thresholds);
    const counter = bins ? counterCount + 1 : 0;
    if (bins) counterCount += thresholds.length + 2;
    doubles.set([scale, shift, first.length - 1], 8 * i);
    const addresses = [image.put(first), image.put(padded), steps, half, image.put(Uint32Array.from(columns.flat()))];
    words.set([feature, ...addresses, slots.length, zero, counter], 16 * i + 6);
  }
  return {at: image.put(words), counterCount};
}

/** The kernel's `Categorical`. */
function writeCategorical(image: Image, {categorical}: Tables, starts: readonly number[]): number {
  const words = new Uint32Array(8 * categorical.length);
  const doubles = new Float64Array(words.buffer);
  for (const [i, {feature, categories, setSizes, members}] of categorical.entries()) {
    const limit = (categories.at(-1) ?? -1) + 1;
    const number = new Uint16Array(limit);
    for (const [j, category] of categories.entries()) number[category] = j + 1;
    const setCount = setsTogether * Math.ceil(setSizes.length / setsTogether);
    const sets = new Uint8Array(setCount * (categories.length + 1));
    let member = 0;
    for (const [set, size] of setSizes.entries()) {
      for (let j = 0; j < size; ++j) sets[setCount * (members[member++] + 1) + set] = 128;
    }
    doubles[4 * i] = limit;
    words.set([feature, image.put(number), setCount, starts[i], image.put(sets)], 8 * i + 2);
  }
  return image.put(words);
}
