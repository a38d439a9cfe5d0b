import {describe, expect, test} from "vitest";
import {failure, header, plain, read, readBytes} from "./readTable.js";

const {POSITIVE_INFINITY: infinite, NEGATIVE_INFINITY: minusInfinite} = Number;

describe("numbers", () => {
  test.each([
    ["inf", infinite],
    ["-inf", minusInfinite],
    ["+Infinity", infinite],
    ["-INFINITY", minusInfinite],
    ["1.#INF", infinite],
    ["1e999", infinite],
    ["-1e999", minusInfinite],
    ["\u22125.25", -5.25],
    ["\u20135.25", -5.25],
    ["1e\u22122", 0.01],
    [" -0 ", -0]
  ])("%s is read", (text, value) => {
    for (const cell of [text, `"${text}"`])
      expect(read(`${header}\na,1,${cell},3\n`).rows).toEqual([["a", 1, value, 3]]);
  });

  test("other minus signs are told by column", () => {
    const {summary} = read(`${header}\na,\u22121,2,3\nb,1,2,\u2212inf\n`);
    expect(summary.otherMinusColumns).toEqual(["x", "z"]);
  });

  test.each([
    ["a decimal mark in the cell", ['"1,234.5"'], [1234.5]],
    ["two separators", ['"-1,234,567"'], [-1234567]],
    ["a decimal mark before it", ["1.5", '"1,234"'], [1.5, 1234]],
    ["a long decimal before it", ["1.23456789012345", '"1,234"'], [1.23456789012345, 1234]],
    ["a decimal mark after it", ['"1,234"', "7", "1.5"], [1234, 7, 1.5]],
    ["two separators after it", ['"1,234"', '"1,234,567"'], [1234, 1234567]]
  ])("thousands separators are read where %s makes them clear", (_, cells, values) => {
    const {rows, summary} = read(`${header}\n${cells.map((cell, i) => `${i},1,${cell},3\n`).join("")}`);
    expect(rows.map(([, , y]) => y)).toEqual(values);
    expect(summary.thousandsColumns).toEqual(["y"]);
  });

  test("points are thousands separators beside decimal commas", () => {
    const {rows} = read("Key;x;y;z\na;1.234,5;2;3\nb;1.234;5;6\n");
    expect(rows).toEqual([
      ["a", 1234.5, 2, 3],
      ["b", 1234, 5, 6]
    ]);
  });

  test("a separator of which the column does not tell what it is, is refused with its place", () => {
    // That another column has decimals says nothing about this one.
    expect(failure(`${header}\na,1.5,2,3\nb,1.5,"1,234",3\nc,1.5,"2,500",3\n`)).toEqual({
      code: "csv-ambiguous-number",
      message: "Row 2, column `y` is “1,234”, which may be 1234 or 1.234; nothing else in the column shows which.",
      row: 2,
      column: "y",
      value: "1,234"
    });
  });

  test.each(["1,23", "12,34.5", "1,2345", "0,123", ",123", "1,234,56", "1.234,5", "1 234", "1'234", "\u2212", "--1"])(
    "%s is no number",
    (text) => {
      expect(failure(`${header}\na,1.5,"${text}",3\n`)).toMatchObject({code: "csv-not-a-number", row: 1, column: "y"});
    }
  );
});

describe("columns", () => {
  test("those that are ignored need no names, and may repeat", () => {
    const {rows, summary} = read(",note,Key,x,note,y,z,,\n0,n,a,1.5,m,-2,3.25,,\n1,n,b,4,m,5.75,6,,k\n");
    expect(rows).toEqual(plain);
    expect(summary.ignoredColumns).toEqual(["", "note", "note", "", ""]);
  });

  test("commas at the ends of lines may be there in the header, in the rows, or in both", () => {
    expect(read(`${header},,\na,1.5,-2,3.25\nb,4,5.75,6,,\n`).rows).toEqual(plain);
    expect(read(`${header}\na,1.5,-2,3.25,,\nb,4,5.75,6, ,""\n`).rows).toEqual(plain);
    expect(failure(`${header}\na,1.5,-2,3.25,,7\n`).code).toBe("csv-ragged-row");
    expect(failure(`${header},n\na,1.5,-2,3.25\n`).code).toBe("csv-ragged-row");
  });

  test("in a training file columns without a name are no features", () => {
    const {rows, summary} = read(`${header},,\na,1.5,-2,3.25,,\nb,4,5.75,6,,\n`, "infer");
    expect(rows).toEqual(plain);
    expect(summary).toMatchObject({schema: {idColumn: "Key", features: ["x", "y", "z"]}, idIsAssumed: true});
  });

  test("names may differ in case, in blanks around them, and by a comment sign", () => {
    for (const names of ["KEY,X,Y,Z", " key , x,Y ,z", "# Key,x,y,z"])
      expect(read(`${names}\na,1.5,-2,3.25\nb,4,5.75,6\n`).rows).toEqual(plain);
    expect(read("KEY,x,y,Z\na,1,2,3\n").summary.renamedColumns).toEqual([
      {found: "KEY", wanted: "Key"},
      {found: "Z", wanted: "z"}
    ]);
  });

  test("a name that is exact is preferred; two that are not are refused", () => {
    expect(read("X,Key,x,y,z\n9,a,1,2,3\n")).toMatchObject({rows: [["a", 1, 2, 3]], summary: {ignoredColumns: ["X"]}});
    expect(failure("KEY,key,x,y,z\n9,a,1,2,3\n")).toMatchObject({
      code: "csv-duplicate-column",
      message: "Column `Key` may be `KEY` or `key`; only one of them may be there."
    });
    const schema = {idColumn: "Key", features: ["v", "V", "w"]};
    expect(readBytes(new TextEncoder().encode("Key,V,v,W\na,1,2,3\n"), 7, schema).rows).toEqual([["a", 2, 1, 3]]);
  });
});
