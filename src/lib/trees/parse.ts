import {UserError} from "../errors.js";
import {fromLightGBMName} from "./featureNames.js";
import {readModelText, requireField, type TextField, type TextFields, words} from "./modelText.js";
import type {Decision, MissingType, Tree, TreeEnsemble} from "./treeEnsemble.js";

const missingTypes: readonly MissingType[] = ["none", "zero", "nan"];

/**
 * Parses LightGBM's model text, version 3 or 4, of a binary classifier. Feature names are those of the training file.
 * @throws {UserError} `model-text-…` with the line as the row; `model-text-unsupported` for a genuine model
 * that is no single probability of plain trees (multiclass, regression, linear trees).
 */
export function parseTreeEnsemble(text: string): TreeEnsemble {
  const {header, trees} = readModelText(text);
  const featureNames = words(requireField(header, "feature_names", "The header").value).map(fromLightGBMName);
  const treesPerIteration = requireField(header, "num_tree_per_iteration", "The header");
  if (treesPerIteration.value !== "1") {
    throw unsupported(treesPerIteration, "The model predicts more than one class; only binary models can be read.");
  }
  return {
    featureNames,
    sigmoid: parseSigmoid(requireField(header, "objective", "The header")),
    averageOutput: header.has("average_output"),
    trees: trees.map((fields, index) => parseTree(fields, index, featureNames.length))
  };
}

function parseSigmoid(objective: TextField): number {
  const [name, ...settings] = words(objective.value);
  const sigmoid = settings.find((setting) => setting.startsWith("sigmoid:"));
  if (name !== "binary" || !sigmoid) {
    throw unsupported(objective, `The model's objective is "${objective.value}"; only "binary" can be read.`);
  }
  return parseNumber(sigmoid.slice("sigmoid:".length), objective);
}

function parseTree(fields: TextFields, index: number, featureCount: number): Tree {
  const owner = `Tree ${index}`;
  const field = (name: string) => requireField(fields, name, owner);
  const linear = fields.get("is_linear");
  if (linear && linear.value !== "0") {
    throw unsupported(linear, `${owner} is linear (\`linear_tree\`); only trees with constant leaves can be read.`);
  }
  const [leaves] = parseNumbers(field("num_leaves"), 1, integerWithin(1));
  const splits = leaves - 1;
  // LightGBM leaves the other fields of a tree without a split empty.
  const numbers = (name: string, accept?: Accept) => (splits === 0 ? [] : parseNumbers(field(name), splits, accept));
  const decision = numbers("decision_type", integerWithin(0, 11)).map(parseDecision);
  const tree = {
    splitFeature: numbers("split_feature", integerWithin(0, featureCount - 1)),
    threshold: numbers("threshold", finiteOrInfinity),
    decision,
    leftChild: numbers("left_child", integerWithin(-leaves, splits - 1)),
    rightChild: numbers("right_child", integerWithin(-leaves, splits - 1)),
    leafValue: parseNumbers(field("leaf_value"), leaves),
    categories: decision.map(() => null)
  };
  checkShape(tree, field("num_leaves"), owner);
  return decision.some(({categorical}) => categorical) ? {...tree, categories: parseCategories(tree, field)} : tree;
}

function parseDecision(bits: number): Decision {
  return {categorical: (bits & 1) !== 0, defaultLeft: (bits & 2) !== 0, missing: missingTypes[bits >> 2]};
}

/** Of a categorical split the threshold numbers a run of 32-bit words, whose set bits are the categories that go left. */
function parseCategories(tree: Tree, field: (name: string) => TextField): (ReadonlySet<number> | null)[] {
  const [count] = parseNumbers(field("num_cat"), 1, integerWithin(1));
  const wordCount = words(field("cat_threshold").value).length;
  const boundaries = parseNumbers(field("cat_boundaries"), count + 1, integerWithin(0, wordCount));
  const bits = parseNumbers(field("cat_threshold"), wordCount, integerWithin(0, 2 ** 32 - 1));
  return tree.decision.map(({categorical}, split) => {
    if (!categorical) return null;
    const position = tree.threshold[split];
    if (!Number.isInteger(position) || position < 0 || position >= count) {
      throw malformed(field("threshold"), `A categorical split refers to category set ${position} of ${count}.`);
    }
    const categories = new Set<number>();
    for (let category = 0; category < 32 * (boundaries[position + 1] - boundaries[position]); category++) {
      if ((bits[boundaries[position] + (category >> 5)] >>> (category & 31)) & 1) categories.add(category);
    }
    return categories;
  });
}

/** Every split but the root and every leaf must hang on exactly one split, splits on one with a lower number. */
function checkShape({leftChild, rightChild, leafValue}: Tree, field: TextField, owner: string): void {
  const seen = new Set<number>();
  for (let split = 0; split < leftChild.length; split++) {
    for (const child of [leftChild[split], rightChild[split]]) {
      if (seen.has(child) || (child >= 0 && child <= split)) {
        throw malformed(field, `${owner} is no tree: split ${split} leads to ${child}, which is taken.`);
      }
      seen.add(child);
    }
  }
  if (leafValue.length > 1 && seen.size !== 2 * leafValue.length - 2) {
    throw malformed(field, `${owner} is no tree: some of its ${leafValue.length} leaves cannot be reached.`);
  }
}

type Accept = (value: number) => boolean;

/** A split that only tells missing values from all others has the threshold `inf`. */
const finiteOrInfinity: Accept = (value) => value > -Infinity;

function integerWithin(from: number, to = Infinity): Accept {
  return (value) => Number.isInteger(value) && value >= from && value <= to;
}

function parseNumbers(field: TextField, length: number, accept?: Accept): number[] {
  const list = words(field.value);
  if (list.length === length) return list.map((word) => parseNumber(word, field, accept));
  throw new UserError(
    "model-text-wrong-length",
    `Line ${field.line} of the model text has ${list.length} values where ${length} belong.`,
    {row: field.line}
  );
}

function parseNumber(word: string, field: TextField, accept: Accept = Number.isFinite): number {
  const value = word === "inf" ? Infinity : Number(word);
  if (accept(value)) return value;
  throw new UserError(
    "model-text-bad-number",
    `Line ${field.line} of the model text has a value that cannot be right: "${word}".`,
    {row: field.line, value: word}
  );
}

function malformed({line}: TextField, message: string): UserError {
  return new UserError("model-text-bad-tree", message, {row: line});
}

function unsupported({line, value}: TextField, message: string): UserError {
  return new UserError("model-text-unsupported", message, {row: line, value});
}
