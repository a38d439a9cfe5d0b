import {expect, test} from "vitest";
import {ascii} from "../../../../src/lib/csv/cells.js";
import {ColumnSurvey, mostCategories} from "../../../../src/lib/csv/columnSurvey.js";
import {NumberReader} from "../../../../src/lib/csv/numbers.js";

function kindOf(texts: readonly string[]) {
  const survey = new ColumnSurvey(new NumberReader(1, ascii.dot), 0);
  texts.forEach((text, index) => void survey.add(text, index + 1));
  return survey.kind;
}

test("a column is of numbers while every value is one, and where there is none", () => {
  expect(kindOf(["1", "-2.5e3", "", "NA", "inf"])).toEqual({kind: "number"});
  expect(kindOf(["", "None"])).toEqual({kind: "number"});
});

test("one text makes categories of it, the most frequent first, and equals by their characters", () => {
  expect(kindOf(["b", "1", "b", "a", ""])).toEqual({kind: "category", texts: ["b", "1", "a"]});
});

test("texts that nearly every row has for itself are no categories", () => {
  const names = Array.from({length: 60}, (_, row) => `person ${row}`);
  expect(kindOf(names)).toEqual({kind: "text", reason: "60 different texts in 60 rows"});
  expect(kindOf(names.slice(0, 50)).kind).toBe("category");
  const many = Array.from({length: 4 * mostCategories}, (_, row) => `city ${row % (mostCategories + 1)}`);
  expect(kindOf(many)).toEqual({kind: "text", reason: "more than 1000 different texts"});
});
