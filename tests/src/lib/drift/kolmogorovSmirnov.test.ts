import {expect, test} from "vitest";
import {kolmogorovSmirnov} from "../../../../src/lib/drift/kolmogorovSmirnov.js";

test("the statistic is SciPy's, ties and all", () => {
  // ks_2samp([1, 2, 2, 3, 5], [2, 3, 3, 4, 6, 7]).statistic
  const distance = kolmogorovSmirnov(Float64Array.of(1, 2, 2, 3, 5), Float64Array.of(2, 3, 3, 4, 6, 7));
  expect(distance).toBeCloseTo(0.43333333333333335, 15);
});

test("the same sample has no distance, one that does not overlap the greatest", () => {
  const sample = Float64Array.of(1, 2, 2);
  expect(kolmogorovSmirnov(sample, sample)).toBe(0);
  expect(kolmogorovSmirnov(sample, Float64Array.of(3, 4))).toBe(1);
  expect(kolmogorovSmirnov(sample, new Float64Array(0))).toBeUndefined();
});
