import {csvParse} from "d3-dsv";
import {expect, test} from "vitest";
import {madeUpRows} from "../../../../src/lib/scoring/madeUpRows.js";

const model = {
  idColumn: "key",
  features: ["age", "city", "empty"],
  categories: {city: ["Köln", "Bad Ems, Lahn", "Rome"]},
  histograms: [
    {edges: [0, 10, 20], counts: [90, 0], missing: 10, minimum: 2, maximum: 9},
    {edges: [0, 0.5, 1, 1.5, 2], counts: [60, 0, 0, 40], missing: 0, minimum: 0, maximum: 2},
    {edges: [0, 1], counts: [0], missing: 50}
  ]
};

test("each column is drawn from its own distribution, missing values too, the same for the same seed", () => {
  const csv = madeUpRows(model, {rows: 2000, seed: 1});
  expect(madeUpRows(model, {rows: 2000, seed: 1})).toBe(csv);
  const rows = csvParse(csv);
  expect(rows.columns).toEqual(["key", "age", "city", "empty"]);
  const share = (column: string, is: (text: string) => boolean) =>
    rows.filter((row) => is(row[column] ?? "")).length / rows.length;
  expect(share("age", (text) => text === "")).toBeCloseTo(0.1, 1);
  expect(share("age", (text) => text === "" || (Number(text) >= 2 && Number(text) <= 9))).toBe(1);
  expect(share("city", (text) => text === "Köln")).toBeCloseTo(0.6, 1);
  expect(share("city", (text) => text === "Rome")).toBeCloseTo(0.4, 1);
  expect(share("empty", (text) => text === "")).toBe(1);
});
