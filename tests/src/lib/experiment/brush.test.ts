import {describe, expect, test} from "vitest";
import {brushCondition, hasConditions, isWithin, withConditions} from "../../../../src/lib/experiment/brush.js";
import {type AxisValue, numberOf, parameterAxis} from "../../../../src/lib/experiment/parameterAxis.js";
import {type QueryField, QueryFields} from "../../../../src/lib/experiment/query/fields.js";
import {matchQuery} from "../../../../src/lib/experiment/query/matchQuery.js";
import {parseQuery} from "../../../../src/lib/experiment/query/parseQuery.js";
import {printQuery} from "../../../../src/lib/experiment/query/printQuery.js";
import {RandomSource} from "../../../../src/lib/random.js";

const written = (values: AxisValue[], low: AxisValue, high: AxisValue) => {
  const axis = parameterAxis(values);
  const brush = {low: axis.position(low) - 1e-6, high: axis.position(high) + 1e-6};
  return printQuery(brushCondition("p", values, axis, brush));
};

describe("a brush as a condition", () => {
  test("of numbers is a range, with as few digits as keep the same values", () => {
    expect(written(["2", "4", "31", "64"], "4", "31")).toBe("p >= 4 and p <= 31");
    expect(written(["0.0123456", "0.05012345", "0.1712345", "0.2"], "0.05012345", "0.1712345")).toBe(
      "p >= 0.05 and p <= 0.18"
    );
  });

  test("that reaches an end has one bound", () => {
    expect(written(["2", "4", "31"], "4", "31")).toBe("p >= 4");
    expect(written(["2", "4", "31"], "2", "4")).toBe("p <= 4");
  });

  test("of one value asks for it", () => {
    expect(written(["2", "4", "31"], "4", "4")).toBe("p = 4");
    expect(written(["gbdt", "rf", "dart"], "rf", "rf")).toBe("p = rf");
  });

  test("of places asks for each", () => {
    expect(written(["1", "2", "3", "None", undefined], "None", undefined)).toBe("p = None or p = missing");
    expect(written(["1", "2", "3", undefined], "2", undefined)).toBe("p >= 2 or p = missing");
    expect(written(["1", "2", "3", undefined], "1", "3")).toBe("p >= 1");
  });

  test("of everything or nothing is none", () => {
    const axis = parameterAxis(["1", "2"]);
    expect(brushCondition("p", ["1", "2"], axis, {low: 0, high: 1})).toBeUndefined();
    expect(brushCondition("p", ["1", "2"], axis, {low: 0.4, high: 0.6})).toBeUndefined();
  });

  test("keeps in the table exactly what it keeps on the axis", () => {
    const random = new RandomSource(3);
    for (let trial = 0; trial < 300; ++trial) {
      const values = Array.from({length: 12}, (): AxisValue => {
        const kind = random.integer(8);
        if (kind === 0) return undefined;
        if (kind === 1) return ["None", "auto mode", "and"][random.integer(3)];
        if (kind === 2) return "0";
        return String(10 ** (random.integer(9) - 5) * (1 + random.uniform()));
      });
      const axis = parameterAxis(values);
      const [low, high] = [random.uniform(), random.uniform()].sort((a, b) => a - b);
      const condition = brushCondition("p", values, axis, {low, high});
      if (condition === undefined) continue;
      const field: QueryField = {
        name: "p",
        aliases: [],
        kind: "text",
        numbers: values.map((value) => numberOf(value) ?? Number.NaN),
        texts: values.map((value) => (value === undefined ? undefined : String(value)))
      };
      const fields = new QueryFields([field]);
      const text = printQuery(condition);
      const test = matchQuery(parseQuery(text, fields), fields, values.map(String));
      const kept = values.map((value) => isWithin(axis.position(value), {low, high}));
      expect(
        values.map((_, row) => test(row)),
        text
      ).toEqual(kept);
    }
  });
});

describe("a query with conditions added", () => {
  const field = (name: string): QueryField => ({name, aliases: [], kind: "number", numbers: [1]});
  const fields = new QueryFields(["a", "b", "c"].map(field));
  const parse = (text: string) => parseQuery(text, fields);
  const add = (query: string, added: string[], before: string[] = []) => {
    const queries = (texts: string[]) => texts.flatMap((text) => parse(text) ?? []);
    return printQuery(withConditions(parse(query), queries(added), queries(before)));
  };

  test("asks for both", () => {
    expect(add("", ["a >= 1 and a <= 2"])).toBe("a >= 1 and a <= 2");
    expect(add("b = 1", ["a >= 1"])).toBe("b = 1 and a >= 1");
    expect(add("b = 1 or c = 2", ["a = 1 or a = 2"])).toBe("(b = 1 or c = 2) and (a = 1 or a = 2)");
  });

  test("takes the place of those before", () => {
    expect(add("b = 1 and a >= 1", ["a >= 2"], ["a >= 1"])).toBe("b = 1 and a >= 2");
    expect(add("a >= 1 and a <= 2 and b = 1", [], ["a >= 1 and a <= 2"])).toBe("b = 1");
    expect(add("a >= 1", [], ["a >= 1"])).toBe("");
  });

  test("has them until the reader changes one", () => {
    const conditions = [parse("a >= 1 and a <= 2")].flatMap((query) => query ?? []);
    expect(hasConditions(parse("b = 1 and a <= 2 and a >= 1"), conditions)).toBe(true);
    expect(hasConditions(parse("b = 1 and a >= 1"), conditions)).toBe(false);
    expect(hasConditions(undefined, [])).toBe(true);
  });
});
