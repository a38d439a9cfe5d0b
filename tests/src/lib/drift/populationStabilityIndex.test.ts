import {expect, test} from "vitest";
import {populationStabilityIndex} from "../../../../src/lib/drift/populationStabilityIndex.js";

test("the index is the sum of its definition, half a row added to each bin", () => {
  // e = np.array([10, 20, 30, 0]) + .5; a = np.array([12, 18, 25, 5]) + .5; e /= e.sum(); a /= a.sum()
  // ((a - e) * np.log(a / e)).sum()
  expect(populationStabilityIndex([10, 20, 30, 0], [12, 18, 25, 5])).toBeCloseTo(0.21675375167171781, 14);
});

test("equal shares have no index, however many rows they are", () => {
  expect(populationStabilityIndex([100, 300], [100, 300])).toBe(0);
  expect(populationStabilityIndex([100, 300], [100_000, 300_000])).toBeLessThan(1e-5);
});
