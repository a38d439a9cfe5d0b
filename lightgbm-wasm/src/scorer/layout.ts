import {LightGBMError} from "../error.js";
import {chooseGrid} from "./grid.js";
import {Image} from "./image.js";
import {type Segment, writeTrees} from "./segments.js";
import {columnStarts, partsOf, setsTogether, type Tables, thresholdsPerColumn} from "./tables.js";
import {countBelow} from "./thresholds.js";

const mostCategories = 1 << 22;

/** Tables as the kernel reads them. Addresses are those of its memory. */
export interface Layout {
  /** To be copied to `base`. */
  bytes: Uint8Array;
  numeric: {at: number; count: number};
  categorical: {at: number; count: number};
  /** By class: its trees, cut where they are scored in another way. */
  classes: Segment[][];
  columnCount: number;
  /** Length of the array of counts. */
  counterCount: number;
}

export interface LayoutOptions {
  /**
   * Adds up all trees of one split on a feature beforehand: many times faster where there are many, but the sum is
   * rounded differently from LightGBM's (by less than 1e-12 of the largest score).
   */
  sumStumps?: boolean;
}

export function layOut(tables: Tables, base: number, {sumStumps = false}: LayoutOptions = {}): Layout {
  const image = new Image(base);
  const starts = columnStarts(tables);
  const {at, counterCount} = writeNumeric(image, tables, starts.numeric);
  const categorical = writeCategorical(image, tables, starts.categorical);
  const classes = writeTrees(image, tables, sumStumps);
  // The kernel may read a vector where a number ends the tables.
  image.allocate(64);
  return {
    bytes: image.bytes,
    numeric: {at, count: tables.numeric.length},
    categorical: {at: categorical, count: tables.categorical.length},
    classes,
    columnCount: starts.columnCount,
    counterCount
  };
}

/** The kernel's `Feature` and `Column`. */
function writeNumeric(image: Image, {numeric}: Tables, starts: readonly number[]): {at: number; counterCount: number} {
  const at = image.allocate(64 * numeric.length);
  let counterCount = 0;
  for (const [i, {feature, thresholds, slots, bins}] of numeric.entries()) {
    const zero = countBelow(thresholds, 0);
    const parts = partsOf(thresholds);
    const columns = image.allocate(16 * slots.length);
    for (const [j, slot] of slots.entries()) {
      const mode = Math.floor(slot / parts);
      const missing = mode === 0 ? zero : mode % 2 === 1 ? 0 : thresholds.length;
      const first = (slot % parts) * thresholdsPerColumn;
      image.u32(columns + 16 * j, starts[i] + j, first, missing, mode >= 3 ? missing : zero);
    }
    const {scale, shift, first, steps} = chooseGrid(thresholds);
    let half = 1;
    while (2 * half <= thresholds.length) half *= 2;
    const padded = new Float64Array(Math.max(2 * half, thresholds.length + steps)).fill(Infinity);
    padded.set(thresholds);
    const counter = bins ? counterCount + 1 : 0;
    if (bins) counterCount += thresholds.length + 2;
    const position = at + 64 * i;
    image.f64(position, scale, shift, first.length - 1);
    const addresses = [image.put(first), image.put(padded), steps, half, columns];
    image.u32(position + 24, feature, ...addresses, slots.length, zero, counter);
  }
  return {at, counterCount};
}

/** The kernel's `Categorical`. */
function writeCategorical(image: Image, {categorical, featureNames}: Tables, starts: readonly number[]): number {
  const at = image.allocate(32 * categorical.length);
  for (const [i, {feature, categories, setSizes, members}] of categorical.entries()) {
    const limit = categories.length > 0 ? categories[categories.length - 1] + 1 : 0;
    if (limit > mostCategories) {
      throw new LightGBMError(
        `Feature ${featureNames[feature]} has the category ${limit - 1}; a scorer takes those below ${mostCategories}.`
      );
    }
    const number = new Uint16Array(limit);
    for (const [j, category] of categories.entries()) number[category] = j + 1;
    const setCount = setsTogether * Math.ceil(setSizes.length / setsTogether);
    const sets = new Uint8Array(setCount * (categories.length + 1));
    let member = 0;
    for (const [set, size] of setSizes.entries()) {
      for (let j = 0; j < size; ++j) sets[setCount * (members[member++] + 1) + set] = 128;
    }
    image.f64(at + 32 * i, limit);
    image.u32(at + 32 * i + 8, feature, image.put(number), setCount, starts[i], image.put(sets));
  }
  return at;
}
