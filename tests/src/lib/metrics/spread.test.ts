import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {correctedInterval, spread} from "../../../../src/lib/metrics/spread.js";
import {studentQuantile} from "../../../../src/lib/statistics/studentQuantile.js";

interface Reference {
  values: number[];
  confidence: number;
  testToTrain: number;
  low: number;
  high: number;
}

/** Made by the program beside it. */
const {cases}: {cases: Reference[]} = JSON.parse(
  readFileSync("tests/fixtures/statistics/correctedInterval.json", "utf8")
);

const aucs = [0.871, 0.882, 0.876, 0.879, 0.877];

test("the spread is the sample's", () => {
  expect(spread(aucs)).toEqual({
    mean: expect.closeTo(0.877, 14),
    standardDeviation: expect.closeTo(0.004062019202317984, 14) // numpy.std(v, ddof=1)
  });
  expect(spread([0.5])).toEqual({mean: 0.5, standardDeviation: 0});
});

test.each([[[]], [[0.5, Number.NaN]], [[0.5, Number.POSITIVE_INFINITY]], [[1e308, 1e308]], [[1e200, -1e200]]])(
  "there is no spread of %j",
  (values) => {
    expect(spread(values)).toBeUndefined();
    expect(correctedInterval(values)).toBeUndefined();
  }
);

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
  for (const [degrees, quantile] of reference) expect(studentQuantile(0.975, degrees)).toBeCloseTo(quantile, 12);
});

test.each(cases)("the corrected interval of $values.length folds at $confidence is SciPy's", (reference) => {
  const {values, low, high, ...options} = reference;
  expect(correctedInterval(values, options)).toEqual({
    mean: expect.closeTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12),
    low: expect.closeTo(low, 12),
    high: expect.closeTo(high, 12)
  });
});

test("folds are taken to be equal, and one fold has no interval", () => {
  const [{values, low}] = cases;
  expect(correctedInterval(values)?.low).toBeCloseTo(low, 12);
  expect(correctedInterval([0.5])).toBeUndefined();
});
