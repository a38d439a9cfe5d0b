import {csvParseRows} from "d3-dsv";
import {expect, test} from "vitest";
import {csvField, isFormula, spreadsheetField} from "../../../../src/lib/csv/csvWriter.js";

test("fields are quoted only where they must be", () => {
  expect(["a b", "1.5", ""].map(csvField)).toEqual(["a b", "1.5", ""]);
  expect(['a"b', "a,b", "a\nb"].map(csvField)).toEqual(['"a""b"', '"a,b"', '"a\nb"']);
});

test("a line is read back as it was", () => {
  const fields = ['"', ",", "\r\n", "é", "plain"];
  expect(csvParseRows(fields.map(csvField).join(","))).toEqual([fields]);
});

test("what a spreadsheet would execute is told from what it shows", () => {
  for (const text of ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", " =1+1", "＝1", "=cmd|' /C calc'!A0"])
    expect(isFormula(text), text).toBe(true);
  for (const text of ["test_1", "-5", "+1.5", "", "a=b", "1-2"]) expect(isFormula(text), text).toBe(false);
});

test("a cell for spreadsheets is text, and stays in one piece", () => {
  expect(["=1+1", "test_1", "-5", "a;=1", '="x"'].map(spreadsheetField)).toEqual([
    "'=1+1",
    "test_1",
    "-5",
    '"a;=1"',
    `"'=""x"""`
  ]);
});
