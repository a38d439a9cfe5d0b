import {expect, test} from "vitest";
import {FeatureCounter} from "../../../../src/lib/scoring/featureCounter.js";

test("values are counted in the bins of the training data, column by column", () => {
  const counter = new FeatureCounter([
    {edges: [0, 1, 2, 3], counts: [9, 9, 9], missing: 0},
    {edges: [-1, 1], counts: [9], missing: 0}
  ]);
  counter.add(Float64Array.of(0, 0, 1, Number.NaN, 2.9, 5));
  counter.add(Float64Array.of(0.5, -3));
  expect(counter.featureCounts).toEqual([
    {counts: [2, 1, 1], missing: 0},
    {counts: [3], missing: 1}
  ]);
});

test("values beyond the edges, infinities too, are in the outer bins", () => {
  const counter = new FeatureCounter([{edges: [0, 1, 2], counts: [0, 0], missing: 0}]);
  counter.add(Float64Array.of(-7, Number.NEGATIVE_INFINITY, 2, 8, Number.POSITIVE_INFINITY));
  expect(counter.featureCounts[0].counts).toEqual([2, 3]);
});
