// @vitest-environment jsdom
import {expect, test} from "vitest";
import {checksTitle, ScoreChecks, scoreFinding} from "../../../../src/components/predict/scoreChecks.js";
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
  rows,
  hasFormulaIds: false,
  milliseconds: 1_234,
  findings: [
    {level: "passed" as const, text: "No value is missing."},
    {level: "note" as const, text: "Ignored: `extra`."},
    {level: "warning" as const, text: "1 row has an empty id."}
  ]
};

test("histogram of scores on either side of the threshold", async () => {
  await expect(chartMarkup(ScoreHistogram(scored, {bins: 20}))).toMatchFileSnapshot(
    "__snapshots__/score-histogram.html"
  );
});

test("few rows are counted in whole numbers, and the highest count has its tick", () => {
  const ticks = (probabilities: number[]) => {
    const chart = ScoreHistogram({probabilities: Float32Array.from(probabilities), threshold: 0.5});
    const labels = chart.querySelectorAll("[aria-label='y-axis tick label'] text");
    return [...labels].map((label) => label.textContent);
  };
  expect(ticks([0.1, 0.9])).toEqual(["0", "1"]);
  expect(ticks(Array<number>(7).fill(0.1))).toEqual(["0", "1", "2", "3", "4", "5", "6", "8"]);
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

test("the finding counts, and says at which threshold", () => {
  expect(scoreFinding({...scored, threshold: 0.23956})).toBe("12 of 25 rows are predicted as 1 at threshold 0.240");
  expect(scoreFinding({rows: 1, predictions: Uint8Array.of(1), threshold: 0.5})).toBe(
    "1 of 1 row is predicted as 1 at threshold 0.500"
  );
});

test("doubts come first, and only what was checked and passed has a tick", () => {
  const checks = ScoreChecks({name: "a.csv", bytes: 2_500, scored});
  expect(checks.textContent).toContain("a.csv, 2.5 kB: 25 rows scored in 1.2 s.");
  const items = [...checks.querySelectorAll<HTMLElement>("li")].map((item) => [item.dataset.level, item.textContent]);
  expect(items).toEqual([
    ["warning", "Warning: 1 row has an empty id."],
    ["note", "Note: Ignored: extra."],
    ["passed", "Passed: No value is missing."]
  ]);
  expect(checksTitle(scored.findings)).toBe("1 warning about this file");
  expect(checksTitle([])).toBe("This file passed the checks");
});
