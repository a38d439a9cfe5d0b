import {checkInteger} from "./arguments.js";
import type {Dataset} from "./dataset.js";
import {LightGBMError} from "./error.js";
import type {RowIndices} from "./features.js";

/** Which rows of the dataset a fold trains on and which it validates with, each in ascending order. */
export interface Fold {
  training: RowIndices;
  validation: RowIndices;
}

/** How to share the rows out among folds. */
export interface FoldPlan {
  count: number;
  /** Give each fold its share of every label; by default where there are at most 32 labels and no groups. */
  stratified?: boolean;
  /** Mix the rows before they are shared out; true by default. */
  shuffle?: boolean;
  /** The same seed gives the same folds; 0 by default. */
  seed?: number;
  /** What each row belongs to, such as a person; rows that belong together stay in one fold. */
  groups?: ArrayLike<number | string>;
}

const mostStrata = 32;

/** @internal The folds of a cross-validation: as they are, by their number, or by a plan. Queries of ranking data stay whole. */
export function foldsOf(dataset: Dataset, folds: readonly Fold[] | number | FoldPlan): readonly Fold[] {
  if (isList(folds)) {
    if (folds.length === 0) throw new LightGBMError("A cross-validation needs folds.");
    return folds;
  }
  if (typeof folds !== "number" && !(typeof folds === "object" && folds !== null))
    throw new LightGBMError("`folds` must be their number, a plan, or a list of rows to train and validate with.");
  const plan = typeof folds === "number" ? {count: folds} : folds;
  const {rowCount} = dataset;
  checkInteger("The number of folds", plan.count, 2);
  const assignment = assign(dataset, plan);
  const used = new Set(assignment).size;
  if (used < plan.count) throw new LightGBMError(`There is data for ${used} folds only, not for ${plan.count}.`);
  return Array.from({length: plan.count}, (_, fold) => {
    const validation = new Int32Array(rowCount);
    const training = new Int32Array(rowCount);
    let held = 0;
    for (let row = 0; row < rowCount; ++row) {
      if (assignment[row] === fold) validation[held++] = row;
      else training[row - held] = row;
    }
    return {training: training.slice(0, rowCount - held), validation: validation.slice(0, held)};
  });
}

function isList(folds: readonly Fold[] | number | FoldPlan): folds is readonly Fold[] {
  return Array.isArray(folds);
}

/** The fold of each row. */
function assign(dataset: Dataset, {count, stratified, shuffle = true, seed = 0, groups}: FoldPlan): Int32Array {
  const {rowCount, label} = dataset;
  const queries = dataset.group;
  const members = groups ?? (queries && queryOfRow(queries));
  const next = random(seed);
  const order = Int32Array.from({length: rowCount}, (_, row) => row);
  if (shuffle) mix(order, next);
  if (members !== undefined) {
    if (members.length !== rowCount) {
      throw new LightGBMError(`The groups of the folds have ${members.length} values for ${rowCount} rows.`);
    }
    if (stratified) throw new LightGBMError("Folds cannot be both stratified and by group.");
    return assignGroups(members, order, count);
  }
  const strata = dataset.hasLabel && label ? label : undefined;
  const isStratified = stratified ?? (strata !== undefined && new Set(strata).size <= mostStrata);
  if (isStratified && strata === undefined) throw new LightGBMError("Stratified folds need labels.");
  // A stable sort keeps what was mixed mixed within each label.
  if (isStratified && strata) order.sort((a, b) => strata[a] - strata[b]);
  const assignment = new Int32Array(rowCount);
  const dealt = shuffle || isStratified;
  // Without mixing, folds are runs of rows, as in scikit-learn.
  for (let i = 0; i < rowCount; ++i) assignment[order[i]] = dealt ? i % count : Math.floor((i * count) / rowCount);
  return assignment;
}

/** Gives the largest groups first, each to the fold that has the fewest rows so far. */
function assignGroups(members: ArrayLike<number | string>, order: Int32Array, count: number): Int32Array {
  const rows = new Map<number | string, number[]>();
  for (const row of order) {
    const group = rows.get(members[row]);
    if (group) group.push(row);
    else rows.set(members[row], [row]);
  }
  const sizes = new Array<number>(count).fill(0);
  const assignment = new Int32Array(order.length);
  for (const group of [...rows.values()].sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += group.length;
    for (const row of group) assignment[row] = fold;
  }
  return assignment;
}

function queryOfRow(sizes: Int32Array): Int32Array {
  const queries: number[] = [];
  for (const [query, size] of sizes.entries()) for (let i = 0; i < size; ++i) queries.push(query);
  return Int32Array.from(queries);
}

/** Fisher and Yates's shuffle. */
function mix(values: Int32Array, next: () => number): void {
  for (let i = values.length - 1; i > 0; --i) {
    const j = Math.floor(next() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
}

/** Mulberry32: the same numbers on every machine. */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
