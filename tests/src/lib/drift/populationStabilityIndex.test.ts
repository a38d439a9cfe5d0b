import {expect, test} from "vitest";
import {populationStabilityIndex, stabilityIndexByChance} from "../../../../src/lib/drift/populationStabilityIndex.js";
import {RandomSource} from "../../../../src/lib/random.js";

test("the index is the sum of its definition, half a row added to each bin", () => {
  // e = np.array([10, 20, 30, 0]) + .5; a = np.array([12, 18, 25, 5]) + .5; e /= e.sum(); a /= a.sum()
  // ((a - e) * np.log(a / e)).sum()
  expect(populationStabilityIndex([10, 20, 30, 0], [12, 18, 25, 5])).toBeCloseTo(0.21675375167171781, 14);
});

test("equal shares have no index, however many rows they are", () => {
  expect(populationStabilityIndex([100, 300], [100, 300])).toBe(0);
  expect(populationStabilityIndex([100, 300], [100_000, 300_000])).toBeLessThan(1e-5);
});

test("two samples of one distribution hardly ever come as far apart as chance may bring them", () => {
  const random = new RandomSource(3);
  const sample = (rows: number) => {
    const counts = new Uint32Array(10);
    for (let row = 0; row < rows; ++row) ++counts[random.integer(10)];
    return counts;
  };
  const indices = Array.from({length: 500}, () => populationStabilityIndex(sample(200), sample(300))).sort();
  const limit = stabilityIndexByChance(10, 200, 300);
  expect(indices.at(-1)).toBeLessThan(limit * 1.2);
  // scipy.stats.chi2.ppf(0.9999, 9) is 33.72; half of the samples are below chi2.ppf(0.5, 9) = 8.34
  expect(limit).toBeCloseTo(33.72 * (1 / 200 + 1 / 300), 2);
  expect(indices[250] / (8.34 * (1 / 200 + 1 / 300))).toBeCloseTo(1, 0);
});
