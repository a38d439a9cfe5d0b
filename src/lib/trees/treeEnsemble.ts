/** What a split does with a missing value, and which values count as missing. */
export type MissingType =
  /** NaN is taken as 0. */
  | "none"
  /** NaN and zeros go to the default side. */
  | "zero"
  /** NaN goes to the default side. */
  | "nan";

/** LightGBM's `decision_type`, taken apart: bit 0 categorical, bit 1 default left, bits 2 and 3 the missing type. */
export interface Decision {
  categorical: boolean;
  defaultLeft: boolean;
  missing: MissingType;
}

/**
 * One tree. Splits are numbered from 0, the root; leaves likewise.
 * A child c ≥ 0 is split c, and c < 0 is leaf ~c. A split's child has a higher number than the split.
 */
export interface Tree {
  splitFeature: readonly number[];
  threshold: readonly number[];
  decision: readonly Decision[];
  leftChild: readonly number[];
  rightChild: readonly number[];
  leafValue: readonly number[];
  /** By split: the categories that go left; null where the split is numeric. */
  categories: readonly (ReadonlySet<number> | null)[];
}

/** A LightGBM model of one probability: sigmoid(sigmoid × raw score). */
export interface TreeEnsemble {
  featureNames: readonly string[];
  /** The factor on the raw score, LightGBM's parameter `sigmoid`. */
  sigmoid: number;
  /** The raw score is the mean of the trees, as in a random forest, not their sum. */
  averageOutput: boolean;
  trees: readonly Tree[];
}
