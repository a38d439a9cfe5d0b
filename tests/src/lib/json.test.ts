import {expect, test} from "vitest";
import {formatJson, parseDocument, readNumber} from "../../../src/lib/json.js";

test("JSON has the values that there are, as JSON.stringify writes them", () => {
  const value = {mean: 0.5, low: -0, tiny: 5e-324, list: [1e308, null, "a", {b: true}], absent: undefined};
  expect(formatJson(value)).toBe(JSON.stringify(value));
  expect(formatJson(value, 2)).toBe(JSON.stringify(value, null, 2));
});

test.each([Number.NaN, Infinity, -Infinity])("%d is never written as null", (value) => {
  expect(() => formatJson([{name: "auc", mean: value}])).toThrow(`mean of auc is ${value}`);
  expect(() => formatJson({folds: [0.5, value]})).toThrow(RangeError);
});

test.each(["1e999", "-1e999"])("%s is no number", (text) => {
  const json = parseDocument(text, {title: "The file", code: "file"});
  expect(() => readNumber()(json)).toThrow(expect.objectContaining({code: "file-bad-field"}));
});
