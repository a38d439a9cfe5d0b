import type {Tree, TreeEnsemble} from "./treeEnsemble.js";

/** Values as near to zero as this are zeros to LightGBM (`kZeroThreshold`, a float). */
export const zeroThreshold = Math.fround(1e-35);

/**
 * The raw score of a row of features, in log-odds divided by `sigmoid`: the sum of the trees, or their mean
 * with `averageOutput`. (LightGBM's own raw score of a random forest is the sum; its probability is of the mean.)
 */
export function predictRaw({trees, averageOutput}: TreeEnsemble, row: ArrayLike<number>): number {
  let sum = 0;
  for (const tree of trees) sum += tree.leafValue[findLeaf(tree, row)];
  return averageOutput && trees.length > 0 ? sum / trees.length : sum;
}

/** The probability of target 1 for a row of features, in which NaN stands for a missing value. */
export function predictProbability(ensemble: TreeEnsemble, row: ArrayLike<number>): number {
  return 1 / (1 + Math.exp(-ensemble.sigmoid * predictRaw(ensemble, row)));
}

/** The leaf of a row, which may be anything that gives a value for a feature's number. */
export function findLeaf(tree: Tree, row: ArrayLike<number>): number {
  let child = tree.leafValue.length > 1 ? 0 : ~0;
  while (child >= 0) {
    child = (goesLeft(tree, child, row[tree.splitFeature[child]]) ? tree.leftChild : tree.rightChild)[child];
  }
  return ~child;
}

function goesLeft({decision, threshold, categories}: Tree, split: number, value: number): boolean {
  const {defaultLeft, missing} = decision[split];
  const left = categories[split];
  // LightGBM truncates a category to an integer; a missing, negative or unknown one goes right.
  if (left) return value > -1 && left.has(Math.trunc(value));
  if (missing === "nan" && Number.isNaN(value)) return defaultLeft;
  const number = Number.isNaN(value) ? 0 : value;
  if (missing === "zero" && Math.abs(number) <= zeroThreshold) return defaultLeft;
  return number <= threshold[split];
}
