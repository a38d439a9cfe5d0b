import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type Fold, foldsOf} from "../src/folds.js";
import {type FoldPlan, type LightGBM, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";
import {tables} from "./tables.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const {columns, label} = binaryData(303, 3);

function foldsFor(plan: number | FoldPlan, more: object = {}): readonly Fold[] {
  using dataset = lightgbm.dataset({columns, label, ...more});
  const folds = foldsOf(dataset, plan);
  for (const {training, validation} of folds) {
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual([...label.keys()]);
    for (const rows of [training, validation]) expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  }
  expect(folds.flatMap(({validation}) => [...validation]).sort((a, b) => a - b)).toEqual([...label.keys()]);
  return folds;
}

describe("folds", () => {
  it("by their number have the labels in equal shares, the same each time", () => {
    const folds = foldsFor(5);
    const positives = folds.map(({validation}) => [...validation].filter((row) => label[row] === 1).length);
    expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1);
    const sizes = folds.map(({validation}) => validation.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(foldsFor(5)).toEqual(folds);
    expect(foldsFor({count: 5, seed: 1})).not.toEqual(folds);
  });

  it("without shuffling and stratification are runs of rows", () => {
    const [first] = foldsFor({count: 3, shuffle: false, stratified: false});
    expect([...first.validation]).toEqual(Array.from({length: 101}, (_, row) => row));
  });

  it("by group keep groups together, and balance the rows", () => {
    const groups = Array.from(label, (_, row) => `person ${Math.floor(row ** 1.3) % 40}`);
    const folds = foldsFor({count: 4, groups});
    for (const {training, validation} of folds) {
      const held = new Set([...validation].map((row) => groups[row]));
      expect([...training].some((row) => held.has(groups[row]))).toBe(false);
      expect(Math.abs(validation.length - 303 / 4)).toBeLessThan(10);
    }
  });

  it("of ranking data keep queries whole, and train", async () => {
    const ranking = {objective: "lambdarank", metric: "ndcg", min_data_in_leaf: 5, num_iterations: 3};
    using dataset = lightgbm.dataset({...tables.ranked(), params: ranking});
    expect([...(dataset.group ?? [])]).toEqual(Array.from({length: 30}, () => 20));
    using result = await lightgbm.cv(ranking, dataset, {folds: 3});
    expect(result.boosters).toHaveLength(3);
    expect(result.evaluations[2].evaluations.mean.validation["ndcg@3"]).toBeGreaterThan(0.6);
    const [{training: rows}] = foldsOf(dataset, 3);
    using part = dataset.subset(rows);
    expect([...(part.group ?? [])]).toEqual(Array.from({length: 20}, () => 20));
  });

  it.each([
    [1, /number of folds must be a whole number from 2 on, not 1/],
    [400, /data for 303 folds only, not for 400/],
    [{count: 2, groups: [1, 2]}, /2 values for 303 rows/],
    [{count: 2, groups: [...label.keys()], stratified: true}, /both stratified and by group/],
    [{count: 2, groups: label.map(() => 7)}, /data for 1 folds only/]
  ])("are refused where they cannot be: %j", (plan, message) => {
    using dataset = lightgbm.dataset({columns, label});
    expect(() => foldsOf(dataset, plan)).toThrow(message);
  });
});
