import {describe, expect, test} from "vitest";
import {matchQuery, unknownValue} from "../../../../../src/lib/experiment/query/matchQuery.js";
import {parseQuery} from "../../../../../src/lib/experiment/query/parseQuery.js";
import {printQuery} from "../../../../../src/lib/experiment/query/printQuery.js";
import {QueryError} from "../../../../../src/lib/experiment/query/queryError.js";
import {sampleFields as fields, names} from "./sampleFields.js";

const parse = (text: string) => parseQuery(text, fields);
const rows = (text: string) => {
  const test = matchQuery(parse(text), fields, names);
  return [0, 1, 2, 3].filter(test);
};

function mistake(text: string): QueryError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`No mistake in: ${text}`);
}

describe("what people type", () => {
  test.each([
    ["", [0, 1, 2, 3]],
    ["auc > 0.8 and model = lightgbm-tuned", [0, 1]],
    ["auc>0.8", [0, 1]],
    ["AUC>0.8 Model=LIGHTGBM-TUNED", [0, 1]],
    ["auc > 0.87 or model = lightgbm", [0, 3]],
    ["auc > 0.87 or num_leaves = 127 and logloss < 0.2", [0]],
    ["(auc > 0.87 or num_leaves = 127) and logloss < 0.25", [0]],
    ["not model = lightgbm-tuned", [2, 3]],
    ["not (auc > 0.87 or auc < 0.8)", [1, 3]],
    ["auc > 0.8 && model = lightgbm-tuned || model = lightgbm", [0, 1, 3]],
    ["0.8 < auc", [0, 1]],
    ["0.8 < auc <= 0.8634", [1]],
    ["auc ≥ 86 %", [0, 1]],
    ["auc >= 86%", [0, 1]],
    ["metrics.auc > 0.87 and params.num_leaves = '2'", [0]],
    ["metrics.auc > 0.87 and params.num_leaves = 2", [0]],
    ['metrics."log loss" < 0.22', [0]],
    ["model in (lightgbm, 'random forest')", [2, 3]],
    ["model like '%forest'", [2]],
    ["model contains tuned", [0, 1]],
    ["model !~ tuned", [2, 3]],
    ["model is lightgbm", [3]],
    ["auc > 0.8, num_leaves = 2", [0, 1]]
  ])("%s", (text, expected) => expect(rows(text)).toEqual(expected));
});

describe("names and values", () => {
  test("are written as in the headings, in any case, with spaces, hyphens or underscores", () => {
    for (const name of ["logloss", "Log loss", "log_loss", "LOG-LOSS", '"log loss"'])
      expect(rows(`${name} < 0.22`)).toEqual([0]);
  });

  test("that differ by case alone are told apart by it", () => {
    expect(rows("C = 1")).toEqual([0]);
    expect(rows("c = 5")).toEqual([0]);
  });

  test("of several words need no quotes where the field has them", () => {
    expect(rows("model = random forest")).toEqual([2]);
    expect(rows("model = random forest auc > 0.7")).toEqual([2]);
  });

  test("words beside a name of several words are text to find", () => {
    expect(rows("tuned log loss < 0.22")).toEqual([0]);
    expect(rows("book log loss < 0.4")).toEqual([3]);
  });
});

describe("comparisons", () => {
  test("numbers compare as numbers, and what was measured as it is shown", () => {
    expect(rows("num_leaves = 2.0")).toEqual([0, 1]);
    expect(rows("auc = 0.8877")).toEqual([0]);
    expect(rows("auc = 0.88771")).toEqual([0]);
    expect(rows("auc = 0.88")).toEqual([]);
    expect(rows("auc != 0.8877")).toEqual([1, 2]);
  });

  test("a row without the value meets no condition on it, and is found by `missing`", () => {
    expect(rows("num_leaves != 2")).toEqual([2]);
    expect(rows("num_leaves = missing")).toEqual([3]);
    expect(rows("auc != missing")).toEqual([0, 1, 2]);
  });

  test("numbers beside text in one parameter compare as they can", () => {
    expect(rows("max_depth >= 3")).toEqual([0, 2, 3]);
    expect(rows("max_depth = none")).toEqual([1]);
    expect(rows("max_depth = 5")).toEqual([2, 3]);
  });

  test.each([
    ["duration > 5 min", [3]],
    ["duration > 90 s", [0, 3]],
    ["duration > 90", [0, 3]],
    ["duration < 1m", [1, 2]],
    ["duration >= 1 h", [3]],
    ["duration = 1 min 52 s", [0]],
    ["duration = 1min52s", [0]],
    ["duration < 4500ms", [2]]
  ])("%s", (text, expected) => expect(rows(text)).toEqual(expected));

  test.each([
    ["started > 2026-11-23", [2, 3]],
    ["started >= 2026-11-23", [1, 2, 3]],
    ["started = 23 November 2026", [1]],
    ["started = Nov 23 2026", [1]],
    ["started < 2026-11-23 01:00", [0]],
    ["started <= 2026-11-23T01:00", [0, 1]],
    ["started != 2026-11-23", [0, 2, 3]],
    ["started = 2026-11", [0, 1, 2, 3]],
    ["started < 2026", []]
  ])("%s", (text, expected) => expect(rows(text)).toEqual(expected));
});

describe("a mistake", () => {
  test.each([
    ["auc > 0.8 and acu > 0.9", "There is no metric, parameter or column acu; did you mean auc?", 14, 17],
    ["nonsense = 3", "There is no metric, parameter or column nonsense.", 0, 8],
    ["auc > abc", "auc is a number; “abc” is not one.", 6, 9],
    ["auc >", "A value is missing after auc >.", 5, 5],
    ["auc > and model = x", "A value is missing after auc >; a value “and” has to be in quotes.", 6, 6],
    ["model > x", "model is text: compare it with =, != or ~.", 6, 7],
    ["auc ~ 8", "~ looks for text, and auc has none: use =, !=, <, <=, > or >=.", 4, 5],
    ["duration > long", "duration is a duration, such as 5 min or 90 s; “long” is not one.", 11, 15],
    [
      "started > 2026-02-31",
      "started is a date, such as 2026-11-24 or 24 November 2026; “2026-02-31” is not one.",
      10,
      20
    ],
    ["(auc > 0.8", "The parenthesis is not closed.", 0, 1],
    ["auc > 0.8)", "There is no open parenthesis for this one.", 9, 10],
    ["auc > 0.8 and", "A condition is missing after “and”.", 13, 13],
    ["or auc > 0.8", "A condition is missing before “or”.", 0, 2],
    ["> 0.8", "A name is missing before >.", 0, 1],
    ['name = "a', "The quote is not closed.", 7, 9],
    ["model in (", "The list is not closed.", 6, 8],
    ["num_leaves > missing", "“missing” can only be compared with = and !=.", 13, 20]
  ])("in %s is explained at its place", (text, message, start, end) => {
    expect(mistake(text)).toMatchObject({message, start, end});
  });

  test("in a name brings the name that was meant, as it has to be written", () => {
    expect(mistake("num_leavs = 2").suggestion).toBe("num_leaves");
    expect(mistake("'odd name, an' = 2").suggestion).toBe('"odd name, and"');
  });

  test("in a value that no run has is told from no match", () => {
    expect(unknownValue(parse("auc > 0.8 and model = lightgbm-tunde"), fields)).toEqual({
      value: "lightgbm-tunde",
      near: "lightgbm-tuned"
    });
    expect(unknownValue(parse("model = lightgbm and auc > 1"), fields)).toBeUndefined();
  });
});

test("prints what it read, in one form", () => {
  const printed = (text: string) => printQuery(parse(text));
  expect(printed("auc>0.8 (model=lightgbm-tuned OR Log loss≤0.3)")).toBe(
    "auc > 0.8 and (model = lightgbm-tuned or logloss <= 0.3)"
  );
  expect(printed("not (auc>1 or auc<0) duration>1m30s")).toBe("not (auc > 1 or auc < 0) and duration > 1 min 30 s");
  expect(printed("'odd name, and' = 'missing'")).toBe('"odd name, and" = "missing"');
  expect(printed("")).toBe("");
});
