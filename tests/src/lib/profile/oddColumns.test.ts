import fc from "fast-check";
import {expect, test} from "vitest";
import {driftFinding, featuresFinding, targetRateFinding} from "../../../../src/components/features/findings.js";
import {formatValue} from "../../../../src/components/format.js";
import {formatJson} from "../../../../src/lib/json.js";
import {profileFeature} from "../../../../src/lib/profile/profileFeature.js";

const odd = fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, 5e-324, 4e-320, 1e300, 1e308, -Number.MAX_VALUE);
const value = fc.oneof(odd, fc.double(), fc.double({min: -20, max: 20}));
/** Columns of any values, of one, of odd ones, and of everyday ones with an odd one here and there. */
const column = fc.oneof(
  ...[value, odd, fc.oneof({weight: 9, arbitrary: fc.double({min: -1, max: 1})}, odd)].map((each) =>
    fc.array(each, {maxLength: 40})
  ),
  fc.tuple(value, fc.nat({max: 40})).map(([each, rows]) => Array.from({length: rows}, () => each))
);

/** The numbers anywhere in a value. */
function* numbersIn(part: unknown): Generator<number> {
  if (typeof part === "number") yield part;
  else if (typeof part === "object" && part !== null) for (const each of Object.values(part)) yield* numbersIn(each);
}

test("the profile of any column is finite or absent, and so is every sentence about it", () => {
  fc.assert(
    fc.property(column, column, fc.nat({max: 2}), (train, test, classes) => {
      const profile = profileFeature({
        name: "x",
        train: Float64Array.from(train),
        test: Float64Array.from(test),
        target: Uint8Array.from(train, (_, row) => (classes === 2 ? row % 2 : classes))
      });
      for (const number of numbersIn(profile)) expect(number).toSatisfy(Number.isFinite);
      expect(JSON.parse(formatJson(profile))).toEqual(JSON.parse(JSON.stringify(profile)));
      const known = train.filter((each) => !Number.isNaN(each)).length;
      expect(profile.trainCounts.reduce((sum, count) => sum + count, 0)).toBe(known);
      const {title, basis = ""} = targetRateFinding(profile);
      for (const text of [
        featuresFinding({features: [profile]}),
        driftFinding({features: [profile]}),
        title,
        basis,
        formatValue(profile.train.mean),
        formatValue(profile.train.maximum)
      ])
        expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    }),
    {numRuns: 1000}
  );
});

test("any number that is finite is written in a few characters, and zero without a sign", () => {
  fc.assert(
    fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), (number) => {
      expect(formatValue(number)).toMatch(/^−?[\d.]+(e−?\d+)?$/);
      expect(formatValue(number).length).toBeLessThanOrEqual(14);
      expect(formatValue(-0)).toBe("0.00");
    })
  );
});
