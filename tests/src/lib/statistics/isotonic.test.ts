import {expect, test} from "vitest";
import {isotonicRegression, nearestMonotone} from "../../../../src/lib/statistics/isotonic.js";

const values = Float64Array.of(1, 3, 2, 2, 5, 4.5, 4, 7);
const weights = Float64Array.of(1, 2, 1, 3, 1, 1, 0.5, 2);

test("isotonic regression is scikit-learn's", () => {
  // sklearn.isotonic.isotonic_regression([1, 3, 2, 2, 5, 4.5, 4, 7], sample_weight=[1, 2, 1, 3, 1, 1, .5, 2]), 1.9.1
  const expected = [1, 7 / 3, 7 / 3, 7 / 3, 4.6, 4.6, 4.6, 7];
  for (const [index, value] of isotonicRegression(values, weights).entries())
    expect(value).toBeCloseTo(expected[index], 12);
});

test("the nearest monotone curve rises or falls, whichever is nearer", () => {
  const rising = nearestMonotone(values, weights);
  expect(rising.curve).toEqual(isotonicRegression(values, weights));
  const falling = nearestMonotone(
    values.map((value) => -value),
    weights
  );
  expect([...falling.curve]).toEqual([...rising.curve].map((value) => -value));
  expect(falling.squaredDistance).toBeCloseTo(rising.squaredDistance, 12);
  expect(nearestMonotone(Float64Array.of(3, 2, 2), Float64Array.of(1, 1, 1)).squaredDistance).toBe(0);
});
