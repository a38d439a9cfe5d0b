import fc from "fast-check";
import {expect, test} from "vitest";
import {FeatureCounter} from "../../../../src/lib/scoring/featureCounter.js";
import {findBin, robustEdges} from "../../../../src/lib/statistics/histogram.js";

test("values are counted in the bins of the training data, column by column", () => {
  const counter = new FeatureCounter([
    {edges: [0, 1, 2, 3], counts: [9, 9, 9], missing: 0},
    {edges: [-1, 1], counts: [9], missing: 0}
  ]);
  counter.add(Float64Array.of(0, 0, 1, Number.NaN, 2.9, 5));
  counter.add(Float64Array.of(0.5, -3));
  expect([...counter.counts]).toEqual([2, 1, 1, 0, 3, 1]);
});

test("values beyond the edges, infinities too, are in the outer bins", () => {
  const counter = new FeatureCounter([{edges: [0, 1, 2], counts: [0, 0], missing: 0}]);
  counter.add(Float64Array.of(-7, Number.NEGATIVE_INFINITY, 2, 8, Number.POSITIVE_INFINITY));
  expect([...counter.counts]).toEqual([2, 3, 0]);
});

test("any values are in the bins that a search of the edges finds", () => {
  const numbers = fc.array(fc.oneof(fc.double(), fc.double({min: -9, max: 9, noNaN: true}), fc.integer()), {
    minLength: 1,
    maxLength: 40
  });
  fc.assert(
    fc.property(numbers, fc.integer({min: 4, max: 30}), numbers, (training, bins, scored) => {
      const edges = robustEdges([Float64Array.from(training)], bins);
      const counter = new FeatureCounter([{edges, counts: edges.slice(1), missing: 0}]);
      const values = [...scored, ...edges, ...edges.map((edge) => edge * (1 + Number.EPSILON))];
      counter.add(Float64Array.from(values));
      const expected = new Uint32Array(edges.length);
      for (const value of values) ++expected[Number.isNaN(value) ? edges.length - 1 : findBin(edges, value)];
      expect(counter.counts).toEqual(expected);
    }),
    {numRuns: 500}
  );
});
