import {expect, test} from "vitest";
import {meanInterval, spread, studentQuantile} from "../../../../src/lib/metrics/spread.js";

const aucs = [0.871, 0.882, 0.876, 0.879, 0.877];

test("the spread is the sample's", () => {
  expect(spread(aucs).mean).toBeCloseTo(0.877, 14);
  expect(spread(aucs).standardDeviation).toBeCloseTo(0.004062019202317984, 14); // numpy.std(v, ddof=1)
  expect(spread([0.5])).toEqual({mean: 0.5, standardDeviation: 0});
});

test("quantiles of Student's t are SciPy's", () => {
  // scipy.stats.t.ppf(.975, d) for d in (1, 2, 3, 4, 9, 30)
  const reference = new Map([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [9, 2.262157162798205],
    [30, 2.0422724563012378]
  ]);
  for (const [degrees, quantile] of reference) expect(studentQuantile(0.975, degrees)).toBeCloseTo(quantile, 10);
});

test("the interval of a mean is SciPy's", () => {
  // scipy.stats.t.interval(.95, 4, numpy.mean(v), scipy.stats.sem(v))
  const {low, high} = meanInterval(aucs);
  expect(low).toBeCloseTo(0.8719563369964693, 12);
  expect(high).toBeCloseTo(0.8820436630035307, 12);
});
