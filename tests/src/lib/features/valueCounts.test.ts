import fc from "fast-check";
import {expect, test} from "vitest";
import {packFitted} from "../../../../models/training/packFitted.js";
import {unpackFitted} from "../../../../src/lib/features/fittedFile.js";
import {countValues, lookUpCounts, type ValueCounts} from "../../../../src/lib/features/valueCounts.js";
import {RandomSource} from "../../../../src/lib/random.js";

/** Numbers of few places and of many, that repeat and that do not, near each other and far apart. */
const numbers = fc.array(
  fc.oneof(
    fc.integer({min: -30, max: 30}),
    fc.integer({min: -200_000, max: 200_000}).map((units) => units / 1e4),
    fc.constantFrom(
      0,
      -0,
      1e-9,
      1 / 3,
      -2 / 7,
      1e300,
      -1.5e308,
      1.7e308,
      5e-324,
      2 ** 53,
      Number.NaN,
      Infinity,
      -Infinity
    ),
    fc.double()
  ),
  {maxLength: 80}
);

function written(table: ValueCounts): ValueCounts | undefined {
  const {pipelines} = unpackFitted(
    packFitted({features: [table.feature], pipelines: [[{kind: "value-counts", tables: [table]}]]})
  );
  const fitted = pipelines[0]?.[0];
  return fitted?.kind === "value-counts" ? fitted.tables[0] : undefined;
}

test("counts are what counting each value says, after they are written and read, too", () => {
  fc.assert(
    fc.property(numbers, numbers, fc.integer({min: 1, max: 300}), (counted, others, cap) => {
      const table = {feature: "a", ...countValues([Float64Array.from(counted), Float64Array.from([])], cap)};
      const expected = [...counted, ...others].map((value) => {
        if (!Number.isFinite(value)) return 0;
        return Math.min(Math.max(1, counted.filter((other) => other === value).length), Math.max(cap, 1), 255);
      });
      const column = Float64Array.from([...counted, ...others]);
      expect([...lookUpCounts(table, column)]).toEqual(expected);
      const read = written(table);
      expect(read).toEqual(table);
      expect(read && [...lookUpCounts(read, column)]).toEqual(expected);
    })
  );
});

test("a table of 40,000 values of four places takes some five bits a value", () => {
  const random = new RandomSource(1);
  const column = Float64Array.from({length: 150_000}, () => Math.round((random.uniform() * 12 - 4) * 1e4) / 1e4);
  const table = {feature: "a", ...countValues([column], 20)};
  expect(table.values.length).toBeGreaterThan(40_000);
  const packed = packFitted({features: ["a"], pipelines: [[{kind: "value-counts", tables: [table]}]]});
  expect(packed.length / table.values.length).toBeLessThan(0.7);
});
