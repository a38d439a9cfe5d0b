import {expect, test} from "vitest";
import {paretoFront} from "../../../../src/lib/statistics/paretoFront.js";
import {midranks, spearman} from "../../../../src/lib/statistics/spearman.js";
import references from "../../../fixtures/statistics/comparisons.json" with {type: "json"};

test.each(references.spearman)("the rank correlation of $x.length pairs is SciPy's", ({x, y, ...reference}) => {
  expect(spearman(x, y)).toEqual({
    correlation: expect.closeTo(reference.correlation, 13),
    low: expect.closeTo(reference.low, 12),
    high: expect.closeTo(reference.high, 12),
    pairs: x.length
  });
});

test("equal values share the mean of their ranks", () => {
  expect(midranks([5, 1, 5, 3, 5])).toEqual([4, 1, 4, 2, 4]);
});

test("few pairs and constants have no rank correlation; a perfect one has no width", () => {
  const values = Array.from({length: 20}, (_, i) => i);
  expect(spearman(values.slice(1), values.slice(1))).toBeUndefined();
  expect(spearman(values, Array(20).fill(3))).toBeUndefined();
  expect(
    spearman(
      values,
      values.map((value) => -(value ** 3))
    )
  ).toEqual({correlation: -1, low: -1, high: -1, pairs: 20});
  expect(() => spearman(values, [1])).toThrow("20 values do not pair with 1.");
});

test("the Pareto front has what nothing else beats, cheapest first", () => {
  const points = [
    {name: "slow and best", time: 9, auc: 0.9},
    {name: "slower and worse", time: 10, auc: 0.85},
    {name: "fast", time: 1, auc: 0.7},
    {name: "as fast and worse", time: 1, auc: 0.6},
    {name: "between", time: 4, auc: 0.8},
    {name: "its twin", time: 4, auc: 0.8}
  ];
  const names = (direction: "higher" | "lower") =>
    paretoFront(
      points,
      ({time}) => time,
      ({auc}) => auc,
      direction
    ).map(({name}) => name);
  expect(names("higher")).toEqual(["fast", "between", "its twin", "slow and best"]);
  expect(names("lower")).toEqual(["as fast and worse"]);
  expect(paretoFront([], Number, Number, "higher")).toEqual([]);
});
