import fc from "fast-check";
import {expect, test} from "vitest";
import {boundValue} from "../../../../../src/lib/experiment/query/boundValue.js";
import {parseQuery} from "../../../../../src/lib/experiment/query/parseQuery.js";
import {printQuery} from "../../../../../src/lib/experiment/query/printQuery.js";
import {rangeOf, textOf, withRange, withText} from "../../../../../src/lib/experiment/query/queryRange.js";
import {sampleFields as fields} from "./sampleFields.js";

const field = (name: string) => {
  const found = fields.find(name);
  if (!found) throw new Error(`There is no field ${name}.`);
  return found;
};
const bound = (name: string, value: number, side: "low" | "high", step = 0.001) =>
  boundValue(field(name), value, {step, side});
const brushed = (text: string, name: string, low: number, high: number, step?: number) =>
  printQuery(
    withRange(parseQuery(text, fields), field(name), {
      low: bound(name, low, "low", step),
      high: bound(name, high, "high", step)
    })
  );

test("a brush adds its range to the query, and takes the place of the range before", () => {
  expect(brushed("", "auc", 0.81234, 0.8889)).toBe("auc >= 0.812 and auc <= 0.889");
  expect(brushed("tuned auc > 0.5", "auc", 0.8, 0.9)).toBe("tuned and auc >= 0.800 and auc <= 0.900");
  expect(brushed("auc > 0.5 or model = x", "auc", 0.8, 0.9)).toBe(
    "(auc > 0.5 or model = x) and auc >= 0.800 and auc <= 0.900"
  );
});

test("durations and dates are written as people write them", () => {
  expect(brushed("", "duration", 4200, 31_000, 1000)).toBe("duration >= 4 s and duration <= 31 s");
  expect(brushed("", "started", Date.UTC(2026, 10, 22, 1, 30, 5), Date.UTC(2026, 10, 23))).toBe(
    "started >= 2026-11-22 01:30 and started <= 2026-11-23 00:00"
  );
});

test("without a range the query is as it was before the brush", () => {
  const query = parseQuery("tuned and auc >= 0.8 and auc <= 0.9", fields);
  expect(printQuery(withRange(query, field("auc")))).toBe("tuned");
  expect(withRange(parseQuery("auc > 0.8", fields), field("auc"))).toBeUndefined();
});

test("a query's range is what its conditions side by side say", () => {
  const range = (text: string) => rangeOf(parseQuery(text, fields), field("auc"));
  expect(range("auc > 0.8 and tuned and auc < 0.9")).toEqual({low: 0.8, high: 0.9});
  expect(range("auc > 0.8")).toEqual({low: 0.8, high: Number.POSITIVE_INFINITY});
  expect(range("auc > 0.8 or tuned")).toBeUndefined();
  expect(range("logloss > 0.1")).toBeUndefined();
});

test("a text is asked for and let go", () => {
  const query = withText(parseQuery("auc > 0.8", fields), field("model"), "Random forest");
  expect(printQuery(query)).toBe('auc > 0.8 and model = "Random forest"');
  expect(textOf(query, field("model"))).toBe("Random forest");
  expect(printQuery(withText(query, field("model")))).toBe("auc > 0.8");
});

test("a bound includes its value, and reads back as what it says", () => {
  fc.assert(
    fc.property(
      fc.double({min: -1e9, max: 1e9, noNaN: true}),
      fc.double({min: 1e-6, max: 1e6, noNaN: true}),
      fc.constantFrom<("low" | "high")[]>("low", "high"),
      (value, step, side) => {
        const made = bound("auc", value, side, step);
        if (made.kind !== "number") throw new Error(made.kind);
        const tolerance = 1e-9 * Math.max(1, Math.abs(value));
        expect(side === "low" ? made.number <= value + tolerance : made.number >= value - tolerance).toBe(true);
        expect(Math.abs(made.number - value)).toBeLessThanOrEqual(Math.max(step, 1) + tolerance);
      }
    )
  );
});
