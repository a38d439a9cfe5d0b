import {LightGBMError} from "../error.js";
import type {Model, Tree} from "./model.js";

/** The `key=value` lines of a part of the text, by key. */
type Fields = Map<string, string>;

/**
 * Reads LightGBM's model text, version 3 or 4, of any objective.
 * Throws a `LightGBMError` that names the tree and the field where the text is damaged, and for linear trees.
 */
export function parseModelText(text: string): Model {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== "tree") throw new LightGBMError('This is not a LightGBM model text: its first line is not "tree".');
  const end = lines.indexOf("end of trees");
  if (end < 0) throw new LightGBMError('The model text is cut off: the line "end of trees" is missing.');
  const starts: number[] = [];
  for (let i = 0; i < end; ++i) if (lines[i].startsWith("Tree=")) starts.push(i);
  const header = readFields(lines, 1, starts[0] ?? end);
  const of = "The model text";
  const featureNames = words(required(header, "feature_names", of));
  const last = required(header, "max_feature_idx", of);
  if (Number(last) !== featureNames.length - 1) {
    throw new LightGBMError(`The model text names ${featureNames.length} features, but max_feature_idx is ${last}.`);
  }
  const treesPerIteration = integer(required(header, "num_tree_per_iteration", of), 1, 1e6, "num_tree_per_iteration");
  if (starts.length % treesPerIteration !== 0) {
    throw new LightGBMError(`${starts.length} trees are not whole iterations of ${treesPerIteration} trees.`);
  }
  return {
    featureNames,
    treesPerIteration,
    averageOutput: header.has("average_output"),
    objective: header.get("objective"),
    trees: starts.map((start, i) =>
      readTree(readFields(lines, start + 1, starts[i + 1] ?? end), `Tree ${i}`, featureNames.length)
    )
  };
}

function readTree(fields: Fields, tree: string, featureCount: number): Tree {
  if (Number(fields.get("is_linear") ?? 0) !== 0) {
    throw new LightGBMError(`${tree} has linear leaves (linear_tree): these cannot be compiled.`);
  }
  const leaves = integer(required(fields, "num_leaves", tree), 1, 1e7, `${tree}: num_leaves`);
  const splits = leaves - 1;
  const numbers = (name: string, length = splits) => readNumbers(fields, name, length, tree);
  const integers = (name: string, low: number, high: number, length = splits) =>
    checkIntegers(numbers(name, length), low, high, `${tree}: ${name}`);
  const leafValues = numbers("leaf_value", leaves);
  const hasCounts = splits > 0 && fields.has("leaf_count") && fields.has("internal_count");
  const order = readOrder(
    integers("left_child", -leaves, splits - 1),
    integers("right_child", -leaves, splits - 1),
    tree
  );
  const pick = (values: readonly number[], positions: Uint32Array) => Float64Array.from(positions, (i) => values[i]);
  const decision = Uint8Array.from(pick(integers("decision_type", 0, 11), order.splits));
  const threshold = pick(numbers("threshold"), order.splits);
  if (threshold.some(Number.isNaN)) throw new LightGBMError(`${tree}: a threshold is not a number.`);
  return {
    feature: Uint32Array.from(pick(integers("split_feature", 0, featureCount - 1), order.splits)),
    threshold,
    decision,
    categories: readCategories(fields, decision, threshold, tree),
    leftLeaves: order.leftLeaves,
    leafValue: pick(leafValues, order.leaves),
    counts: hasCounts
      ? {
          split: pick(integers("internal_count", 0, 2 ** 31), order.splits),
          leaf: pick(integers("leaf_count", 0, 2 ** 31, leaves), order.leaves)
        }
      : undefined
  };
}

/** The splits and leaves from left to right; every split but the root and every leaf must hang on exactly one split. */
function readOrder(leftChild: readonly number[], rightChild: readonly number[], tree: string) {
  const count = leftChild.length;
  const splits = new Uint32Array(count);
  const leaves = new Uint32Array(count + 1);
  const leftLeaves = new Uint32Array(count);
  // Where a split stands in the new order; and how many leaves came before it.
  const position = new Int32Array(count).fill(-1);
  const leafSeen = new Uint8Array(count + 1);
  const before = new Uint32Array(count);
  let splitCount = 0;
  let leafCount = 0;
  const stack = [count > 0 ? 0 : ~0];
  for (let child = stack.pop(); child !== undefined; child = stack.pop()) {
    if (child < 0) {
      if (leafSeen[~child]++) break;
      leaves[leafCount++] = ~child;
    } else if (child < count) {
      if (position[child] >= 0) break;
      position[child] = splitCount;
      before[splitCount] = leafCount;
      splits[splitCount++] = child;
      // Between the two sides of a split: the sign that its left side is done.
      stack.push(rightChild[child], count + child, leftChild[child]);
    } else {
      const at = position[child - count];
      leftLeaves[at] = leafCount - before[at];
    }
  }
  if (leafCount <= count || splitCount < count)
    throw new LightGBMError(`${tree}: its splits and leaves are not a tree.`);
  return {splits, leaves, leftLeaves};
}

/** Of a categorical split the threshold numbers a run of 32-bit words, whose set bits are the categories that go left. */
function readCategories(
  fields: Fields,
  decision: Uint8Array,
  threshold: Float64Array,
  tree: string
): Tree["categories"] {
  if (!decision.some((bits) => bits & 1)) return new Array(decision.length).fill(undefined);
  const count = integer(required(fields, "num_cat", tree), 1, 1e7, `${tree}: num_cat`);
  const wordCount = words(required(fields, "cat_threshold", tree)).length;
  const bits = checkIntegers(
    readNumbers(fields, "cat_threshold", wordCount, tree),
    0,
    2 ** 32 - 1,
    `${tree}: cat_threshold`
  );
  const bounds = checkIntegers(
    readNumbers(fields, "cat_boundaries", count + 1, tree),
    0,
    wordCount,
    `${tree}: cat_boundaries`
  );
  return Array.from(decision, (type, split) => {
    if ((type & 1) === 0) return undefined;
    const set = integer(String(threshold[split]), 0, count - 1, `${tree}: threshold of a categorical split`);
    const categories: number[] = [];
    for (let category = 0; category < 32 * (bounds[set + 1] - bounds[set]); ++category) {
      if ((bits[bounds[set] + (category >> 5)] >>> (category & 31)) & 1) categories.push(category);
    }
    return Uint32Array.from(categories);
  });
}

/** A line without "=", such as `average_output`, is a field without a value. */
function readFields(lines: readonly string[], start: number, end: number): Fields {
  const fields: Fields = new Map();
  for (let i = start; i < end; ++i) {
    const equals = lines[i].indexOf("=");
    if (equals < 0) fields.set(lines[i], "");
    else fields.set(lines[i].slice(0, equals), lines[i].slice(equals + 1));
  }
  return fields;
}

function required(fields: Fields, name: string, owner: string): string {
  const value = fields.get(name);
  if (value === undefined) throw new LightGBMError(`${owner} has no "${name}".`);
  return value;
}

function words(value: string): string[] {
  return value === "" ? [] : value.trim().split(/ +/);
}

/** LightGBM leaves the fields of a tree without a split empty, or out. */
function readNumbers(fields: Fields, name: string, length: number, tree: string): number[] {
  if (length === 0) return [];
  const list = words(required(fields, name, tree));
  if (list.length !== length) {
    throw new LightGBMError(`${tree}: ${name} has ${list.length} values instead of ${length}.`);
  }
  return list.map((word) => {
    const value = Number(word.replace(/inf$/i, "Infinity"));
    if (!Number.isNaN(value) || /^-?nan$/i.test(word)) return value;
    throw new LightGBMError(`${tree}: ${name} has a value that is not a number: "${word.slice(0, 40)}".`);
  });
}

function checkIntegers(values: number[], low: number, high: number, field: string): number[] {
  for (const value of values) {
    if (!(value >= low && value <= high && Number.isInteger(value))) {
      throw new LightGBMError(`${field} has the value ${value}; it must be an integer from ${low} to ${high}.`);
    }
  }
  return values;
}

function integer(word: string, low: number, high: number, field: string): number {
  return checkIntegers([word.trim() === "" ? Number.NaN : Number(word)], low, high, field)[0];
}
