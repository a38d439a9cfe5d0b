import {type CorrelationMatrix, pairIndex} from "../statistics/correlationMatrix.js";
import {normalQuantile} from "../statistics/normal.js";

/** What is said of all pairs of features at once. */
export interface Correlations {
  pairs: number;
  /** Training rows that they were computed from. */
  rows: number;
  /** The largest coefficient among as many pairs of unrelated features, in 95 of 100 tables at most. */
  byChance: number;
  /** The strongest pairs, strongest first. */
  strongest: {a: string; b: string; coefficient: number}[];
  /** Features by position, so that those that go together are neighbours. */
  order: number[];
}

const shownPairs = 20;

/** @param names of the columns */
export function summarizeCorrelations(matrix: CorrelationMatrix, names: readonly string[]): Correlations {
  const {columns, coefficients, rows} = matrix;
  const strongest: Correlations["strongest"] = [];
  let pairs = 0;
  for (let i = 0, pair = 0; i < columns; ++i) {
    for (let j = i + 1; j < columns; ++j, ++pair) {
      const coefficient = coefficients[pair];
      if (Number.isNaN(coefficient)) continue;
      ++pairs;
      const least = strongest.at(-1);
      if (strongest.length === shownPairs && least && Math.abs(coefficient) <= Math.abs(least.coefficient)) continue;
      if (strongest.length === shownPairs) strongest.pop();
      strongest.push({a: names[i], b: names[j], coefficient});
      strongest.sort((x, y) => Math.abs(y.coefficient) - Math.abs(x.coefficient));
    }
  }
  return {pairs, rows, byChance: largestByChance(pairs, rows), strongest, order: clusteredOrder(matrix)};
}

/** By Fisher's transformation, and Bonferroni's bound for the largest of so many. */
export function largestByChance(pairs: number, rows: number): number {
  if (pairs === 0 || rows <= 3) return 1;
  return Math.tanh(normalQuantile(1 - 0.05 / (2 * pairs)) / Math.sqrt(rows - 3));
}

/**
 * The order of the leaves of an average-linkage clustering with the distance 1 − |r|, by the nearest-neighbour chain
 * (F. Murtagh, 1983); of a coefficient that does not exist the distance is 1.
 */
export function clusteredOrder(matrix: CorrelationMatrix): number[] {
  const {columns: count} = matrix;
  const distance = distances(matrix);
  const members = Array.from({length: count}, (_, i) => [i]);
  const active = new Set(members.keys());
  const chain: number[] = [];
  while (active.size > 1) {
    if (chain.length === 0) chain.push(Math.min(...active));
    const tip = chain[chain.length - 1];
    const before = chain.at(-2);
    let nearest = before ?? -1;
    let least = before === undefined ? Infinity : distance[tip * count + before];
    for (const other of active) {
      if (other === tip || distance[tip * count + other] >= least) continue;
      nearest = other;
      least = distance[tip * count + other];
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    join(nearest, tip);
  }
  return members[[...active][0]] ?? [];

  function join(kept: number, gone: number): void {
    const [a, b] = [members[kept].length, members[gone].length];
    active.delete(gone);
    for (const other of active) {
      if (other === kept) continue;
      const mean = (a * distance[kept * count + other] + b * distance[gone * count + other]) / (a + b);
      distance[kept * count + other] = mean;
      distance[other * count + kept] = mean;
    }
    members[kept] = [...members[kept], ...members[gone]];
  }
}

function distances({columns, coefficients}: CorrelationMatrix): Float64Array {
  const distance = new Float64Array(columns * columns);
  for (let i = 0; i < columns; ++i) {
    for (let j = 0; j < columns; ++j) {
      const coefficient = i === j ? 1 : coefficients[pairIndex(i, j, columns)];
      distance[i * columns + j] = Number.isNaN(coefficient) ? 1 : 1 - Math.abs(coefficient);
    }
  }
  return distance;
}
