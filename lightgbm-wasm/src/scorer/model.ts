/**
 * One tree. Its splits come in the order root, left side, right side, and its leaves from left to right: how many
 * leaves each split has on its left then says all about its shape. Of a split with L leaves below it and l of them on
 * its left, the left side is the next split (if l > 1) and the right side the one l - 1 after that (if L - l > 1).
 */
export interface Tree {
  feature: Uint32Array;
  /** Values up to it go left. */
  threshold: Float64Array;
  /** LightGBM's `decision_type`: bit 0 categorical, bit 1 default left, bits 2 and 3 the missing type. */
  decision: Uint8Array;
  /** By split: the categories that go left, ascending; undefined where the split is numeric. */
  categories: (Uint32Array | undefined)[];
  leftLeaves: Uint32Array;
  leafValue: Float64Array;
  /** How many training rows came to each split and each leaf; undefined if the text does not say. */
  counts: {split: Float64Array; leaf: Float64Array} | undefined;
}

export interface Model {
  featureNames: string[];
  /** Trees of one iteration: the number of classes. The trees come iteration by iteration. */
  treesPerIteration: number;
  /** A random forest's output is of the mean of its trees. */
  averageOutput: boolean;
  /** As LightGBM writes it, e.g. "binary sigmoid:1"; undefined where the raw score is the output. */
  objective: string | undefined;
  trees: Tree[];
}

/** Calls `visit` for each split of a tree with the leaves below it, [from, to), of which [from, middle) are left. */
export function visitSplits(
  leftLeaves: Uint32Array,
  leaves: number,
  visit: (split: number, from: number, middle: number, to: number) => void
): void {
  // The right sides that are still to come; no recursion, for trees may be very deep.
  const froms = [0];
  const ends = [leaves];
  for (let split = 0; froms.length > 0; ) {
    const from = froms.pop() ?? 0;
    const to = ends.pop() ?? 0;
    if (to - from < 2) continue;
    const middle = from + leftLeaves[split];
    visit(split++, from, middle, to);
    froms.push(middle, from);
    ends.push(to, middle);
  }
}
