import fc from "fast-check";
import {expect, test} from "vitest";
import {RandomSource} from "../../../../src/lib/random.js";
import {countByBin, countSortedByBin, robustEdges} from "../../../../src/lib/statistics/histogram.js";

const random = new RandomSource(1);
const bells = Float64Array.from({length: 5000}, () => random.uniform() + random.uniform() + random.uniform());

function widths(edges: number[]): number[] {
  return edges.slice(1).map((edge, index) => Number((edge - edges[index]).toFixed(9)));
}

test("bins are of one width, at round numbers, and not more than asked for", () => {
  for (const bins of [8, 10, 20, 40]) {
    const edges = robustEdges([bells], bins);
    expect(edges.length - 1).toBeLessThanOrEqual(bins);
    expect(edges.length - 1).toBeGreaterThan(bins * 0.6);
    expect(new Set(widths(edges.slice(1, -1))).size).toBe(1);
  }
  expect(robustEdges([bells], 20).slice(1, 4)).toMatchInlineSnapshot(`
    [
      0.28,
      0.42,
      0.56,
    ]
  `);
});

test("an outlier widens its tail's bin alone", () => {
  const edges = robustEdges([Float64Array.of(...bells, 1e6)], 20);
  expect(edges.slice(0, -1)).toEqual(robustEdges([bells], 20).slice(0, -1));
  expect(edges.at(-1)).toBe(1e6);
});

test("several columns share edges that hold all of them", () => {
  const shifted = bells.map((value) => value + 2);
  const edges = robustEdges([bells, shifted], 20);
  expect(edges[0]).toBeLessThanOrEqual(Math.min(...bells));
  expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...shifted));
});

test.each([
  ["equal values", [5, 5, 5]],
  ["zeros", [0, 0]],
  ["two values", [0, 1]],
  ["huge values", [1e300, 2e300]],
  ["tiny values", [1e-30, 2e-30]],
  ["very tiny values", [1e-150, 2e-150]],
  ["denormal values", [4e-320, 1e-319, 0]],
  ["values as far apart as can be", [-Number.MAX_VALUE, Number.MAX_VALUE, 0]],
  ["values farther apart than the largest number", [-Number.MAX_VALUE, 1.8e306, 0]],
  ["values next to each other", [1e300, 1.0000000000000002e300]],
  ["negative values", [-0.5, -0.25]],
  ["missing values", [Number.NaN, 3, 4]]
])("%s have ascending edges that hold them", (_, values) => {
  const column = Float64Array.from(values);
  expect(widthsAreAscending(robustEdges([column], 4))).toBe(true);
  const edges = robustEdges([column], 20);
  expect(widthsAreAscending(edges)).toBe(true);
  const known = values.filter((value) => !Number.isNaN(value));
  expect(edges[0]).toBeLessThanOrEqual(Math.min(...known));
  expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(Math.max(...known));
  expect(countByBin(column, edges).reduce((sum, count) => sum + count)).toBe(known.length);
});

function widthsAreAscending(edges: number[]): boolean {
  return edges.length >= 2 && edges.every((edge, index) => index === 0 || edge > edges[index - 1]);
}

test("any numbers have finite, ascending edges, and each value is in one bin", () => {
  const largest = fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 1e308, -1e308);
  const numbers = fc.oneof({weight: 6, arbitrary: fc.double({noNaN: true})}, largest, fc.constantFrom(-0, 5e-324));
  fc.assert(
    fc.property(fc.array(numbers, {minLength: 1, maxLength: 30}), fc.integer({min: 4, max: 40}), (values, bins) => {
      const column = Float64Array.from(values);
      const edges = robustEdges([column], bins);
      expect(edges.length).toBeLessThanOrEqual(bins + 1);
      expect(edges).toSatisfy((each: number[]) => each.every(Number.isFinite));
      expect(widthsAreAscending(edges)).toBe(true);
      expect(countByBin(column, edges).reduce((sum, count) => sum + count)).toBe(values.length);
      expect(countSortedByBin(column.slice().sort(), edges)).toEqual(countByBin(column, edges));
    }),
    {numRuns: 500}
  );
});

test("infinite values are in the outer bins and widen none", () => {
  const column = Float64Array.of(...bells, Infinity, Infinity, -Infinity);
  const edges = robustEdges([column], 20);
  expect(edges).toEqual(robustEdges([bells], 20));
  const [counts, finite] = [countByBin(column, edges), countByBin(bells, edges)];
  expect(counts[0] - finite[0]).toBe(1);
  expect(counts[edges.length - 2] - finite[edges.length - 2]).toBe(2);
  expect(robustEdges([Float64Array.of(Infinity)], 20)).toEqual([0, 1]);
});

test("a column without values has one bin", () => {
  expect(robustEdges([Float64Array.of(Number.NaN)], 20)).toEqual([0, 1]);
});

test("bins are [low, high), the last one closed; values beyond go to the outer ones", () => {
  const counts = countByBin(Float64Array.of(-9, 0, 0.5, 1, 2, 2.5, 3, 9, Number.NaN), [0, 1, 2, 3]);
  expect([...counts]).toEqual([3, 1, 4]);
});

test("sorted values are counted alike", () => {
  const edges = robustEdges([bells], 20).slice(2, -2);
  expect(countSortedByBin(bells.slice().sort(), edges)).toEqual(countByBin(bells, edges));
  expect([...countSortedByBin(Float64Array.of(0, 1, 1, 3), [0, 1, 2])]).toEqual([1, 3]);
  expect([...countSortedByBin(Float64Array.of(7), [0, 1])]).toEqual([1]);
});
