import {normalInterval} from "./interval.js";

/** Fewer pairs say too little: the interval of no correlation at all would reach from −0.44 to 0.44. */
export const fewestPairs = 20;

export interface RankCorrelation {
  /** Spearman's ρ in [−1, 1]: Pearson's correlation of the ranks, equal values sharing the mean of theirs. */
  correlation: number;
  /** 95 % interval, by Fisher's z with the standard error of Bonett and Wright (Psychometrika 65, 2000, 23–28). */
  low: number;
  high: number;
  /** Pairs that it is made of. */
  pairs: number;
}

/**
 * How far two measures rise together, whatever the shape. Undefined for fewer than `fewestPairs` pairs, and where one
 * of the measures is constant.
 */
export function spearman(first: readonly number[], second: readonly number[]): RankCorrelation | undefined {
  const pairs = first.length;
  if (second.length !== pairs) throw new RangeError(`${pairs} values do not pair with ${second.length}.`);
  if (pairs < fewestPairs) return undefined;
  const correlation = pearson(midranks(first), midranks(second));
  if (correlation === undefined) return undefined;
  const standardError = Math.sqrt((1 + correlation ** 2 / 2) / (pairs - 3));
  const {low, high} = normalInterval(Math.atanh(correlation), standardError, 0.95);
  return {
    correlation,
    low: Number.isFinite(low) ? Math.tanh(low) : correlation,
    high: Number.isFinite(high) ? Math.tanh(high) : correlation,
    pairs
  };
}

/** Ranks from 1 on in the order of the values; equal values have the mean of theirs. */
export function midranks(values: readonly number[]): number[] {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) ++end;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function pearson(first: readonly number[], second: readonly number[]): number | undefined {
  const [x, y] = [centred(first), centred(second)];
  const product = x.reduce((sum, value, i) => sum + value * y[i], 0);
  const squares = sumOfSquares(x) * sumOfSquares(y);
  return squares === 0 ? undefined : Math.max(-1, Math.min(1, product / Math.sqrt(squares)));
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

const sumOfSquares = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
