import {expect, test} from "vitest";
import {RandomSource} from "../../../src/lib/random.js";

test("the same seed gives the same numbers for ever", () => {
  const random = new RandomSource(42);
  const numbers = [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
  expect(numbers).toMatchInlineSnapshot(`
    [
      3893884377,
      145076852,
      3246010591,
      4141225530,
    ]
  `);
});

test("neighbouring seeds share nothing", () => {
  const left = new RandomSource(1);
  const right = new RandomSource(2);
  const equal = Array.from({length: 1000}, () => left.uint32() === right.uint32()).filter(Boolean);
  expect(equal).toEqual([]);
  expect(new RandomSource(2 ** 32).uint32()).not.toBe(new RandomSource(0).uint32());
});

test("a seed that is not an integer is refused", () => {
  expect(() => new RandomSource(0.5)).toThrow(RangeError);
});

test("uniform numbers fill [0, 1) evenly", () => {
  const random = new RandomSource(7);
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 100_000; ++i) ++counts[Math.floor(random.uniform() * 10)];
  // Chi-squared with 9 degrees of freedom: 27.88 at 0.1 %.
  const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquared).toBeLessThan(27.88);
});

test("integers below a limit are equally likely", () => {
  const random = new RandomSource(7);
  const counts = new Array(3).fill(0);
  for (let i = 0; i < 30_000; ++i) ++counts[random.integer(3)];
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(300);
  expect(() => random.integer(0)).toThrow(RangeError);
});

test("shuffling keeps every value and moves most of them", () => {
  const values = new RandomSource(3).shuffle(Uint32Array.from({length: 1000}, (_, i) => i));
  expect([...values].sort((a, b) => a - b)).toEqual(Array.from({length: 1000}, (_, i) => i));
  expect([...values].filter((value, i) => value === i).length).toBeLessThan(10);
});
