import {LightGBMError} from "../error.js";
import type {Model, Tree} from "./model.js";
import {outputOf} from "./objective.js";
import {
  type CategoricalFeature,
  checkLimits,
  columnStarts,
  type NumericFeature,
  partsOf,
  type Tables,
  thresholdsPerColumn
} from "./tables.js";
import {belowZeros, countBelow, effectiveThreshold, nextBelow, zeroLimit} from "./thresholds.js";

export interface CompileOptions {
  /** The first iteration to use, from 0 on. */
  startIteration?: number;
  /** How many iterations to use; by default, and if not above 0, all. */
  numIteration?: number;
  /**
   * By feature: the edges of a histogram whose bins can be counted while rows are scored. Bins are [low, high); values
   * beyond the outer edges count in the outer bins.
   */
  histogramEdges?: readonly (readonly number[] | undefined)[];
  /** Keeps what `contributions` needs, four bytes for each split and leaf; true by default. */
  contributions?: boolean;
}

/** Makes tables of a model's trees. Throws a `LightGBMError` for what a scorer cannot hold. */
export function compileModel(model: Model, options: CompileOptions = {}): Tables {
  const {histogramEdges = [], contributions = true} = options;
  outputOf(model.objective);
  const trees = chooseTrees(model, options);
  const numeric = findNumeric(trees, histogramEdges, model.featureNames);
  const categorical = findCategorical(trees);
  const {featureNames} = model;
  const features = {
    numeric: [...numeric.values()].sort(byFeature),
    categorical: [...categorical.values()].map(({feature}) => feature).sort(byFeature)
  };
  checkLimits({...features, featureNames});
  const {numericStarts, categoricalStarts} = columnStarts(features);
  // By feature and slot or set.
  const columnOf = new Map<number, Map<number, number>>();
  for (const [i, {feature, slots}] of features.numeric.entries()) {
    columnOf.set(feature, new Map(Array.from(slots, (slot, j) => [slot, numericStarts[i] + j])));
  }
  const firstSet = new Map(features.categorical.map(({feature}, i) => [feature, categoricalStarts[i]]));
  const splitCount = trees.reduce((sum, {feature}) => sum + feature.length, 0);
  const column = new Uint16Array(splitCount);
  const rank = new Uint8Array(splitCount);
  let at = 0;
  for (const tree of trees) {
    for (let split = 0; split < tree.feature.length; ++split, ++at) {
      const feature = tree.feature[split];
      const set = tree.categories[split];
      if (set) {
        column[at] = (firstSet.get(feature) ?? 0) + (categorical.get(feature)?.numbers.get(set.join()) ?? 0);
      } else {
        const entry = numeric.get(feature);
        const position = countBelow(entry?.thresholds ?? new Float64Array(), effectiveThreshold(tree.threshold[split]));
        column[at] = columnOf.get(feature)?.get(slotOf(entry, tree.decision[split], position)) ?? 0;
        rank[at] = position % thresholdsPerColumn;
      }
    }
  }
  return {
    featureNames,
    classCount: model.treesPerIteration,
    averageOutput: model.averageOutput,
    objective: model.objective,
    ...features,
    leafCounts: Uint32Array.from(trees, ({leafValue}) => leafValue.length),
    column,
    rank,
    leftLeaves: Uint32Array.from(trees.flatMap(({leftLeaves}) => Array.from(leftLeaves))),
    leafValue: Float64Array.from(trees.flatMap(({leafValue}) => Array.from(leafValue))),
    counts: contributions ? countsOf(trees) : undefined
  };
}

function chooseTrees(
  {trees, treesPerIteration}: Model,
  {startIteration = 0, numIteration = -1}: CompileOptions
): Tree[] {
  if (!Number.isInteger(startIteration) || startIteration < 0 || !Number.isInteger(numIteration)) {
    throw new LightGBMError(`There is no range of ${numIteration} iterations from ${startIteration} on.`);
  }
  const end = numIteration > 0 ? startIteration + numIteration : Infinity;
  return trees.slice(startIteration * treesPerIteration, end * treesPerIteration);
}

const byFeature = (a: {feature: number}, b: {feature: number}): number => a.feature - b.feature;

/** What a split does with missing values, as the number of a mode. */
function modeOf(decision: number): number {
  const missing = decision >> 2;
  return missing === 0 ? 0 : (missing === 2 ? 1 : 3) + (decision & 2 ? 0 : 1);
}

function slotOf(feature: NumericFeature | undefined, decision: number, position: number): number {
  return modeOf(decision) * (feature ? partsOf(feature) : 1) + Math.floor(position / thresholdsPerColumn);
}

function findNumeric(
  trees: readonly Tree[],
  histogramEdges: readonly (readonly number[] | undefined)[],
  featureNames: readonly string[]
): Map<number, NumericFeature> {
  const found = new Map<number, number[]>();
  const listOf = (feature: number): number[] => {
    const list = found.get(feature) ?? [];
    found.set(feature, list);
    return list;
  };
  for (const {feature, threshold, decision, categories} of trees) {
    for (let split = 0; split < feature.length; ++split) {
      if (categories[split]) continue;
      const list = listOf(feature[split]);
      list.push(effectiveThreshold(threshold[split]));
      // Both sides of zero, so that exactly the zeros have one rank.
      if (decision[split] >> 2 === 1) list.push(belowZeros, zeroLimit);
    }
  }
  const inner = histogramEdges.map((edges, feature) => edges && innerEdges(edges, featureNames[feature]));
  for (const [feature, edges] of inner.entries()) if (edges) listOf(feature).push(...edges);
  const features = new Map<number, NumericFeature>();
  for (const [feature, list] of found) {
    const sorted = Float64Array.from(list).sort();
    const thresholds = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
    const edges = inner[feature];
    const bins = edges && Uint32Array.from(edges, (edge) => countBelow(thresholds, edge));
    features.set(feature, {feature, thresholds, slots: new Uint32Array(), bins});
  }
  const slots = new Map<number, Set<number>>();
  for (const {feature, threshold, decision, categories} of trees) {
    for (let split = 0; split < feature.length; ++split) {
      const entry = features.get(feature[split]);
      if (categories[split] || !entry) continue;
      const position = countBelow(entry.thresholds, effectiveThreshold(threshold[split]));
      const used = slots.get(feature[split]) ?? new Set();
      slots.set(feature[split], used.add(slotOf(entry, decision[split], position)));
    }
  }
  for (const [feature, used] of slots) {
    const entry = features.get(feature);
    if (entry) entry.slots = Uint32Array.from(used).sort();
  }
  return features;
}

/** A value is in the bin after an edge if it is above the double before the edge. */
function innerEdges(edges: readonly number[], name: string | undefined): number[] {
  const ascends = edges.every((edge, i) => i === 0 || edge > edges[i - 1]);
  if (name === undefined || edges.length < 2 || !ascends) {
    throw new LightGBMError(`The histogram edges of feature ${name ?? "that the model lacks"} do not ascend.`);
  }
  return edges.slice(1, -1).map((edge) => effectiveThreshold(nextBelow(edge)));
}

function findCategorical(trees: readonly Tree[]) {
  const features = new Map<number, {feature: CategoricalFeature; numbers: Map<string, number>; sets: Uint32Array[]}>();
  const none = new Uint32Array();
  for (const {feature, categories} of trees) {
    for (const [split, set] of categories.entries()) {
      if (!set) continue;
      const entry = features.get(feature[split]) ?? {
        feature: {feature: feature[split], categories: none, setSizes: none, members: none},
        numbers: new Map<string, number>(),
        sets: []
      };
      features.set(feature[split], entry);
      const key = set.join();
      if (entry.numbers.has(key)) continue;
      entry.numbers.set(key, entry.sets.length);
      entry.sets.push(set);
    }
  }
  for (const {feature, sets} of features.values()) {
    feature.categories = Uint32Array.from(new Set(sets.flatMap((set) => [...set]))).sort();
    const position = new Map(Array.from(feature.categories, (category, i) => [category, i]));
    feature.setSizes = Uint32Array.from(sets, (set) => set.length);
    feature.members = Uint32Array.from(
      sets.flatMap((set) => Array.from(set, (category) => position.get(category) ?? 0))
    );
  }
  return features;
}

function countsOf(trees: readonly Tree[]): Tables["counts"] {
  if (trees.some(({feature, counts}) => feature.length > 0 && !counts)) return undefined;
  return {
    split: Uint32Array.from(trees.flatMap(({counts}) => Array.from(counts?.split ?? []))),
    leaf: Uint32Array.from(trees.flatMap(({counts}) => Array.from(counts?.leaf ?? [0])))
  };
}
