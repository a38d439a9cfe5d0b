import {readModelText, requireField, words} from "../trees/modelText.js";
import {findStep} from "../trees/stepFunctions.js";
import type {FeatureShape, ModelShape} from "./modelShape.js";

/** Steps of a feature's mean contribution. */
const steps = 24;
const shownPairs = 10;

/** Rows, and what each feature adds to the score of each. */
export interface SampledContributions {
  /** Row by row. */
  matrix: Float64Array;
  /** Row by row: one a feature, and the mean score at the end. */
  contributions: Float64Array;
}

/**
 * The main effects of a model of trees that use several features each: the mean contribution (SHAP) along each feature.
 * What they leave of the score's variance is interactions.
 */
export function sampledShape(
  text: string,
  featureNames: readonly string[],
  {matrix, contributions: parts}: SampledContributions
): Pick<ModelShape, "intercept" | "explained" | "pairs" | "features" | "rows"> {
  const width = featureNames.length;
  const rows = matrix.length / width;
  const column = (values: Float64Array, from: number, stride: number) =>
    Float64Array.from({length: rows}, (_, row) => values[row * stride + from]);
  const scores = new Float64Array(rows);
  const additive = new Float64Array(rows);
  const features: FeatureShape[] = [];
  for (let feature = 0; feature < width; ++feature) {
    const own = column(parts, feature, width + 1);
    for (let row = 0; row < rows; ++row) scores[row] += own[row];
    if (own.every((value) => value === 0)) continue;
    const values = column(matrix, feature, width);
    const shape = meanAlong(featureNames[feature], values, own);
    for (let row = 0; row < rows; ++row)
      additive[row] +=
        (Number.isNaN(values[row]) ? shape.missing : shape.values[findStep(shape.thresholds, values[row])]) ?? 0;
    features.push(shape);
  }
  return {
    intercept: parts[width] ?? 0,
    rows,
    explained: explainedShare(scores, additive),
    pairs: strongestPairs(text, featureNames),
    features: features.sort((a, b) => b.meanAbsolute - a.meanAbsolute)
  };
}

function meanAlong(name: string, values: Float64Array, contribution: Float64Array): FeatureShape {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const ends = Array.from({length: steps - 1}, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / steps)]);
  const thresholds = Float64Array.from([
    ...new Set(ends.filter((end) => end !== undefined && end < sorted[sorted.length - 1]))
  ]);
  const groups = Array.from({length: thresholds.length + 1}, (): number[] => []);
  const missing: number[] = [];
  for (const [row, value] of values.entries())
    (Number.isNaN(value) ? missing : groups[findStep(thresholds, value)]).push(contribution[row]);
  const mean = (group: readonly number[]) =>
    group.length === 0 ? 0 : group.reduce((sum, value) => sum + value, 0) / group.length;
  const extreme = (group: readonly number[], level: number) =>
    Float64Array.from(group).sort()[Math.round(level * (group.length - 1))] ?? 0;
  return {
    name,
    thresholds,
    values: Float64Array.from(groups, mean),
    // Of a sample: where nine of ten rows are.
    least: Float64Array.from(groups, (group) => extreme(group, 0.05)),
    greatest: Float64Array.from(groups, (group) => extreme(group, 0.95)),
    ...(missing.length > 0 && {missing: mean(missing)}),
    meanAbsolute: mean(Array.from(contribution, Math.abs))
  };
}

/** One minus the variance that is left over the variance that there is. */
function explainedShare(scores: Float64Array, additive: Float64Array): number {
  const variance = (values: Float64Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const total = variance(scores);
  return total > 0 ? 1 - variance(scores.map((score, row) => score - additive[row])) / total : 1;
}

/** Pairs of features by the gain of splits on one right below a split on the other, over the gain of all such splits. */
function strongestPairs(text: string, names: readonly string[]): NonNullable<ModelShape["pairs"]> {
  const gains = new Map<string, number>();
  let total = 0;
  for (const [index, tree] of readModelText(text).trees.entries()) {
    const numbers = (name: string) => words(requireField(tree, name, `Tree ${index}`).value).map(Number);
    if (!tree.has("split_feature") || numbers("num_leaves")[0] === 1) continue;
    const [feature, gain] = [numbers("split_feature"), numbers("split_gain")];
    const children = [numbers("left_child"), numbers("right_child")];
    for (const parent of feature.keys()) {
      for (const side of children) {
        const child = side[parent];
        if (child < 0 || feature[child] === feature[parent]) continue;
        const key = [feature[parent], feature[child]].sort((a, b) => a - b).join();
        gains.set(key, (gains.get(key) ?? 0) + gain[child]);
        total += gain[child];
      }
    }
  }
  return [...gains]
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownPairs)
    .map(([key, gain]) => {
      const [a, b] = key.split(",").map((feature) => names[Number(feature)]);
      return {a, b, share: total > 0 ? gain / total : 0};
    });
}
