import {expect, test} from "vitest";
import {reportPages} from "../../../../src/lib/shell/pages.js";
import {findEntries, type SearchEntry} from "../../../../src/lib/shell/searchEntries.js";

const entries: SearchEntry[] = [
  ...reportPages.map(({name, path, words}) => ({kind: "page" as const, name, address: path, words})),
  {kind: "run", name: "lightgbm-1000-trees", address: "run?id=1", words: "lightgbm"},
  {kind: "run", name: "lightgbm", address: "run?id=2", words: "lightgbm"},
  ...[810, 81, 8, 18].map((i) => ({kind: "feature" as const, name: `var_${i}`, address: `features?feature=var_${i}`}))
];
const names = (query: string) => findEntries(entries, query).map(({name}) => name);

test("puts the exact name first, and beginnings before other parts", () => {
  expect(names("var_81")).toEqual(["var_81", "var_810"]);
  expect(names("LIGHTGBM")).toEqual(["lightgbm", "lightgbm-1000-trees"]);
  expect(names("8")).toEqual(["var_810", "var_81", "var_8", "var_18"]);
});

test("finds pages by what is done there", () => {
  expect(names("drift")).toEqual(["Features"]);
  expect(names("upload")).toEqual(["Predict"]);
  expect(names("threshold")).toEqual(["Predict"]);
  expect(names("compare runs")).toEqual(["Experiments"]);
});

test("lists the pages before anything is typed, and nothing where nothing fits", () => {
  expect(names(" ")).toEqual(reportPages.map(({name}) => name));
  expect(names("lightgbm drift")).toEqual([]);
});
