import {describe, expect, test} from "vitest";
import {CsvReader} from "../../../../src/lib/csv/csvReader.js";
import {describeInput, describeReading} from "../../../../src/lib/scoring/findings.js";
import {InputChecks} from "../../../../src/lib/scoring/inputChecks.js";
import type {TrainingHistogram} from "../../../../src/lib/staged/manifest.js";

const {NaN: none, POSITIVE_INFINITY: infinite} = Number;
const features = ["x", "y", "z"];
const histogram = {edges: [0, 5, 10], counts: [50, 50], missing: 0, minimum: 1, maximum: 9};
const histograms: TrainingHistogram[] = [histogram, {...histogram, missing: 7}, histogram];

function check(rows: [id: string, ...values: number[]][], model: ConstructorParameters<typeof InputChecks>[0]) {
  const checks = new InputChecks(model);
  // In two blocks, as a file of many rows comes.
  const half = Math.ceil(rows.length / 2);
  for (const block of [rows.slice(0, half), rows.slice(half)])
    checks.add({ids: block.map(([id]) => id), features: Float64Array.from(block.flatMap(([, ...values]) => values))});
  return checks.report;
}

const findings = (rows: [id: string, ...values: number[]][], known: TrainingHistogram[] | undefined = histograms) =>
  describeInput(check(rows, {features, histograms: known})).map(({level, text}) => `${level}: ${text}`);

describe("rows", () => {
  test("in which nothing is unusual pass each check", () => {
    expect(findings([["a", 1, 5, 9]])).toEqual([
      "passed: Every id is unique.",
      "passed: No value is missing.",
      "passed: Every value is within the range of its column in the training data."
    ]);
  });

  test("with empty and repeated ids are counted, also across blocks", () => {
    const ids = ["a", " ", "b", "a", "", "b", "a"];
    const [empty, repeated] = findings(ids.map((id) => [id, 1, 5, 9]));
    expect(empty).toBe("warning: 2 rows have an empty id.");
    expect(repeated).toBe("warning: 3 rows have the id of an earlier row, the first in row 4: `a`.");
  });

  test("with ids that spreadsheets execute are named", () => {
    expect(
      findings([
        ["=1+1", 1, 5, 9],
        ["-5", 1, 5, 9]
      ])[1]
    ).toBe(
      "note: 1 id would be executed by spreadsheet programs, as it begins like a formula: `=1+1`. A form of the results that is safe there is offered, too."
    );
  });

  test("with missing values are told apart by whether the model has learned from such", () => {
    const [, unknown, known] = findings([
      ["a", none, none, 9],
      ["b", none, 5, 9]
    ]);
    expect(unknown).toBe(
      "warning: 2 values are missing in `x`, where none was in the training data: the model has not learned what that means, and takes it for 0."
    );
    expect(known).toBe(
      "note: 1 value is missing in `y`; some were in the training data too, and the model treats them as it learned to."
    );
  });

  test("far outside the training range say how far, and which row is worst", () => {
    const [, , outside] = findings([
      ["a", 1, 5, 9],
      ["b", 99_999, 99_999, 99_999],
      ["c", -3, 5, 9]
    ]);
    expect(outside).toBe(
      "warning: 4 values of 3 columns are outside the range of the training data, in 2 of 3 rows (3 of them in row 2, `b`). " +
        "Farthest: `x` up to 99999 (training 1 to 9), `y` 99999 (training 1 to 9) and `z` 99999 (training 1 to 9). " +
        "The model treats such a value as the nearest one in its training data."
    );
  });

  test("that are infinite are outside, and farther than all others", () => {
    const {outside} = check([["a", 99_999, -infinite, 9]], {features, histograms});
    expect(outside.map(({feature, farthest}) => [feature, farthest])).toEqual([
      ["y", -infinite],
      ["x", 99_999]
    ]);
  });

  test("a little outside are worth a note, as they are in other samples of the same data", () => {
    expect(findings([["a", 9.5, 5, 9]])[2]).toBe(
      "note: 1 value of 1 column is outside the range of the training data, in row 1 (`a`). `x` 9.5 (training 1 to 9). The model treats such a value as the nearest one in its training data."
    );
  });

  test("have the outer edges as range where the manifest is older, and none where no value was known", () => {
    const old = {edges: [0, 5, 10], counts: [50, 50], missing: 0};
    const empty = {edges: [0, 1], counts: [0], missing: 100};
    const {outside} = check([["a", 9.5, 10.5, 1e6]], {features, histograms: [old, old, empty]});
    expect(outside).toEqual([{feature: "y", values: 1, farthest: 10.5, minimum: 0, maximum: 10}]);
  });

  test("of a model whose training data is not known get no tick for it", () => {
    const checks = new InputChecks({features});
    checks.add({ids: ["a"], features: Float64Array.of(1, none, 1e9)});
    expect(describeInput(checks.report)).toEqual([
      {level: "passed", text: "Every id is unique."},
      {level: "note", text: "1 value is missing in `y`."}
    ]);
  });
});

describe("a file's form", () => {
  function reading(
    text: string,
    schema: {idColumn: string; features: string[]} | "infer" = {idColumn: "id", features}
  ) {
    const reader = new CsvReader({schema, sink: () => ({row() {}})});
    reader.push(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    return describeReading(reader.finish()).map(({text}) => text);
  }

  test("is not mentioned where it is plain", () => {
    expect(reading("id,x,y,z\na,1,2,3\n")).toEqual([]);
  });

  test("is described in sentences where it is not", () => {
    expect(reading("Title\nID;x;y;z;note;;\n\xe4;1.234,5;\x962;3;n;;\n;;;;;;\n")).toEqual([
      "1 row without id and values was skipped.",
      "1 line before the header was skipped: “Title”.",
      "The text is not UTF-8; it was read as Windows-1252.",
      "Columns are separated by semicolons, and decimals by a comma.",
      "Columns matched by similar names: `ID` for `id`.",
      "Thousands separators left out of numbers in `x`.",
      "Dashes and Unicode’s minus sign read as minus in `y`.",
      "Not used by the model, and ignored: `note` and 2 columns without a name."
    ]);
    expect(reading("key,x,y\na,1,2\n", "infer")).toEqual(["The first column, `key`, is taken as the id."]);
  });
});
