import {nextBelow as nextBelowFinite} from "../../src/scorer/thresholds.js";
import {random} from "../data.js";

/** A model of shapes and mixtures that hardly any training gives, and rows that sit where decisions change. */
export interface RandomModel {
  text: string;
  columnCount: number;
  /** Row by row. */
  matrix: Float64Array;
  rowCount: number;
}

const zero = Math.fround(1e-35);
const nextBelow = (value: number): number => (Number.isFinite(value) ? nextBelowFinite(value) : value);
const nextAbove = (value: number): number => -nextBelow(-value);
const odd = [
  ...[0, -0, 1e-36, -1e-36, zero, -zero, nextAbove(zero), nextBelow(-zero), 5e-324, -5e-324],
  ...[Infinity, -Infinity, Number.NaN, 1e308, -1.7e308, 1, -1, -0.5, 0.5],
  ...[2 ** 31, 2 ** 32, -(2 ** 31) - 1, 1e18, 254.99, 255, 256, 1023.5]
];
const objectives = [
  ...["binary sigmoid:1", "binary sigmoid:0.7", "cross_entropy", "cross_entropy_lambda", "poisson", "gamma", "tweedie"],
  ...[
    "regression",
    "regression sqrt",
    "regression_l1",
    "huber",
    "fair",
    "quantile",
    "mape",
    "lambdarank",
    "rank_xendcg"
  ]
];
const shapes = ["small", "chain", "wide", "mixed", "stumps"] as const;

interface Feature {
  isCategorical: boolean;
  /** LightGBM's number of it; undefined: each split has its own. */
  missing: number | undefined;
  categories: number;
  thresholds: number[];
}

interface Source {
  next: () => number;
  below: (limit: number) => number;
  pick: <T>(list: readonly T[]) => T;
}

export function randomModel(seed: number): RandomModel {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  const source = {next, below, pick};
  const features = Array.from({length: 1 + below(12)}, () => randomFeature(source));
  const classes = next() < 0.25 ? 2 + below(4) : 1;
  const shape = pick(shapes);
  const iterations = 1 + below(shape === "wide" ? 3 : Math.ceil(30 / classes));
  const trees = Array.from({length: iterations * classes}, (_, i) => treeText(i, features, shape, source));
  const multiclass = [`multiclass num_class:${classes}`, `multiclassova num_class:${classes} sigmoid:0.8`];
  const objective = next() < 0.1 ? undefined : pick(classes > 1 ? multiclass : objectives);
  const text = [
    ...["tree", "version=v4", `num_class=${classes}`, `num_tree_per_iteration=${classes}`, "label_index=0"],
    `max_feature_idx=${features.length - 1}`,
    ...(objective === undefined ? [] : [`objective=${objective}`]),
    ...(next() < 0.2 ? ["average_output"] : []),
    `feature_names=${features.map((_, f) => `f${f}`).join(" ")}`,
    `feature_infos=${features.map(({isCategorical}) => (isCategorical ? "0:1:2" : "[-10:10]")).join(" ")}`,
    `tree_sizes=${trees.map((tree) => tree.length).join(" ")}`,
    ...["", `${trees.join("")}end of trees`, ""]
  ].join("\n");
  const rowCount = 1 + below(200);
  const matrix = Float64Array.from({length: rowCount * features.length}, (_, i) =>
    randomValue(features[i % features.length], source)
  );
  return {text, columnCount: features.length, matrix, rowCount};
}

function randomFeature({next, below, pick}: Source): Feature {
  const threshold = [
    () => pick(odd.filter((value) => value > -Infinity)),
    () => below(20) - 10,
    () => (next() - 0.5) * 10,
    () => Math.exp((next() - 0.5) * 60) * (next() < 0.5 ? -1 : 1)
  ];
  return {
    isCategorical: next() < 0.25,
    missing: next() < 0.5 ? below(3) : undefined,
    categories: pick([2, 5, 40, 300, 1000]),
    thresholds: Array.from({length: pick([1, 2, 5, 30, 255, 256, 700])}, () => pick(threshold)())
  };
}

/** A threshold, its neighbours, what is odd, a category that may be unknown or broken, or just a number. */
function randomValue({isCategorical, categories, thresholds}: Feature, {next, below, pick}: Source): number {
  const kind = below(6);
  const threshold = pick(thresholds);
  if (isCategorical && kind < 4) return below(categories * 1.2) + (kind === 0 ? next() : 0);
  if (kind === 3) return pick(odd);
  if (kind === 4) return (next() - 0.5) * 20;
  return [threshold, nextAbove(threshold), nextBelow(threshold)][kind] ?? below(20) - 10;
}

/** LightGBM's way to grow a tree: the left part of a leaf that is split keeps its number, the right one gets the next. */
function treeText(index: number, features: readonly Feature[], shape: (typeof shapes)[number], source: Source): string {
  const {next, below, pick} = source;
  const leaves = {
    small: () => 1 + below(40),
    chain: () => 1 + below(40),
    wide: () => 250 + below(120),
    mixed: () => pick([1, 2, 3, 8, 9, 16, 17, 33, 64, 65, 128, 257]),
    stumps: () => 1 + below(2)
  }[shape]();
  const children: {left: number[]; right: number[]} = {left: [], right: []};
  const where: {split: number; side: "left" | "right"}[] = [];
  const chosen: number[] = [];
  const thresholds: number[] = [];
  const decisions: number[] = [];
  const sets: number[][] = [];
  for (let split = 0; split < leaves - 1; ++split) {
    const leaf = shape === "chain" && next() < 0.9 ? split : below(split + 1);
    if (split > 0) children[where[leaf].side][where[leaf].split] = split;
    children.left[split] = ~leaf;
    children.right[split] = ~(split + 1);
    where[leaf] = {split, side: "left"};
    where[split + 1] = {split, side: "right"};
    const f = below(features.length);
    const {isCategorical, missing = below(3), categories} = features[f];
    chosen.push(f);
    decisions.push(Number(isCategorical) + 2 * below(2) + 4 * missing);
    thresholds.push(isCategorical ? sets.length : pick(features[f].thresholds));
    if (isCategorical) sets.push(Array.from({length: 1 + below(Math.min(categories, 40))}, () => below(categories)));
  }
  const words = sets.map(bitset);
  const bounds = [0];
  for (const {length} of words) bounds.push(bounds[bounds.length - 1] + length);
  const counts = Array.from({length: leaves}, () => 1 + below(50));
  return [
    ...[`Tree=${index}`, `num_leaves=${leaves}`, `num_cat=${sets.length}`],
    ...(leaves > 1
      ? [
          ...[`split_feature=${chosen.join(" ")}`, `split_gain=${chosen.map(() => 1).join(" ")}`],
          ...[`threshold=${thresholds.map(numberText).join(" ")}`, `decision_type=${decisions.join(" ")}`],
          ...[`left_child=${children.left.join(" ")}`, `right_child=${children.right.join(" ")}`]
        ]
      : ["split_feature=", "split_gain=", "threshold=", "decision_type=", "left_child=", "right_child="]),
    `leaf_value=${counts.map(() => next() - 0.5).join(" ")}`,
    `leaf_weight=${counts.join(" ")}`,
    `leaf_count=${counts.join(" ")}`,
    `internal_value=${chosen.map(() => 0).join(" ")}`,
    `internal_weight=${chosen.map(() => 0).join(" ")}`,
    `internal_count=${internalCounts(children, counts).join(" ")}`,
    ...(sets.length > 0 ? [`cat_boundaries=${bounds.join(" ")}`, `cat_threshold=${words.flat().join(" ")}`] : []),
    ...["is_linear=0", "shrinkage=1", "", "", ""]
  ].join("\n");
}

function internalCounts({left, right}: {left: number[]; right: number[]}, leaves: readonly number[]): number[] {
  const counts: number[] = [];
  const of = (child: number): number => (child < 0 ? leaves[~child] : counts[child]);
  // A split's children have higher numbers.
  for (let split = left.length - 1; split >= 0; --split) counts[split] = of(left[split]) + of(right[split]);
  return counts;
}

function bitset(categories: readonly number[]): number[] {
  const words = new Uint32Array((Math.max(...categories) >> 5) + 1);
  for (const category of categories) words[category >> 5] |= 1 << (category & 31);
  return [...words];
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "inf");
}
