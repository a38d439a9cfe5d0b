// @vitest-environment jsdom
import {expect, test} from "vitest";
import {ErrorNotice} from "../../../../src/components/predict/errorNotice.js";
import {UserError} from "../../../../src/lib/errors.js";

test("sets names in backticks as code and nothing as markup", () => {
  const notice = ErrorNotice(new UserError("csv-missing-column", "Column `<b>` is missing; did you mean `b`?"));
  expect([...notice.querySelectorAll("p code")].map((code) => code.textContent)).toEqual(["<b>", "b"]);
  expect(notice.querySelector("b")).toBeNull();
});

test("leaves out places that the mistake does not have", () => {
  const notice = ErrorNotice(new UserError("csv-empty", "The file is empty."));
  expect(notice.querySelector("dl")).toBeNull();
  expect(notice.textContent).not.toContain("Rows count from 1");
});

test("an empty value is called empty", () => {
  const notice = ErrorNotice(new UserError("csv-not-a-number", "No number.", {row: 1, value: ""}));
  expect(notice.textContent).toMatch(/Value\s*\(empty\)/);
});

test.each(["staged-digest-mismatch", "staged-damaged-model", "manifest-not-json", "score-not-finite"])(
  "blames the model for %s, and not the file",
  (code) => {
    const {textContent} = ErrorNotice(new UserError(code, "It is damaged.", {file: "model.scorer.gz"}));
    expect(textContent).toMatch(/model cannot be used\s+It is damaged\.\s+Your file is not to blame/);
    expect(textContent).not.toMatch(/Correct the file|This file/);
  }
);
