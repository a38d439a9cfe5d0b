import {expect, test} from "vitest";
import {rateByQuantile} from "../../../../src/lib/profile/rateByQuantile.js";
import {repeatedValues} from "../../../../src/lib/profile/repeatedValues.js";
import {RandomSource} from "../../../../src/lib/random.js";

test("rows are counted by how often their value occurs", () => {
  const sorted = Float64Array.of(-1, 0, 0, 2, 2, 2, 2, 5, 7, 7);
  const positives = Float64Array.of(0, 2, 2, 5, 7, 7);
  expect(repeatedValues(sorted, positives)).toMatchObject({rows: [2, 4, 4], positives: [1, 3, 2]});
  expect(repeatedValues(new Float64Array(), new Float64Array())).toEqual({rows: [0, 0, 0], positives: [0, 0, 0]});
});

test("a rate that goes with repeats is beyond chance, and one that does not is not", () => {
  const random = new RandomSource(3);
  const chances = [0.1, 0.2].map((rateOfUnique) => {
    const [all, positives]: [number[], number[]] = [[], []];
    for (let value = 0; value < 4000; ++value) {
      const times = 1 + random.integer(3);
      for (let i = 0; i < times; ++i) {
        all.push(value);
        if (random.uniform() < (times === 1 ? rateOfUnique : 0.1)) positives.push(value);
      }
    }
    return repeatedValues(Float64Array.from(all), Float64Array.from(positives)).chance;
  });
  expect(chances[0]).toBeGreaterThan(0.05);
  expect(chances[1]).toBeLessThan(1e-6);
});

test("tenths hold as many rows each, and equal values are never divided", () => {
  const sorted = Float64Array.from({length: 100}, (_, row) => row);
  const even = rateByQuantile(
    sorted,
    sorted.filter((value) => value >= 95)
  );
  expect(even.rows).toEqual(Array(10).fill(10));
  expect(even.positives).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
  expect(even.upper[0]).toBe(9);
  const few = rateByQuantile(Float64Array.of(1, 1, 1, 1, 1, 1, 2, 3), Float64Array.of(1, 3), 4);
  expect(few).toEqual({upper: [1, 3], rows: [6, 2], positives: [1, 1]});
  expect(rateByQuantile(new Float64Array(), new Float64Array()).rows).toEqual([]);
});
