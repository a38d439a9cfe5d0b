import {expect, test} from "vitest";
import {featureFlags} from "../../../../src/components/features/featureFlags.js";
import {driftFinding, featuresFinding, targetRateFinding} from "../../../../src/components/features/findings.js";
import {sampleFeatureProfiles} from "../../../fixtures/reportSamples.js";

const {features} = sampleFeatureProfiles({features: 20});

test("the strongest feature is named with its AUC as if it rose", () => {
  const weak = features.map((feature) => ({...feature, auc: 0.51}));
  weak[4] = {...weak[4], auc: 0.42};
  expect(featuresFinding({features: weak})).toBe(
    "No feature alone tells much: the best, var_4, reaches an AUC of 0.5800"
  );
  weak[4] = {...weak[4], auc: 0.9};
  expect(featuresFinding({features: weak})).toMatch(/^One feature stands out/);
});

test("drift and gaps are counted", () => {
  expect(driftFinding({features})).toBe("1 of 20 features drifts between train and test, and 1 has missing values.");
  expect(driftFinding({features: features.slice(0, 3)})).toBe(
    "None of 3 features drifts between train and test, and no value is missing."
  );
});

test("target rates are compared between the lowest and the highest quarter of the rows", () => {
  const feature = {
    ...features[0],
    name: "x",
    edges: [0, 1, 2, 3, 4],
    trainCounts: [100, 100, 100, 100],
    testCounts: [1, 1, 1, 1]
  };
  expect(targetRateFinding({...feature, positiveCounts: [5, 10, 10, 20]})).toBe(
    "Target 1 grows from 5.0% to 20.0% along x"
  );
  expect(targetRateFinding({...feature, positiveCounts: [20, 10, 10, 5]})).toBe(
    "Target 1 falls from 20.0% to 5.0% along x"
  );
  expect(targetRateFinding({...feature, positiveCounts: [10, 0, 0, 10]})).toMatch(
    /^Target 1 is about as frequent at both ends/
  );
});

test("flags are words with a reason", () => {
  const plain = {...features[0], auc: 0.5};
  expect(featureFlags(plain)).toEqual([]);
  const odd = {...plain, auc: 0.44, train: {...plain.train, distinct: 1, missing: 3, skewness: -2}};
  expect(featureFlags(odd).map(({name}) => name)).toEqual(["constant", "missing values", "skewed", "strong"]);
  expect(featureFlags(odd)[2].reason).toBe("has a skewness of −2.00");
});
