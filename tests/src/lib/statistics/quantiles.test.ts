import {expect, test} from "vitest";
import {
  countBelow,
  countDistinct,
  finitePart,
  quantile,
  sortedKnown
} from "../../../../src/lib/statistics/quantiles.js";

const values = Float64Array.of(3.5, -1, 2, 2, Number.NaN, 8, 0, -4.25, 2);
const sorted = sortedKnown(values);

test("sorting leaves missing values out and the column as it was", () => {
  expect([...sorted]).toEqual([-4.25, -1, 0, 2, 2, 2, 3.5, 8]);
  expect(values[0]).toBe(3.5);
});

test("quantiles are NumPy's", () => {
  // [np.quantile([3.5, -1, 2, 2, 8, 0, -4.25, 2], q) for q in (0, .01, .25, .5, .9, 1)]
  const levels = [0, 0.01, 0.25, 0.5, 0.9, 1];
  const expected = [-4.25, -4.0225, -0.25, 2.0, 4.85, 8.0];
  levels.forEach((level, index) => {
    expect(quantile(sorted, level)).toBeCloseTo(expected[index], 12);
  });
  expect(quantile(new Float64Array(0), 0.5)).toBeUndefined();
});

test("values are counted with and without their equals", () => {
  expect(countDistinct(sorted)).toBe(6);
  expect(countDistinct(new Float64Array(0))).toBe(0);
  expect([countBelow(sorted, 2), countBelow(sorted, 2, {orEqual: true})]).toEqual([3, 6]);
  expect([countBelow(sorted, -9), countBelow(sorted, 9)]).toEqual([0, 8]);
});

test("quantiles between values that are farther apart than the largest number are finite", () => {
  // statistics.quantiles of fractions: the middle of -1.7e308 and 1.7e308 is 0, of -1e308 and 1.7e308 3.5e307
  expect(quantile(Float64Array.of(-1.7e308, 1.7e308), 0.5)).toBe(0);
  expect(quantile(Float64Array.of(-1e308, 1.7e308), 0.5)).toBeCloseTo(3.5e307, -294);
});

test("infinite values are sorted, and left out of the finite part", () => {
  const all = sortedKnown(Float64Array.of(Infinity, 1, -Infinity, Number.NaN, 0, Infinity));
  expect([...all]).toEqual([-Infinity, 0, 1, Infinity, Infinity]);
  expect([...finitePart(all)]).toEqual([0, 1]);
  expect([...finitePart(Float64Array.of(-Infinity, Infinity))]).toEqual([]);
});
