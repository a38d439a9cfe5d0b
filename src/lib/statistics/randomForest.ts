import {RandomSource} from "../random.js";

export interface RegressionForest {
  /** Share of the target's variance that trees explain in rows that they were not grown on; may be negative. */
  explained: number;
  /**
   * By column: how much the squared error of rows outside a tree's sample grows when the column is shuffled among them,
   * over the target's variance; at least 0.
   */
  importance: number[];
}

/** Of a tree's sample, and of the rows outside that it is tested on: more rows make more trees of the same kind. */
const mostRows = 256;

export interface ForestOptions {
  trees?: number;
  /** Rows that a leaf has at least. */
  leafRows?: number;
  seed?: number;
}

/**
 * A forest of regression trees on bootstrap samples, each split the best of a third of the columns, and the importance
 * of the columns by permutation outside of the samples: L. Breiman, “Random forests”, Machine Learning 45 (2001).
 * @param features one column each, as long as `target`; categories as numbers of their own
 */
export function regressionForest(
  features: readonly ArrayLike<number>[],
  target: ArrayLike<number>,
  {trees = 100, leafRows = 3, seed = 1}: ForestOptions = {}
): RegressionForest {
  const random = new RandomSource(seed);
  const columns = features.map(ranksOf);
  const rows = target.length;
  const tried = Math.max(1, Math.round(columns.length / 3));
  const sums = new Float64Array(rows);
  const counts = new Uint32Array(rows);
  const growth = new Float64Array(columns.length);
  let tested = 0;

  for (let tree = 0; tree < trees; ++tree) {
    const sample = Uint32Array.from({length: Math.min(rows, mostRows)}, () => random.integer(rows));
    const inSample = new Uint8Array(rows);
    for (const row of sample) inSample[row] = 1;
    const others = Uint32Array.from({length: rows}, (_, row) => row).filter((row) => inSample[row] === 0);
    const outside = random.shuffle(others).subarray(0, mostRows);
    const root = grow(sample, {columns, target, leafRows, tried, random});
    for (const row of outside) {
      const predicted = predict(root, columns, row);
      sums[row] += predicted;
      counts[row] += 1;
      const error = (predicted - target[row]) ** 2;
      for (let column = 0; column < columns.length; ++column) growth[column] -= error;
    }
    for (let column = 0; column < columns.length; ++column) {
      const shuffled = random.shuffle(outside.slice());
      for (let i = 0; i < outside.length; ++i) {
        const predicted = predict(root, columns, outside[i], column, shuffled[i]);
        growth[column] += (predicted - target[outside[i]]) ** 2;
      }
    }
    tested += outside.length;
  }

  const variance = varianceOf(target);
  const known = Uint32Array.from({length: rows}, (_, row) => row).filter((row) => counts[row] > 0);
  const error = known.reduce((sum, row) => sum + (sums[row] / counts[row] - target[row]) ** 2, 0) / known.length;
  return {
    explained: variance > 0 ? 1 - error / variance : 0,
    importance: Array.from(growth, (sum) => (variance > 0 && tested > 0 ? Math.max(0, sum / tested / variance) : 0))
  };
}

type Node = {mean: number} | {column: number; limit: number; below: Node; above: Node};

interface Growing {
  columns: readonly ArrayLike<number>[];
  target: ArrayLike<number>;
  leafRows: number;
  /** Columns tried at a split. */
  tried: number;
  random: RandomSource;
}

function grow(rows: Uint32Array, growing: Growing): Node {
  const {columns, target, leafRows, tried, random} = growing;
  let total = 0;
  for (const row of rows) total += target[row];
  const leaf = {mean: total / rows.length};
  if (rows.length < 2 * leafRows) return leaf;
  let best: {column: number; limit: number; gain: number} | undefined;
  const order = random.shuffle(Array.from(columns, (_, column) => column));
  // Where none of the columns drawn can be split, more are drawn.
  for (let i = 0; i < order.length && (i < tried || best === undefined); ++i) {
    const split = bestSplit(rows, columns[order[i]], target, leafRows, total);
    if (split !== undefined && (best === undefined || split.gain > best.gain)) best = {column: order[i], ...split};
  }
  if (best === undefined) return leaf;
  const {column, limit} = best;
  return {
    column,
    limit,
    below: grow(
      rows.filter((row) => columns[column][row] <= limit),
      growing
    ),
    above: grow(
      rows.filter((row) => columns[column][row] > limit),
      growing
    )
  };
}

/** The limit between two values that lowers the squared error most; undefined where no split lowers it. */
function bestSplit(
  rows: Uint32Array,
  ranks: ArrayLike<number>,
  target: ArrayLike<number>,
  leafRows: number,
  total: number
): {limit: number; gain: number} | undefined {
  const count = rows.length;
  // Ranks and places as one number each: sorted without a comparison of our own, which takes most of the time.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; ++i) keys[i] = ranks[rows[i]] * count + i;
  keys.sort();
  let best: {limit: number; gain: number} | undefined;
  let below = 0;
  for (let i = 1; i < count; ++i) {
    below += target[rows[keys[i - 1] % count]];
    if (i < leafRows || count - i < leafRows) continue;
    const low = ranks[rows[keys[i - 1] % count]];
    if (low === ranks[rows[keys[i] % count]]) continue;
    const gain = below ** 2 / i + (total - below) ** 2 / (count - i) - total ** 2 / count;
    if (gain > (1e-12 * total ** 2) / count && (best === undefined || gain > best.gain)) best = {limit: low, gain};
  }
  return best;
}

/** @param from the row that gives the value of `shuffled`, in place of its own */
function predict(root: Node, columns: readonly ArrayLike<number>[], row: number, shuffled = -1, from = row): number {
  let node = root;
  while (!("mean" in node)) {
    const value = columns[node.column][node.column === shuffled ? from : row];
    node = value <= node.limit ? node.below : node.above;
  }
  return node.mean;
}

/** Values as whole numbers from 0 on in their order, equal ones alike: trees split them as they split the values. */
function ranksOf(values: ArrayLike<number>): Uint32Array {
  const distinct = Float64Array.from(new Set(Array.from(values))).sort();
  const rankOf = new Map(Array.from(distinct, (value, rank) => [value, rank]));
  return Uint32Array.from(values, (value) => rankOf.get(value) ?? 0);
}

function varianceOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; ++i) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; ++i) squares += (values[i] - mean) ** 2;
  return squares / values.length;
}
