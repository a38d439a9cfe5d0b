import {LightGBMError} from "../error.js";
import type {Model, Tree} from "./model.js";
import {outputOf} from "./objective.js";
import {noList} from "./rows.js";
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
  const {featureNames, objective, averageOutput, treesPerIteration: classCount} = model;
  outputOf(objective);
  const trees = chooseTrees(model, options);
  const thresholds = findThresholds(trees, histogramEdges, featureNames);
  const sets = findSets(trees);
  // By split: the column that it looks at, first among those of its feature.
  const slots: number[] = [];
  const ranks: number[] = [];
  const used = new Map<number, Set<number>>();
  forEachSplit(trees, ({feature, threshold, decision, categories}, split) => {
    const f = feature[split];
    const set = categories[split];
    if (set) {
      slots.push(sets.get(f)?.get(set.join())?.number ?? 0);
      ranks.push(0);
      return;
    }
    const all = thresholds.get(f) ?? new Float64Array();
    const position = countBelow(all, effectiveThreshold(threshold[split]));
    const slot = modeOf(decision[split]) * partsOf(all) + Math.floor(position / thresholdsPerColumn);
    used.set(f, (used.get(f) ?? new Set()).add(slot));
    slots.push(slot);
    ranks.push(position % thresholdsPerColumn);
  });
  const features = {
    numeric: Array.from(thresholds, ([feature, all]): NumericFeature => {
      const edges = histogramEdges[feature];
      const bins = edges && Uint32Array.from(innerEdges(edges), (edge) => countBelow(all, edge));
      return {feature, thresholds: all, slots: Uint32Array.from(used.get(feature) ?? []).sort(), bins};
    }).sort((a, b) => a.feature - b.feature),
    categorical: Array.from(sets, ([feature, found]) => categoricalFeature(feature, [...found.values()]))
  };
  checkLimits({...features, featureNames});
  const starts = columnStarts(features);
  const numeric = new Map(features.numeric.map(({feature, slots}, i) => [feature, {slots, start: starts.numeric[i]}]));
  const categorical = new Map(features.categorical.map(({feature}, i) => [feature, starts.categorical[i]]));
  let at = 0;
  forEachSplit(trees, ({feature, categories}, split) => {
    const {slots: own, start} = numeric.get(feature[split]) ?? {slots: new Uint32Array(), start: 0};
    slots[at] = categories[split] ? (categorical.get(feature[split]) ?? 0) + slots[at] : start + own.indexOf(slots[at]);
    ++at;
  });
  return {
    ...{featureNames, classCount, averageOutput, objective, ...features},
    leafCounts: Uint32Array.from(trees, ({leafValue}) => leafValue.length),
    column: Uint16Array.from(slots),
    rank: Uint8Array.from(ranks),
    leftLeaves: Uint32Array.from(trees.flatMap(({leftLeaves}) => [...leftLeaves])),
    leafValue: Float64Array.from(trees.flatMap(({leafValue}) => [...leafValue])),
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

function forEachSplit(trees: readonly Tree[], visit: (tree: Tree, split: number) => void): void {
  for (const tree of trees) for (let split = 0; split < tree.feature.length; ++split) visit(tree, split);
}

/** What a split does with missing values, as the number of a mode. */
function modeOf(decision: number): number {
  const missing = decision >> 2;
  return missing === 0 ? 0 : (missing === 2 ? 1 : 3) + (decision & 2 ? 0 : 1);
}

/** By feature: all thresholds of its splits, and those that separate the bins of its histogram. */
function findThresholds(
  trees: readonly Tree[],
  histogramEdges: readonly (readonly number[] | undefined)[],
  featureNames: readonly string[]
): Map<number, Float64Array> {
  const found = new Map<number, number[]>();
  const listOf = (feature: number): number[] => {
    const list = found.get(feature) ?? [];
    found.set(feature, list);
    return list;
  };
  forEachSplit(trees, ({feature, threshold, decision, categories}, split) => {
    if (categories[split]) return;
    const list = listOf(feature[split]);
    list.push(effectiveThreshold(threshold[split]));
    // Both sides of zero, so that exactly the zeros have one rank.
    if (decision[split] >> 2 === 1) list.push(belowZeros, zeroLimit);
  });
  if (!Array.isArray(histogramEdges)) throw noList("histogramEdges");
  for (const [feature, edges] of histogramEdges.entries()) {
    if (edges === undefined) continue;
    if (
      feature >= featureNames.length ||
      !Array.isArray(edges) ||
      edges.length < 2 ||
      edges.some((edge, i) => !(edge > (edges[i - 1] ?? -Infinity)))
    ) {
      throw new LightGBMError(`The histogram edges of feature ${featureNames[feature] ?? feature} do not ascend.`);
    }
    listOf(feature).push(...innerEdges(edges));
  }
  return new Map(
    Array.from(found, ([feature, list]) => {
      const sorted = Float64Array.from(list).sort();
      return [feature, sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])];
    })
  );
}

/** A value is in the bin after an edge if it is above the double before the edge. */
function innerEdges(edges: readonly number[]): number[] {
  return edges.slice(1, -1).map((edge) => effectiveThreshold(nextBelow(edge)));
}

/** By feature: the different sets of categories that some split sends to the left. */
function findSets(trees: readonly Tree[]): Map<number, Map<string, {set: Uint32Array; number: number}>> {
  const features = new Map<number, Map<string, {set: Uint32Array; number: number}>>();
  forEachSplit(trees, ({feature, categories}, split) => {
    const set = categories[split];
    if (!set) return;
    const sets = features.get(feature[split]) ?? new Map<string, {set: Uint32Array; number: number}>();
    features.set(feature[split], sets);
    if (!sets.has(set.join())) sets.set(set.join(), {set, number: sets.size});
  });
  return features;
}

function categoricalFeature(feature: number, sets: readonly {set: Uint32Array}[]): CategoricalFeature {
  const categories = Uint32Array.from(new Set(sets.flatMap(({set}) => [...set]))).sort();
  const position = new Map(Array.from(categories, (category, i) => [category, i]));
  return {
    feature,
    categories,
    setSizes: Uint32Array.from(sets, ({set}) => set.length),
    members: Uint32Array.from(sets.flatMap(({set}) => Array.from(set, (category) => position.get(category) ?? 0)))
  };
}

/** Undefined if the text does not say them of all trees that have a split. */
function countsOf(trees: readonly Tree[]): Tables["counts"] {
  if (trees.some(({feature, counts}) => feature.length > 0 && !counts)) return undefined;
  return {
    split: Uint32Array.from(trees.flatMap(({counts}) => [...(counts?.split ?? [])])),
    leaf: Uint32Array.from(trees.flatMap(({counts}) => [...(counts?.leaf ?? [0])]))
  };
}
