import {countBelow, finitePart, quantile, sortedKnown} from "./quantiles.js";

/** The share of values that counts as a tail, at either end. */
const tail = 0.005;

/** Of the largest value that a bin is wide, at least: below this, multiples of the width are no longer exact. */
const finestShare = 1e-12;
/** Powers of ten beyond these are infinite or have lost their digits. */
const [narrowest, widest] = [1e-300, Number.MAX_VALUE];

/**
 * Edges of at most `bins` bins for the values of all columns together, which an outlier cannot flatten: between the
 * 0.5 % and the 99.5 % quantiles the bins have one width, a number of two digits, and edges at its multiples; whatever
 * lies beyond goes to one bin at either end, as wide as it must be. Infinite values widen none; they are counted in
 * the outer bins. Edges are finite and ascending.
 * @param bins  at least 4
 */
export function robustEdges(columns: readonly Float64Array[], bins: number): number[] {
  return edgesOfSorted(columns.map(sortedKnown), bins);
}

/** The same as robustEdges, for columns that are sorted already. */
export function edgesOfSorted(sortedColumns: readonly Float64Array[], bins: number): number[] {
  const known = sortedColumns.map(finitePart).filter((sorted) => sorted.length > 0);
  if (known.length === 0) return [0, 1];
  const least = (level: number) => Math.min(...known.map((sorted) => quantile(sorted, level) ?? Infinity));
  const most = (level: number) => Math.max(...known.map((sorted) => quantile(sorted, level) ?? -Infinity));
  const [low, high] = [least(tail), most(1 - tail)];
  // Two bins are for the tails, and one is lost when the edges move to multiples.
  const parts = bins - 3;
  const finest = Math.max(narrowest, finestShare * Math.max(-low, high, 0));
  const distance = high - low;
  const share = Number.isFinite(distance) ? distance / parts : Math.min(widest, high / parts - low / parts);
  const width = Math.max(finest, share || Math.abs(low) / 100 || 1);
  const {step, decimals} = roundedUp(width);
  const edges: number[] = [];
  const last = Math.max(Math.ceil(high / step), Math.floor(low / step) + 1);
  for (let multiple = Math.floor(low / step); multiple <= last; ++multiple)
    edges.push(roundedEdge(multiple * step, decimals));
  const [minimum, maximum] = [least(0), most(1)];
  if (minimum < edges[0]) edges.unshift(minimum);
  if (maximum > edges[edges.length - 1]) edges.push(maximum);
  return edges;
}

/** Beyond a hundred decimals numbers are not written out. */
function roundedEdge(edge: number, decimals: number): number {
  const bounded = Math.max(-widest, Math.min(widest, edge));
  return decimals > 100 ? bounded + 0 : Number(bounded.toFixed(decimals)) + 0;
}

/**
 * How many values are in each bin. Bins are [low, high), the last one closed; values beyond the edges, which there may
 * be in other data than those that the edges were made for, are counted in the outer bins, missing values nowhere.
 */
export function countByBin(values: Float64Array, edges: readonly number[]): Uint32Array {
  const counts = new Uint32Array(edges.length - 1);
  for (const value of values) if (!Number.isNaN(value)) ++counts[findBin(edges, value)];
  return counts;
}

/** The same as countByBin, for values that are sorted and of which none is missing. */
export function countSortedByBin(sorted: Float64Array, edges: readonly number[]): Uint32Array {
  const bounds = [0, ...edges.slice(1, -1).map((edge) => countBelow(sorted, edge)), sorted.length];
  return Uint32Array.from(bounds.slice(1), (bound, bin) => bound - bounds[bin]);
}

/** The last bin whose lower edge is not above the value; the first one for values below all edges. */
export function findBin(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The least number of two significant digits that is not below the given one, and how many decimals it has. */
function roundedUp(width: number): {step: number; decimals: number} {
  const exponent = Math.floor(Math.log10(width)) - 1;
  const unit = 10 ** Math.abs(exponent);
  const units = Math.ceil(exponent < 0 ? width * unit : width / unit);
  const step = Math.min(widest, exponent < 0 ? units / unit : units * unit);
  return {step, decimals: Math.max(0, -exponent)};
}
