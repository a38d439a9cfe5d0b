import {findLeaf, zeroThreshold} from "./predict.js";
import {findStep} from "./stepFunctions.js";
import type {Tree, TreeEnsemble} from "./treeEnsemble.js";

/** What a model adds to the raw score for one feature, exactly. */
export interface ShapeFunction {
  /** Rising; a value up to the first is in the first step, and so on. Of categories none. */
  thresholds: Float64Array;
  /** By step: one more than there are thresholds. Of categories the value of those that the model does not know. */
  values: Float64Array;
  missing: number;
  /** By category that the model knows. */
  categories?: ReadonlyMap<number, number>;
}

/** A model of which each tree uses one feature at most: its raw score is the intercept and a number a feature. */
export interface AdditiveShape {
  intercept: number;
  /** By position in the ensemble's features; undefined where no tree uses the feature. */
  functions: readonly (ShapeFunction | undefined)[];
}

/**
 * The trees of one feature added up into a step function each. Undefined for a model with a tree of two features or
 * more, whose score is no such sum.
 */
export function shapeFunctions({featureNames, trees, averageOutput}: TreeEnsemble): AdditiveShape | undefined {
  const byFeature = featureNames.map((): Tree[] => []);
  let intercept = 0;
  for (const tree of trees) {
    if (tree.leafValue.length === 1) {
      intercept += tree.leafValue[0];
      continue;
    }
    const [feature, ...others] = new Set(tree.splitFeature);
    if (others.length > 0) return undefined;
    byFeature[feature].push(tree);
  }
  const scale = averageOutput && trees.length > 0 ? 1 / trees.length : 1;
  return {
    intercept: intercept * scale,
    functions: byFeature.map((some, feature) => (some.length === 0 ? undefined : sumOf(some, feature, scale)))
  };
}

/** What the function adds for a value; NaN is a missing one. */
export function shapeValue({thresholds, values, missing, categories}: ShapeFunction, value: number): number {
  if (Number.isNaN(value)) return missing;
  return categories?.get(Math.trunc(value)) ?? values[findStep(thresholds, value)];
}

function sumOf(trees: readonly Tree[], feature: number, scale: number): ShapeFunction {
  const at = (value: number) => {
    const row = {length: feature + 1, [feature]: value};
    let sum = 0;
    for (const tree of trees) sum += tree.leafValue[findLeaf(tree, row)];
    return sum * scale;
  };
  const known = new Set(trees.flatMap(({categories}) => categories.flatMap((left) => [...(left ?? [])])));
  if (known.size > 0) {
    const categories = new Map([...known].sort((a, b) => a - b).map((category) => [category, at(category)]));
    return {thresholds: new Float64Array(), values: Float64Array.of(at(-1)), missing: at(Number.NaN), categories};
  }
  const thresholds = thresholdsOf(trees);
  // A step holds its upper end, and the last one whatever lies beyond.
  const values = Float64Array.from([...thresholds, Infinity], at);
  return {...withoutEqualSteps(thresholds, values), missing: at(Number.NaN)};
}

/** Where the sum of the trees may step, rising. */
function thresholdsOf(trees: readonly Tree[]): number[] {
  const thresholds = new Set<number>();
  for (const {threshold, decision} of trees) {
    for (const [split, value] of threshold.entries()) {
      if (value !== Infinity) thresholds.add(value === 0 ? 0 : value);
      // Zeros that count as missing ones go a way of their own.
      if (decision[split].missing === "zero") thresholds.add(belowZeros).add(zeroThreshold);
    }
  }
  return [...thresholds].sort((a, b) => a - b);
}

/** The largest number below those that are zeros to LightGBM. */
const belowZeros = -zeroThreshold * (1 + Number.EPSILON);

function withoutEqualSteps(
  thresholds: readonly number[],
  values: Float64Array
): Pick<ShapeFunction, "thresholds" | "values"> {
  const indices = [...thresholds.keys()].filter((index) => values[index] !== values[index + 1]);
  return {
    thresholds: Float64Array.from(indices, (index) => thresholds[index]),
    values: Float64Array.from([...indices, thresholds.length], (index) => values[index])
  };
}
