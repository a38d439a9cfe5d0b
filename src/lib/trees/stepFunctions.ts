import {toLightGBMName} from "./featureNames.js";
import {type TextFields, writeModelText} from "./modelText.js";

/** What a model adds to the log-odds for one feature: a value a bin. */
export interface StepFunction {
  /** Rising; a value up to the first is in the first bin, and so on. */
  thresholds: readonly number[];
  /** By bin: one more than there are thresholds. */
  values: readonly number[];
  /** Training rows by bin. */
  counts: readonly number[];
  /** The value where the feature is missing, and the training rows in which it is. */
  missing: {value: number; count: number};
}

/** A sum of step functions, one a feature. */
export interface AdditiveModel {
  intercept: number;
  /** Of target 1 in the training rows. */
  share: number;
  featureNames: readonly string[];
  functions: readonly StepFunction[];
}

/**
 * An additive model as LightGBM's text, one tree a feature: LightGBM predicts with it, explains it, and whatever reads
 * its models reads this one.
 */
export function additiveModelText({intercept, share, featureNames, functions}: AdditiveModel): string {
  const names = featureNames.map(toLightGBMName);
  return writeModelText({
    header: fields({
      version: "v4",
      num_class: "1",
      num_tree_per_iteration: "1",
      label_index: "0",
      max_feature_idx: String(names.length - 1),
      objective: "binary sigmoid:1",
      feature_names: names.join(" "),
      feature_infos: functions.map(({thresholds}) => rangeText(thresholds)).join(" ")
    }),
    trees: [
      constantTree(intercept),
      ...functions.flatMap((step, feature) => (isConstant(step) ? [] : [treeOf(step, feature, share)]))
    ],
    importances: new Map(functions.map(({thresholds}, index) => [names[index], thresholds.length])),
    parameters: []
  });
}

/**
 * The loss that a feature saves in the training rows, to the second order: half the sum of its terms' squared distances
 * from their mean, times the variance of a target with this share of ones.
 */
export function importanceOf({values, counts, missing}: StepFunction, share: number): number {
  const terms = [...values.map((value, bin) => ({value, count: counts[bin]})), missing];
  const rows = terms.reduce((sum, {count}) => sum + count, 0);
  const mean = terms.reduce((sum, {value, count}) => sum + value * count, 0) / rows;
  return (share * (1 - share) * terms.reduce((sum, {value, count}) => sum + count * (value - mean) ** 2, 0)) / 2;
}

export function stepValue({thresholds, values, missing}: StepFunction, value: number): number {
  return Number.isNaN(value) ? missing.value : values[findStep(thresholds, value)];
}

/** The function with fewer steps: neighbouring bins whose values all lie within the tolerance get their rows' mean. */
export function joinSteps({thresholds, values, counts, missing}: StepFunction, tolerance: number): StepFunction {
  const groups: {first: number; end: number; low: number; high: number}[] = [];
  for (const [bin, value] of values.entries()) {
    const group = groups.at(-1);
    const [low, high] = [Math.min(group?.low ?? value, value), Math.max(group?.high ?? value, value)];
    if (group === undefined || high - low > tolerance) groups.push({first: bin, end: bin + 1, low: value, high: value});
    else Object.assign(group, {end: bin + 1, low, high});
  }
  const total = (group: {first: number; end: number}, of: (bin: number) => number) => {
    let sum = 0;
    for (let bin = group.first; bin < group.end; ++bin) sum += of(bin);
    return sum;
  };
  return {
    thresholds: groups.slice(1).map(({first}) => thresholds[first - 1]),
    values: groups.map((group) =>
      group.end - group.first === 1
        ? values[group.first]
        : total(group, (bin) => counts[bin] * values[bin]) / total(group, (bin) => counts[bin])
    ),
    counts: groups.map((group) => total(group, (bin) => counts[bin])),
    missing
  };
}

/** The bin of a value that is not NaN. */
export function findStep(thresholds: ArrayLike<number>, value: number): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= thresholds[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isConstant = ({values, missing}: StepFunction) => values.every((value) => value === missing.value);

function rangeText(thresholds: readonly number[]): string {
  return thresholds.length === 0 ? "none" : `[${thresholds[0]}:${thresholds[thresholds.length - 1]}]`;
}

function constantTree(value: number): TextFields {
  return fields({num_leaves: "1", num_cat: "0", leaf_value: String(value), is_linear: "0", shrinkage: "1"});
}

/** LightGBM's `decision_type`: a missing value is one of its own and goes right; below that split there is none. */
const missingGoesRight = 8;

function treeOf({thresholds, values, counts, missing}: StepFunction, feature: number, share: number): TextFields {
  // The root parts missing values from all others, which are at most infinite; the missing are the last leaf.
  const leaves = [...values.map((value, bin) => ({value, count: counts[bin]})), missing];
  const missingLeaf = ~values.length;
  const splits = [{threshold: Infinity, left: thresholds.length === 0 ? ~0 : 1, right: missingLeaf}];
  // Bins from `first` to `last`: halves, until there is one left. Returns the split's or leaf's number.
  const grow = (first: number, last: number): number => {
    if (first === last) return ~first;
    const middle = (first + last) >> 1;
    const split = {threshold: thresholds[middle], left: 0, right: 0};
    const number = splits.push(split) - 1;
    split.left = grow(first, middle);
    split.right = grow(middle + 1, last);
    return number;
  };
  grow(0, values.length - 1);
  const nodes = splits.map(({left, right}) => ({left, right, value: 0, count: 0}));
  // A split's children have higher numbers.
  for (const node of nodes.toReversed()) {
    const parts = [node.left, node.right].map((child) => (child < 0 ? leaves[~child] : nodes[child]));
    node.count = parts.reduce((sum, {count}) => sum + count, 0);
    node.value = node.count === 0 ? 0 : parts.reduce((sum, {value, count}) => sum + value * count, 0) / node.count;
  }
  const gain = importanceOf({thresholds, values, counts, missing}, share) / splits.length;
  const list = <Item>(items: readonly Item[], of: (item: Item) => number) => items.map(of).join(" ");
  return fields({
    num_leaves: String(leaves.length),
    num_cat: "0",
    split_feature: list(splits, () => feature),
    split_gain: list(splits, () => gain),
    threshold: splits.map(({threshold}) => (threshold === Infinity ? "inf" : String(threshold))).join(" "),
    decision_type: splits.map((_, index) => (index === 0 ? missingGoesRight : 0)).join(" "),
    left_child: list(splits, ({left}) => left),
    right_child: list(splits, ({right}) => right),
    leaf_value: list(leaves, ({value}) => value),
    leaf_weight: list(leaves, ({count}) => count),
    leaf_count: list(leaves, ({count}) => count),
    internal_value: list(nodes, ({value}) => value),
    internal_weight: list(nodes, ({count}) => count),
    internal_count: list(nodes, ({count}) => count),
    is_linear: "0",
    shrinkage: "1"
  });
}

function fields(texts: Readonly<Record<string, string>>): TextFields {
  return new Map(Object.entries(texts).map(([name, value]) => [name, {value, line: 0}]));
}
