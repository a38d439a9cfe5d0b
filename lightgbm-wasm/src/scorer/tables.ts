import {LightGBMError} from "../error.js";

/** A column's byte holds this many thresholds. */
export const thresholdsPerColumn = 255;
/** How many columns of category sets the kernel fills at once. */
export const setsTogether = 16;
/** What a split does with NaN and zeros: none; NaN goes left, right; NaN and zeros go left, right. */
export const missingModes = 5;
const mostThresholds = 32_767;
const mostColumns = 65_536;
const mostCategories = 65_535;
const greatestCategory = 2 ** 22;

export interface NumericFeature {
  feature: number;
  /** Of all splits on the feature: different, ascending, none of them nearer to zero than `zeroLimit`. */
  thresholds: Float64Array;
  /** Its columns: `mode * parts + part`, ascending, where a part is 255 consecutive thresholds. */
  slots: Uint32Array;
  /** If its values are counted: the thresholds above which the second bin begins, the third, … */
  bins: Uint32Array | undefined;
}

/** A column says whether the category is in a set. */
export interface CategoricalFeature {
  feature: number;
  /** All that are in a set, ascending. */
  categories: Uint32Array;
  /** Set after set: how many members it has, and which, as positions in `categories`. */
  setSizes: Uint32Array;
  members: Uint32Array;
}

/**
 * What a scorer works with. Splits do not compare values but ranks: how many of the feature's thresholds are below the
 * value. A column has one byte of them for each row, and a split sends the rows to the right that are above its rank.
 */
export interface Tables {
  featureNames: string[];
  /** Outputs of a row. Trees come iteration by iteration, class by class. */
  classCount: number;
  averageOutput: boolean;
  objective: string | undefined;
  /** Their columns come first, in this order … */
  numeric: NumericFeature[];
  /** … then theirs, each feature's sets on a multiple of 16 columns. */
  categorical: CategoricalFeature[];
  /** By tree. */
  leafCounts: Uint32Array;
  /** By split, tree after tree, in the order of `Tree`. */
  column: Uint16Array;
  rank: Uint8Array;
  leftLeaves: Uint32Array;
  /** By leaf, tree after tree. */
  leafValue: Float64Array;
  /** How many training rows came to each split and each leaf: what contributions need. */
  counts: {split: Uint32Array; leaf: Uint32Array} | undefined;
}

/** Where the columns of each feature begin, and how many columns there are. */
export function columnStarts({numeric, categorical}: Pick<Tables, "numeric" | "categorical">) {
  let columnCount = 0;
  const advance = (columns: number): number => {
    const start = columnCount;
    columnCount += columns;
    return start;
  };
  const starts = numeric.map(({slots}) => advance(slots.length));
  const setStarts = categorical.map(({setSizes}) => advance(setsTogether * Math.ceil(setSizes.length / setsTogether)));
  return {numeric: starts, categorical: setStarts, columnCount};
}

export function partsOf(thresholds: Float64Array): number {
  return Math.max(1, Math.ceil(thresholds.length / thresholdsPerColumn));
}

/** Throws where a model is larger than ranks and columns can say. */
export function checkLimits(tables: Pick<Tables, "numeric" | "categorical" | "featureNames">): void {
  const check = (count: number, most: number, what: string, feature?: number): void => {
    if (count <= most) return;
    const name = feature === undefined ? "" : `Feature ${tables.featureNames[feature]}: `;
    throw new LightGBMError(`${name}${what} ${count}; a scorer takes up to ${most}.`);
  };
  for (const {feature, thresholds} of tables.numeric) {
    check(thresholds.length, mostThresholds, "number of thresholds", feature);
  }
  for (const {feature, categories} of tables.categorical) {
    check(categories.length, mostCategories, "number of categories", feature);
    check(categories.at(-1) ?? 0, greatestCategory, "greatest category", feature);
  }
  check(columnStarts(tables).columnCount, mostColumns, "number of columns");
}
