import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../build.js";
import {type LightGBM, loadLightGBM} from "../../src/index.js";
import {compileTables, contributions, loadScorer} from "../../src/scorer/index.js";
import {baseParams, cases} from "../cases.js";
import {tables} from "../tables.js";
import {randomModel} from "./randomModels.js";

let lightgbm: LightGBM;
beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);
afterAll(() => lightgbm.free());

function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Array.from(expected).reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
}

describe("a scorer's contributions", () => {
  const names = ["binary", "missing values", "categorical", "rf", "dart", "multiclass", "poisson", "max_bin 1023"];

  it.each(names)("are LightGBM's: %s", async (name) => {
    const {table, params: caseParams} = cases[name];
    const {columns, label, categoricalFeatures} = tables[table]();
    const params = {...baseParams, ...caseParams, num_leaves: 31};
    using dataset = lightgbm.dataset({columns, label, categoricalFeatures, params});
    using booster = await lightgbm.train(params, dataset);
    const expected = booster.predict({columns}, {kind: "contributions"});
    expect(worst(contributions(booster.compile(), {columns}), expected)).toBeLessThan(1e-9);
  });

  it("are LightGBM's on random models, deep chains among them, and add up to the raw score", async () => {
    for (let seed = 1; seed <= 25; ++seed) {
      const {text, matrix, columnCount, rowCount} = randomModel(seed);
      const rows = Uint32Array.from({length: Math.min(20, rowCount)}, (_, i) => i);
      using booster = lightgbm.boosterFromString(text);
      const scorer = await loadScorer(compileTables(text));
      const found = contributions(scorer, {matrix, columnCount, rows});
      expect(worst(found, booster.predict({matrix, columnCount, rows}, {kind: "contributions"}))).toBeLessThan(1e-9);
      const width = columnCount + 1;
      const sums = Array.from({length: found.length / width}, (_, i) =>
        found.subarray(i * width, (i + 1) * width).reduce((sum, value) => sum + value, 0)
      );
      expect(worst(sums, scorer.predict({matrix, columnCount, rows}, {kind: "raw"}))).toBeLessThan(1e-9);
    }
  });

  it("need the row counts, which can be left out of tables", async () => {
    const {text, matrix, columnCount} = randomModel(3);
    const scorer = await loadScorer(compileTables(text, {contributions: false}));
    expect(() => contributions(scorer, {matrix, columnCount})).toThrow(/without the row counts/);
  });
});
