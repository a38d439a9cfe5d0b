import fc from "fast-check";
import {expect, test} from "vitest";
import {completeQuery} from "../../../../../src/lib/experiment/query/completeQuery.js";
import {matchQuery} from "../../../../../src/lib/experiment/query/matchQuery.js";
import {parseQuery} from "../../../../../src/lib/experiment/query/parseQuery.js";
import {printQuery} from "../../../../../src/lib/experiment/query/printQuery.js";
import {QueryError} from "../../../../../src/lib/experiment/query/queryError.js";
import {sampleFields as fields, names} from "./sampleFields.js";

const pieces = [
  ...fields.names(),
  ...names,
  '"odd name, and"',
  "and",
  "or",
  "not",
  "AND",
  "(",
  ")",
  ",",
  "=",
  "!=",
  "<",
  ">=",
  "~",
  "!~",
  "≤",
  "in",
  "contains",
  "is",
  "like",
  "missing",
  '"missing"',
  "None",
  "0.8",
  "-1e-3",
  "1,000",
  "86",
  "%",
  "5 min",
  "90s",
  "2026-11-24",
  "24 November 2026",
  "'a b'",
  "tuned",
  "metrics.",
  "\\",
  '"',
  "“",
  "!",
  ".",
  "random forest",
  "&",
  "|",
  " ",
  "\n",
  "é",
  "𝛼"
];
const queries = fc.oneof(
  fc.array(fc.constantFrom(...pieces), {maxLength: 14}).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...pieces), {maxLength: 14}).map((parts) => parts.join("")),
  fc.string({unit: "grapheme", maxLength: 40}),
  fc.string({unit: "binary", maxLength: 40})
);

const matches = (text: string) => {
  const test = matchQuery(parseQuery(text, fields), fields, names);
  return names.map((_, row) => test(row));
};

test("any text is a query or a mistake with its place, and prints as a query that finds the same", () => {
  let parsed = 0;
  fc.assert(
    fc.property(queries, (text) => {
      let printed: string;
      try {
        printed = printQuery(parseQuery(text, fields));
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        expect(error.start).toBeGreaterThanOrEqual(0);
        expect(error.end).toBeGreaterThanOrEqual(error.start);
        expect(error.end).toBeLessThanOrEqual(text.length);
        expect(error.message).toMatch(/\.$|\?$/);
        return;
      }
      ++parsed;
      expect(printQuery(parseQuery(printed, fields))).toBe(printed);
      expect(matches(printed)).toEqual(matches(text));
    }),
    {numRuns: 3000}
  );
  expect(parsed).toBeGreaterThan(300);
});

test("deep nesting and long texts are refused, not a crash", () => {
  for (const text of ["(".repeat(3000), "not ".repeat(900), "a ".repeat(3000)])
    expect(() => parseQuery(text, fields)).toThrow(QueryError);
});

test("completion at any caret never throws, and what it inserts can be read", () => {
  fc.assert(
    fc.property(queries, fc.nat(40), (text, at) => {
      const caret = Math.min(at, text.length);
      const {start, end, options} = completeQuery(text, caret, fields);
      expect(start).toBeLessThanOrEqual(caret);
      expect(end).toBeGreaterThanOrEqual(caret);
      expect(options.length).toBeLessThanOrEqual(8);
    }),
    {numRuns: 1000}
  );
});
