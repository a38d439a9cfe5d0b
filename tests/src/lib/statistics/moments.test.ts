import {expect, test} from "vitest";
import {moments} from "../../../../src/lib/statistics/moments.js";

test("moments are those of pandas", () => {
  // s = pd.Series([3.5, -1, 2, 2, 8, 0, -4.25, 2]); s.mean(), s.std(), s.skew()
  const {mean, standardDeviation, skewness} = moments(Float64Array.of(3.5, -1, 2, 2, 8, 0, -4.25, 2));
  expect(mean).toBe(1.53125);
  expect(standardDeviation).toBeCloseTo(3.55677798616348, 13);
  expect(skewness).toBeCloseTo(0.2776497720990218, 13);
});

test("a large mean costs no digits", () => {
  const {standardDeviation} = moments(Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3));
  expect(standardDeviation).toBe(1);
});

test("too few values have no moments, equal ones no skewness", () => {
  expect(moments(new Float64Array(0)).mean).toBeNaN();
  expect(moments(Float64Array.of(4))).toEqual({mean: 4, standardDeviation: Number.NaN, skewness: Number.NaN});
  expect(moments(Float64Array.of(4, 4, 4))).toEqual({mean: 4, standardDeviation: 0, skewness: 0});
});
