import {csvParseRows} from "d3-dsv";
import {expect, test} from "vitest";
import {csvField, csvLine} from "../../../../src/lib/csv/csvWriter.js";

test("fields are quoted only where they must be", () => {
  expect(["a b", "1.5", ""].map(csvField)).toEqual(["a b", "1.5", ""]);
  expect(['a"b', "a,b", "a\nb"].map(csvField)).toEqual(['"a""b"', '"a,b"', '"a\nb"']);
});

test("a line is read back as it was", () => {
  const fields = ['"', ",", "\r\n", "é", "plain"];
  expect(csvParseRows(csvLine(fields))).toEqual([fields]);
});
