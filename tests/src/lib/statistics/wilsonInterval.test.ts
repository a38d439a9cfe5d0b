import {expect, test} from "vitest";
import {wilsonInterval} from "../../../../src/lib/statistics/wilsonInterval.js";

// scipy.stats.binomtest(successes, rows).proportion_ci(method="wilson")
test.each([
  [0, 10, 0, 0.277532799863],
  [1, 10, 0.017876213095, 0.404150026795],
  [5, 50, 0.043475764932, 0.213602314375],
  [120, 1000, 0.101299260601, 0.141609075848],
  [10, 10, 0.722467200137, 1]
])("%i of %i as scipy has it", (successes, rows, low, high) => {
  const interval = wilsonInterval(successes, rows);
  expect(interval[0]).toBeCloseTo(low, 11);
  expect(interval[1]).toBeCloseTo(high, 11);
});

test("no rows tell nothing", () => expect(wilsonInterval(0, 0)).toEqual([0, 1]));
