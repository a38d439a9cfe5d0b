import {expect, test} from "vitest";
import {clusteredOrder, largestByChance, summarizeCorrelations} from "../../../../src/lib/profile/correlations.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {correlationMatrix} from "../../../../src/lib/statistics/correlationMatrix.js";

/** Features of `groups` groups, in turn; those of a group share a part. */
function grouped(groups: number, features: number, rows: number, seed: number, shared: number): Float64Array[] {
  const random = new RandomSource(seed);
  const parts = Array.from({length: groups}, () => Float64Array.from({length: rows}, () => random.uniform() - 0.5));
  return Array.from({length: features}, (_, feature) =>
    parts[feature % groups].map((part) => shared * part + random.uniform() - 0.5)
  );
}

test("features that go together become neighbours", () => {
  const matrix = correlationMatrix(grouped(3, 12, 500, 1, 3));
  const groups = clusteredOrder(matrix).map((feature) => feature % 3);
  expect(groups.filter((group, i) => i > 0 && group !== groups[i - 1])).toHaveLength(2);
});

test("every feature has its place, also one that is constant", () => {
  const matrix = correlationMatrix([...grouped(2, 5, 100, 2, 1), new Float64Array(100)]);
  expect(clusteredOrder(matrix).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(clusteredOrder(correlationMatrix([]))).toEqual([]);
});

test("the strongest pairs come first, and pairs with a constant are none", () => {
  const columns = [...grouped(2, 4, 400, 3, 2), new Float64Array(400)];
  const {pairs, strongest} = summarizeCorrelations(correlationMatrix(columns), ["a", "b", "c", "d", "e"]);
  expect(pairs).toBe(6);
  expect(
    strongest
      .slice(0, 2)
      .map(({a, b}) => a + b)
      .toSorted()
  ).toEqual(["ac", "bd"]);
  const sizes = strongest.map(({coefficient}) => Math.abs(coefficient));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test("unrelated features exceed what is said to be by chance in one of 20 tables", () => {
  let exceeded = 0;
  const tables = 200;
  for (let seed = 0; seed < tables; ++seed) {
    const {pairs, rows, byChance, strongest} = summarizeCorrelations(
      correlationMatrix(grouped(1, 10, 200, 100 + seed, 0)),
      Array.from("abcdefghij")
    );
    expect(byChance).toBe(largestByChance(pairs, rows));
    if (Math.abs(strongest[0].coefficient) > byChance) ++exceeded;
  }
  // At most 5 % are to exceed it; 19 of 200 or more would be seen in 1 of 200 such tests.
  expect(exceeded).toBeLessThan(19);
  expect(exceeded).toBeGreaterThan(0);
});
