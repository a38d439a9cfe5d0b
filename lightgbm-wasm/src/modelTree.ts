import {LightGBMError} from "./error.js";

/** A place in a model text. */
export interface Place {
  /** Counts from 1. */
  line: number;
  /** Which tree, from 0 on. */
  tree?: number;
}

/** A line `key=value`. */
export interface Field extends Place {
  key: string;
  value: string;
}

type Fields = ReadonlyMap<string, Field>;

/** The lines of a tree as LightGBM has written them since its texts have an end mark. */
export const treeKeys: ReadonlySet<string> = new Set(
  (
    "num_leaves num_cat split_feature split_gain threshold decision_type left_child right_child leaf_value " +
    "leaf_weight leaf_count internal_value internal_weight internal_count cat_boundaries cat_threshold is_linear " +
    "leaf_const num_features leaf_features leaf_coeff shrinkage"
  ).split(" ")
);

/**
 * Checks one tree: its counts, that its nodes are one tree, and that features and categories are within bounds.
 * Returns its depth. Throws a `LightGBMError` that names the line.
 */
export function checkTree(fields: Fields, place: Place, features: number): number {
  // LightGBM reads no more lines than it writes.
  if (fields.size > treeKeys.size) refuse(place, `a tree has at most ${treeKeys.size} lines, not ${fields.size}.`);
  const required = (key: string): Field => {
    const found = fields.get(key);
    if (found === undefined) refuse(place, `the tree does not say its ${key}.`);
    return found;
  };
  const list = (key: string, count: number, kind: NumberKind): readonly number[] => numbers(required(key), count, kind);
  const ifThere = (keys: readonly string[], count: number, kind: NumberKind): void => {
    for (const key of keys) if (fields.has(key)) list(key, count, kind);
  };

  const leaves = integer(required("num_leaves"));
  if (leaves < 1) refuse(required("num_leaves"), "a tree has at least one leaf.");
  const nodes = leaves - 1;
  const categorical = integer(required("num_cat"));
  if (categorical < 0 || categorical > nodes) {
    refuse(required("num_cat"), `${categorical} categorical splits among ${nodes} splits are impossible.`);
  }
  const linear = fields.has("is_linear") ? list("is_linear", 1, integers)[0] : 0;
  if (linear !== 0 && linear !== 1) refuse(required("is_linear"), `is_linear is 0 or 1, not ${linear}.`);
  const isLinear = linear === 1;
  list("leaf_value", leaves, reals);
  ifThere(["shrinkage"], 1, reals);
  // What else such a tree has is not read.
  if (leaves === 1 && !isLinear) return 0;

  ifThere(["leaf_weight"], leaves, reals);
  ifThere(["leaf_count"], leaves, integers);
  ifThere(["split_gain", "internal_value", "internal_weight"], nodes, reals);
  ifThere(["internal_count"], nodes, integers);
  const children = [list("left_child", nodes, integers), list("right_child", nodes, integers)] as const;
  const depth = depthOf(children, leaves) ?? refuse(required("left_child"), "the nodes do not form one tree.");
  checkFeatures(required("split_feature"), list("split_feature", nodes, integers), features);
  const thresholds = list("threshold", nodes, reals);
  const decisions = fields.has("decision_type") ? list("decision_type", nodes, integers) : [];
  for (const [node, decision] of decisions.entries()) {
    const isCategorical = (decision & 1) === 1;
    // Bit 0: categorical; bit 1: missing values go left; bits 2 and 3: none, zero or NaN is missing.
    if (decision < 0 || decision > 11) refuse(required("decision_type"), `there is no decision ${decision}.`);
    const split = thresholds[node];
    if (isCategorical && !(Number.isInteger(split) && split >= 0 && split < categorical)) {
      refuse(required("threshold"), `split ${node} refers to categories ${split} of ${categorical}.`);
    }
  }
  if (categorical > 0) checkCategories(list, required("cat_boundaries"), categorical);
  if (isLinear) checkLinear(list, required("num_features"), leaves, features);
  return depth;
}

type ReadList = (key: string, count: number, kind: NumberKind) => readonly number[];

/** The categories of each categorical split are a range of words of 32 bits. */
function checkCategories(list: ReadList, boundaries: Field, categorical: number): void {
  const bounds = list("cat_boundaries", categorical + 1, integers);
  if (bounds[0] !== 0 || bounds.some((bound, i) => bound < bounds[i - 1])) {
    refuse(boundaries, "the bounds of the categories must begin with 0 and ascend.");
  }
  list("cat_threshold", bounds[categorical], unsigned);
}

/** A linear leaf has a constant, and as many coefficients as features. */
function checkLinear(list: ReadList, counts: Field, leaves: number, features: number): void {
  list("leaf_const", leaves, reals);
  const each = list("num_features", leaves, integers);
  if (each.some((count) => count < 0)) refuse(counts, "a leaf cannot have fewer than no features.");
  const total = each.reduce((sum, count) => sum + count, 0);
  list("leaf_coeff", total, reals);
  checkFeatures(counts, list("leaf_features", total, integers), features);
}

function checkFeatures(field: Field, indices: readonly number[], features: number): void {
  const outside = indices.find((index) => index < 0 || index >= features);
  if (outside !== undefined) refuse(field, `there is no feature ${outside} among ${features}.`);
}

/**
 * How many splits lie above the deepest leaf, if every node and leaf is reached from node 0, once; else undefined.
 * A child below zero is a leaf: ~child is its index.
 */
function depthOf(children: readonly (readonly number[])[], leaves: number): number | undefined {
  const nodes = leaves - 1;
  if (nodes === 0) return 0;
  const depths = new Int32Array(nodes + leaves);
  const open = [0];
  let count = 0;
  let deepest = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const side of children) {
      const child: number = side[node];
      const index = child < 0 ? nodes + ~child : child;
      if (child === 0 || child >= nodes || index >= nodes + leaves || depths[index] > 0) return undefined;
      depths[index] = depths[node] + 1;
      deepest = Math.max(deepest, depths[index]);
      ++count;
      if (child > 0) open.push(child);
    }
  }
  return count === 2 * nodes ? deepest : undefined;
}

interface NumberKind {
  name: string;
  form: RegExp;
  least: number;
  greatest: number;
}

const reals: NumberKind = {
  name: "a number",
  form: /^[-+]?((\d+\.?\d*|\.\d+)(e[-+]?\d+)?|nan|inf)$/i,
  least: Number.NEGATIVE_INFINITY,
  greatest: Number.POSITIVE_INFINITY
};
const integers: NumberKind = {name: "an integer", form: /^-?\d+$/, least: -(2 ** 31), greatest: 2 ** 31 - 1};
const unsigned: NumberKind = {name: "a word of 32 bits", form: /^\d+$/, least: 0, greatest: 2 ** 32 - 1};

/** Reads a list of numbers; "nan" and "inf", which mean something else to JavaScript, come as NaN. */
function numbers(field: Field, count: number, kind: NumberKind): number[] {
  const {value, key} = field;
  const found = value.split(" ").filter((word) => word !== "");
  if (found.length !== count) refuse(field, `${key} has ${found.length} values, not ${count}.`);
  return found.map((word) => {
    const parsed = Number(word);
    if (kind.form.test(word) && !(parsed < kind.least || parsed > kind.greatest)) return parsed;
    return refuse(field, `${key} has "${word.slice(0, 40)}", which is not ${kind.name}${commaHint(word)}.`);
  });
}

/** Spreadsheets and some locales write commas. */
export function commaHint(word: string): string {
  return /\d,\d/.test(word) ? "; numbers must have decimal points, not commas" : "";
}

/** The field's value, if it is one integer. */
export function integer(field: Field): number {
  return numbers(field, 1, integers)[0];
}

/** Refuses the text with its place. */
export function refuse({line, tree}: Place, reason: string): never {
  const where = tree === undefined ? "" : `, in tree ${tree}`;
  throw new LightGBMError(`The model text cannot be read at line ${line}${where}: ${reason}`);
}
