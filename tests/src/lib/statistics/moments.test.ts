import fc from "fast-check";
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
  expect(moments(new Float64Array(0))).toEqual({});
  expect(moments(Float64Array.of(4))).toEqual({mean: 4});
  expect(moments(Float64Array.of(4, 5))).not.toHaveProperty("skewness");
  // The sum of three 0.1 is not three times 0.1.
  expect(moments(Float64Array.of(0.1, 0.1, 0.1))).toEqual({mean: 0.1, standardDeviation: 0, skewness: 0});
});

test.each([
  ["huge", 2 ** 1000],
  ["tiny", 2 ** -1000],
  ["denormal", 2 ** -1060]
])("%s values have the moments of their size", (_, size) => {
  const plain = [3, -1, 2, 2, 8, 0, -4, 2];
  const expected = moments(Float64Array.from(plain));
  const {mean = 0, standardDeviation = 0, skewness} = moments(Float64Array.from(plain, (value) => value * size));
  expect(mean / size).toBeCloseTo(expected.mean ?? 0, size < 2 ** -1020 ? 3 : 13);
  expect(standardDeviation / size).toBeCloseTo(expected.standardDeviation ?? 0, size < 2 ** -1020 ? 3 : 12);
  expect(skewness).toBeCloseTo(expected.skewness ?? 0, 12);
});

test("a spread beyond the largest number is absent, the mean is not", () => {
  // Python: statistics.mean([fractions.Fraction(x) for x in (1.7e308, 1.7e308, -1.7e308)]) is 5.67e307
  const {mean, standardDeviation, skewness} = moments(Float64Array.of(1.7e308, 1.7e308, -1.7e308));
  expect((mean ?? 0) / 1e307).toBeCloseTo(5.666666666666667, 12);
  expect(standardDeviation).toBeUndefined();
  // scipy.stats.skew([1, 1, -1], bias=False)
  expect(skewness).toBeCloseTo(-1.7320508075688772, 12);
});

test("any finite numbers have finite moments, or none", () => {
  fc.assert(
    fc.property(fc.array(fc.double({noNaN: true, noDefaultInfinity: true}), {maxLength: 20}), (values) => {
      for (const value of Object.values(moments(Float64Array.from(values)))) expect(value).toSatisfy(Number.isFinite);
    })
  );
});
