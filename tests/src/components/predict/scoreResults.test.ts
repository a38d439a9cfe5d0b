// @vitest-environment jsdom
import {expect, test} from "vitest";
import {ScoreChecks, scoreFinding} from "../../../../src/components/predict/scoreChecks.js";
import {ScoreHistogram, scoreBins} from "../../../../src/components/predict/scoreHistogram.js";
import {ScoreTable} from "../../../../src/components/predict/scoreTable.js";
import {chartMarkup} from "../chartMarkup.js";

const rows = 25;
const probabilities = Float32Array.from({length: rows}, (_, i) => ((i * 7) % rows) / rows);
const threshold = 0.5;
const scored = {
  ids: Array.from({length: rows}, (_, i) => `row_${i}`),
  probabilities,
  predictions: Uint8Array.from(probabilities, (probability) => (probability >= threshold ? 1 : 0)),
  threshold,
  ignoredColumns: Array.from({length: 10}, (_, i) => `extra_${i}`),
  rows,
  milliseconds: 1_234,
  featureCounts: [{counts: [1], missing: 2}]
};

test("histogram of scores on either side of the threshold", async () => {
  await expect(chartMarkup(ScoreHistogram(scored, {bins: 20}))).toMatchFileSnapshot(
    "__snapshots__/score-histogram.html"
  );
});

test("every row is in one bin, also a probability of 1, and the threshold splits its bin", () => {
  const bins = scoreBins({probabilities: Float32Array.of(0, 0.21, 0.24, 1), threshold: 0.22}, {bins: 10});
  expect(bins.map(({rows, predicted}) => [rows, predicted])).toEqual([
    [1, 0],
    [1, 0],
    [1, 1],
    [1, 1]
  ]);
  expect(bins[1].high).toBe(0.22);
  expect(bins[2].low).toBe(0.22);
});

const ids = (table: HTMLElement) => [...table.querySelectorAll("tbody th")].map((cell) => cell.textContent);
const press = (table: HTMLElement, label: string) =>
  [...table.querySelectorAll("button")].find((button) => button.textContent === label)?.click();

test("pages through the rows and stops at both ends", () => {
  const table = ScoreTable(scored, {pageSize: 10});
  expect(ids(table)[0]).toBe("row_0");
  press(table, "Next");
  press(table, "Next");
  expect(ids(table)).toHaveLength(5);
  expect(table.textContent).toContain("21–25 of 25");
  press(table, "Next");
  expect(ids(table)[0]).toBe("row_20");
});

test("shows the highest probabilities first if asked to", () => {
  const table = ScoreTable(scored, {pageSize: 10});
  const select = table.querySelector("select");
  if (select) select.value = "highest";
  select?.dispatchEvent(new Event("change"));
  expect(ids(table).slice(0, 2)).toEqual(["row_7", "row_14"]);
});

test("the finding counts, and the checks list what was ignored and missing", () => {
  expect(scoreFinding(scored)).toBe("12 of 25 rows are predicted as 1");
  const text = ScoreChecks({name: "a.csv", bytes: 2_500, scored}, {features: ["x"], idColumn: "ID_code"}).textContent;
  expect(text).toContain("25 rows scored in 1.2 s");
  expect(text).toContain("2 missing values");
  expect(text).toMatch(/extra_0, extra_1.*extra_7 and 2 more/);
});
