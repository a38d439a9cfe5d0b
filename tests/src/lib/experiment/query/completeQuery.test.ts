import {expect, test} from "vitest";
import {completeQuery} from "../../../../../src/lib/experiment/query/completeQuery.js";
import {sampleFields as fields} from "./sampleFields.js";

/** Completions at the bar in the text. */
const complete = (text: string) => completeQuery(text.replace("|", ""), text.indexOf("|"), fields);
const inserts = (text: string) => complete(text).options.map(({insert}) => insert);

test("offers names, those that begin with the text first", () => {
  expect(inserts("lo|")).toEqual(["logloss"]);
  expect(inserts("leav|")).toEqual(["num_leaves"]);
  expect(inserts("|")).toContain("auc");
  expect(inserts("auc > 0.8 and mo|")).toEqual(["model"]);
  expect(inserts("auc > 0.8 (mo|")).toEqual(["model"]);
});

test("quotes names that are not one word", () => expect(inserts("odd|")).toEqual(['"odd name, and"']));

test("offers the operators that a name can have", () => {
  expect(inserts("auc |")).toEqual([">", ">=", "<", "<=", "="]);
  expect(inserts("model |")).toEqual(["=", "!=", "~"]);
});

test("offers the values of a field by how many runs have them", () => {
  expect(complete("model = |").options).toEqual([
    {insert: "lightgbm-tuned", detail: "2 runs"},
    {insert: '"Random forest"', detail: "1 run"},
    {insert: "lightgbm", detail: "1 run"}
  ]);
  expect(inserts("model = for|")).toEqual(['"Random forest"']);
  expect(inserts("num_leaves = |")).toEqual(["2", "127"]);
  expect(inserts("auc > |")).toEqual([]);
});

test("offers and, or after a condition", () => {
  expect(inserts("auc > 0.8 |")).toEqual(["and", "or"]);
  expect(inserts("auc > 0.8 an|")[0]).toBe("and");
});

test("replaces the word that the caret is in", () => {
  expect(complete("auc > 0.8 and mo|dl = x")).toMatchObject({start: 14, end: 18});
  expect(complete('model = "li|')).toMatchObject({start: 8, end: 11});
});
