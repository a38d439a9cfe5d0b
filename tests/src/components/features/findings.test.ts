import {describe, expect, test} from "vitest";
import {featureFlags} from "../../../../src/components/features/featureFlags.js";
import {
  driftFinding,
  featuresFinding,
  targetRateFinding,
  unknownFeature
} from "../../../../src/components/features/findings.js";
import {sampleFeatureProfiles} from "../../../fixtures/featureSamples.js";

const {features} = sampleFeatureProfiles({features: 20});

/** 100,000 rows of which a tenth have target 1. */
const counts = {trainCounts: [50_000, 50_000], positiveCounts: [5_000, 5_000]};

test("the strongest feature is named with its AUC as if it rose, and how sure it is", () => {
  const weak = features.map((feature) => ({...feature, ...counts, auc: 0.501}));
  expect(featuresFinding({features: weak})).toBe(
    "No feature alone does better than chance: the best, var_0, reaches an AUC of 0.5010 (95 % interval 0.4950 to 0.5070)"
  );
  weak[4] = {...weak[4], auc: 0.42};
  expect(featuresFinding({features: weak})).toBe(
    "No feature alone predicts the target well: the best, var_4, reaches an AUC of 0.5800 (95 % interval 0.5739 to 0.5861)"
  );
  weak[4] = {...weak[4], auc: 0.9};
  expect(featuresFinding({features: weak})).toMatch(/^One feature stands out: the best, var_4,/);
});

test("a feature without an AUC is never ranked", () => {
  const empty = {...features[0], auc: undefined};
  expect(featuresFinding({features: [empty, {...features[1], ...counts, auc: 0.7}]})).toContain("the best, var_1,");
  expect(featuresFinding({features: [empty]})).toBe(
    "No feature can be ranked: none has values in rows of both targets"
  );
  expect(featuresFinding({features: []})).toBe("The data has no features");
});

test("an AUC of four rows stands out from nothing", () => {
  const few = {...features[0], trainCounts: [2, 2], positiveCounts: [0, 2], auc: 1};
  expect(featuresFinding({features: [few]})).toMatch(/^No feature alone does better than chance/);
  expect(featureFlags(few).map(({name}) => name)).not.toContain("strong");
});

test("drift and gaps are counted", () => {
  const limit = "(population stability index from 0.1 on)";
  expect(driftFinding({features})).toBe(
    `1 of 20 features drifts between train and test ${limit}, and 1 has missing values.`
  );
  expect(driftFinding({features: features.slice(0, 3)})).toBe(
    `None of 3 features drifts between train and test ${limit}, and no value is missing.`
  );
  const empty = {...features[0], drift: undefined};
  expect(driftFinding({features: [empty, ...features.slice(1, 3)]})).toBe(
    `None of 2 features drifts between train and test ${limit}, and no value is missing. 1 more has no values in train or test.`
  );
});

test("the drift of a handful of rows is no drift", () => {
  const few = {...features[0], trainCounts: [2, 1, 0, 1], testCounts: [0, 1, 2, 1]};
  const flags = featureFlags({...few, drift: {populationStabilityIndex: 0.8, kolmogorovSmirnov: 0.5}});
  expect(flags.map(({name}) => name)).not.toContain("drifts");
});

describe("target rates of the lowest and the highest quarter of the rows", () => {
  const feature = {...features[0], name: "x", edges: [0, 1, 2, 3, 4], testCounts: [1, 1, 1, 1]};
  const rows = (each: number) => Array<number>(4).fill(each);

  test.each([
    [1000, [50, 100, 100, 200], "Target 1 grows from 5.0 % to 20.0 % along x"],
    [1000, [200, 100, 100, 50], "Target 1 falls from 20.0 % to 5.0 % along x"],
    [1000, [97, 0, 0, 105], "No clear trend of target 1 along x: 9.7 % at its low end, 10.5 % at its high end"],
    [100_000, [9_700, 0, 0, 10_500], "Target 1 grows from 9.7 % to 10.5 % along x"],
    [20, [1, 2, 2, 4], "No clear trend of target 1 along x: 5.0 % at its low end, 20.0 % at its high end"]
  ])("of %d rows each with %j", (each, positiveCounts, title) => {
    expect(targetRateFinding({...feature, trainCounts: rows(each), positiveCounts}).title).toBe(title);
  });

  test("say how sure the comparison is", () => {
    // Newcombe's formula in Python, of Wilson's intervals of 50 and of 200 in 1000: 0.12185 to 0.17851
    expect(targetRateFinding({...feature, trainCounts: rows(1000), positiveCounts: [50, 100, 100, 200]}).basis).toBe(
      "The title compares the lowest quarter of the rows (1,000) with the highest (1,000): 95 % interval of the difference 12.2 to 17.9 percentage points."
    );
  });

  test("are not compared where there are none, or where they are the same", () => {
    const empty = {...feature, train: {...feature.train, distinct: 0}, trainCounts: rows(0), positiveCounts: rows(0)};
    expect(targetRateFinding(empty)).toEqual({title: "x has no values in train"});
    const heap = {...feature, trainCounts: [1, 97, 1, 1], positiveCounts: [0, 9, 1, 0]};
    expect(targetRateFinding(heap)).toEqual({title: "Most rows have about the same value of x"});
  });
});

test("a link to a feature that is not there says so", () => {
  expect(unknownFeature("", {features})).toBeUndefined();
  expect(unknownFeature("var_3", {features})).toBeUndefined();
  expect(unknownFeature("vr_3", {features})).toBe("There is no feature vr_3; did you mean var_3?");
  expect(unknownFeature("temperature", {features})).toBe("There is no feature temperature.");
});

test("flags are words with a reason", () => {
  const plain = {...features[0], auc: 0.5};
  expect(featureFlags(plain)).toEqual([]);
  const odd = {...plain, ...counts, auc: 0.44, train: {...plain.train, distinct: 1, missing: 3, skewness: -2}};
  expect(featureFlags(odd).map(({name}) => name)).toEqual(["constant", "missing values", "skewed", "strong"]);
  expect(featureFlags(odd)[2].reason).toBe("has a skewness of −2.00");
});
