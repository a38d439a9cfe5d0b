import {expect, test} from "vitest";
import {profileFeature} from "../../../../src/lib/profile/profileFeature.js";

test("a feature's files are summarized apart and counted in the same bins", () => {
  const profile = profileFeature({
    name: "x",
    train: Float64Array.of(0, 1, 2, 3, Number.NaN, 2),
    test: Float64Array.of(1, 2, 7),
    target: Uint8Array.of(0, 0, 1, 1, 1, 0)
  });
  expect(profile.train).toEqual({
    rows: 6,
    missing: 1,
    infinite: 0,
    zeros: 1,
    distinct: 4,
    mean: 1.6,
    standardDeviation: 1.140175,
    skewness: -0.4048,
    minimum: 0,
    maximum: 3,
    quantiles: [0.04, 0.2, 1, 2, 2, 2.8, 2.96]
  });
  expect(profile.test).toMatchObject({rows: 3, missing: 0, maximum: 7});
  const total = (counts: number[]) => counts.reduce((sum, count) => sum + count);
  expect([profile.trainCounts, profile.testCounts, profile.positiveCounts].map(total)).toEqual([5, 3, 2]);
  expect(profile.trainCounts).toHaveLength(profile.edges.length - 1);
  // roc_auc_score([0, 0, 1, 1, 0], [0, 1, 2, 3, 2])
  expect(profile.auc).toBe(0.91667);
  expect(profile.drift?.kolmogorovSmirnov).toBe(0.33333);
});
