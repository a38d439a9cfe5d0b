import {expect, test} from "vitest";
import {columnScale, niceTicks} from "../../../../src/lib/experiment/columnScale.js";

test("places values between the least and the largest, and back", () => {
  const scale = columnScale([2, Number.NaN, 4, 3]);
  expect(scale).toMatchObject({low: 2, high: 4, isLogarithmic: false});
  expect(scale?.share(3)).toBe(0.5);
  expect(scale?.invert(0.25)).toBe(2.5);
});

test("shows positive values over a wide range by their logarithm, unless told not to", () => {
  const scale = columnScale([0.01, 0.1, 1]);
  expect(scale?.isLogarithmic).toBe(true);
  expect(scale?.share(0.1)).toBeCloseTo(0.5, 12);
  expect(columnScale([0.01, 1], {canBeLogarithmic: false})?.isLogarithmic).toBe(false);
  expect(columnScale([0, 1, 1000])?.isLogarithmic).toBe(false);
});

test("one value alone lies in the middle; none have no scale", () => {
  for (const value of [0, 5, -3, 1e9]) expect(columnScale([value])?.share(value)).toBeCloseTo(0.5, 9);
  expect(columnScale([Number.NaN])).toBeUndefined();
});

test("ticks are round numbers without the noise of decimals", () => {
  expect(niceTicks(0.71, 0.89, 4)).toEqual([0.75, 0.8, 0.85]);
  expect(niceTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(niceTicks(-5, 5, 2)).toEqual([-5, 0, 5]);
  expect(niceTicks(1, 1, 4)).toEqual([]);
});
