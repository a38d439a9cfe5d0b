import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../build.js";
import {type Booster, type LightGBM, LightGBMError, loadLightGBM} from "../../src/index.js";
import {loadScorer} from "../../src/scorer/index.js";
import {baseParams, cases} from "../cases.js";
import {tables} from "../tables.js";
import {randomModel} from "./randomModels.js";

let lightgbm: LightGBM;
beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);
afterAll(() => lightgbm.free());

async function trainCase(name: string): Promise<{booster: Booster; columns: Float64Array[]}> {
  const {table, params: caseParams} = cases[name];
  const {columns, label, categoricalFeatures} = tables[table]();
  const params = {...baseParams, ...caseParams};
  using dataset = lightgbm.dataset({columns, label, categoricalFeatures, params});
  return {booster: await lightgbm.train(params, dataset), columns};
}

describe("what a scorer refuses", () => {
  it("data of other columns than the model's, and rows that there are not", async () => {
    const {text, columnCount} = randomModel(2);
    const scorer = await loadScorer(text);
    expect(() => scorer.predict({matrix: new Float64Array(1 + columnCount), columnCount: 1 + columnCount})).toThrow(
      `The data has ${1 + columnCount} columns, but the model has ${columnCount} features.`
    );
    expect(() => scorer.predictRow([])).toThrow(LightGBMError);
    expect(() => scorer.predict({matrix: new Float64Array(columnCount), columnCount, rows: [1]})).toThrow(
      "There is no row 1 among 1 rows."
    );
    expect(() => scorer.predict({matrix: new Float64Array(columnCount), columnCount, rows: [0.5]})).toThrow(
      "There is no row 0.5 among 1 rows."
    );
    // As plain JavaScript may call it.
    const untyped: {kind?: "raw"} = JSON.parse('{"kind": "contributions"}');
    const misspelt = () => scorer.predict({matrix: new Float64Array(columnCount), columnCount}, untyped);
    expect(misspelt).toThrow('There is no kind "contributions" of scores.');
    const words: number[] = JSON.parse('["a"]');
    expect(() => scorer.predict({columns: Array.from({length: columnCount}, () => words)})).toThrow(
      '"a" is not a number.'
    );
    expect(() => scorer.predict({matrix: new Float64Array(3), columnCount: 2})).toThrow(/cannot have 2 columns/);
    expect(() => scorer.predict({columns: [[1], [1, 2]]})).toThrow("Column 1 has 2 rows, but column 0 has 1.");
    const matrix = new Float64Array(columnCount);
    expect(() => scorer.predict({matrix, columnCount, order: "col" as never})).toThrow(
      `cannot have ${columnCount} columns in col order`
    );
    expect(() => scorer.predict({matrix: undefined as never, columnCount})).toThrow(
      '"matrix" is not a list of numbers'
    );
    expect(() => scorer.predict({columns: [7] as never})).toThrow('"columns" is not a list of numbers');
    expect(() => scorer.predictRow(undefined as never)).toThrow("The data has 0 columns");
  });

  it.each([
    ["a text that is none", /^.*/, "not a model", /first line is not "tree"/],
    ["a text that is cut off", /end of trees.*$/s, "", /cut off/],
    [
      "an objective that it does not know",
      /^objective=.*$/m,
      "objective=newest",
      /The objective "newest" is not known/
    ],
    [
      "a decimal comma",
      /^leaf_value=(-?\d)\./m,
      "leaf_value=$1,",
      /Tree 0: leaf_value has a value that is not a number/
    ],
    ["a list that is too short", /^(leaf_value=.*) \S+$/m, "$1", /Tree 0: leaf_value has \d+ values instead of \d+/],
    ["a tree that is none", /^left_child=\S+/m, "left_child=0", /Tree 0: its splits and leaves are not a tree/],
    ["a missing field", /^threshold=.*\n/m, "", /Tree 0 has no "threshold"/]
  ])("%s", async (_, from, to, message) => {
    const {booster} = await trainCase("binary");
    const text = booster.toString().replace(from, to);
    booster.free();
    await expect(loadScorer(text)).rejects.toThrow(message);
  });

  it("a category that is too great a number", async () => {
    const {booster} = await trainCase("categorical");
    const [categorical] = /^cat_threshold=.*$/m.exec(booster.toString()) ?? [];
    const far = new Array(140_000).fill(0).join(" ");
    const text = booster
      .toString()
      .replace(/^cat_boundaries=0 (\d+)( .*)?$/m, (_, first: string, rest = "") => {
        const more = rest
          .split(" ")
          .filter(Boolean)
          .map((bound: string) => Number(bound) + 140_000);
        return ["cat_boundaries=0", Number(first) + 140_000, ...more].join(" ");
      })
      .replace(/^cat_threshold=.*$/m, `cat_threshold=${far} ${categorical?.slice("cat_threshold=".length)}`);
    booster.free();
    await expect(loadScorer(text)).rejects.toThrow(/greatest category \d+; a scorer takes up to 4194304/);
  });

  it("what is neither a text nor tables", async () => {
    await expect(loadScorer(undefined as never)).rejects.toThrow('first line is not "tree"');
  });

  it("histogram edges that do not ascend", async () => {
    await expect(loadScorer(randomModel(2).text, {histogramEdges: [7] as never})).rejects.toThrow(/do not ascend/);
    await expect(loadScorer(randomModel(2).text, {histogramEdges: 7 as never})).rejects.toThrow(/is not a list of/);
    await expect(loadScorer(randomModel(2).text, {histogramEdges: [[0, 2, 1]]})).rejects.toThrow(/do not ascend/);
  });
});
