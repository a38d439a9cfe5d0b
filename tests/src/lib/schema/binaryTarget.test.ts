import {expect, test} from "vitest";
import {targetValues} from "../../../../src/lib/schema/binaryTarget.js";

const values = (a: [string, number], b: [string, number], positive?: string) =>
  targetValues("y", new Map([a, b]), {positive});

test.each([
  [["0", 9], ["1", 1], "1", "the greater one"],
  [["1", 1], ["2", 9], "2", "the greater one"],
  [["10", 1], ["9", 9], "10", "the greater one"],
  [["no", 1], ["yes", 9], "yes", "by its meaning"],
  [["True", 9], ["False", 1], "True", "by its meaning"],
  [["good", 7], ["bad", 3], "bad", "the rarer one"],
  [["b", 5], ["a", 5], "b", "the later by its letters, as both are as frequent"]
] as const)("of %j and %j the positive one is %s: %s", (a, b, positive, reason) => {
  expect(values([...a], [...b])).toMatchObject({positive, reason});
});

test("the positive one may be chosen, in any case and form of a number", () => {
  expect(values(["Yes", 1], ["No", 9], "no")).toEqual({positive: "No", negative: "Yes", reason: "as asked"});
  expect(values(["1", 1], ["2", 9], "1.0").positive).toBe("1");
  expect(() => values(["1", 1], ["2", 9], "3")).toThrow("has “1” and “2”, not “3”");
});

test("a target of one value, of three, or of too many is none", () => {
  const of = (...names: string[]) => targetValues("y", new Map(names.map((name) => [name, 1])));
  expect(() => of("a")).toThrow("Column `y` has 1 value (“a”); a target has two.");
  expect(() => of("a", "b", "c")).toThrow("3 values (“a”, “b”, “c”)");
  expect(() => targetValues("y", undefined)).toThrow("too many values");
});
