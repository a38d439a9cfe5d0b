import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../build.js";
import {type Booster, type LightGBM, LightGBMError, loadLightGBM} from "../../src/index.js";
import {loadScorer, valueCounts} from "../../src/scorer/index.js";
import {baseParams, cases} from "../cases.js";
import {binaryData, random} from "../data.js";
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

describe("a scorer", () => {
  it("reads rows as columns or as a matrix, of any type, all or some, without a difference", async () => {
    const {booster, columns} = await trainCase("missing values");
    const scorer = booster.compile();
    const expected = scorer.predict({columns});
    const columnCount = columns.length;
    const rowCount = columns[0].length;
    const matrix = Float64Array.from(
      {length: rowCount * columnCount},
      (_, i) => columns[i % columnCount][Math.floor(i / columnCount)]
    );
    const byColumn = Float64Array.from(
      {length: rowCount * columnCount},
      (_, i) => columns[Math.floor(i / rowCount)][i % rowCount]
    );
    expect(scorer.predict({matrix, columnCount})).toEqual(expected);
    expect(scorer.predict({matrix: byColumn, columnCount, order: "column"})).toEqual(expected);
    const lists = columns.map((column) => Array.from(column, (value) => (Number.isNaN(value) ? null : value)));
    expect(scorer.predict({columns: lists})).toEqual(expected);
    const rows = Uint32Array.of(7, 0, 599, 7);
    const some = Float64Array.from(rows, (row) => expected[row]);
    expect(scorer.predict({columns, rows})).toEqual(some);
    expect(scorer.predict({matrix, columnCount, rows})).toEqual(some);
    const single = {matrix: Float32Array.from(matrix), columnCount};
    expect(scorer.predict(single)).toEqual(booster.predict(single));
    booster.free();
  });

  it("scores one row and each number of rows up to two blocks as it scores all", async () => {
    const {text, matrix, columnCount} = randomModel(5);
    const scorer = await loadScorer(text);
    const rows = Uint32Array.from({length: 130}, (_, i) => i % (matrix.length / columnCount));
    const all = scorer.predict({matrix, columnCount, rows});
    const {classCount} = scorer;
    for (let count = 0; count <= rows.length; ++count) {
      const some = scorer.predict({matrix, columnCount, rows: rows.subarray(0, count)});
      expect(some).toEqual(all.subarray(0, count * classCount));
    }
    for (const [i, row] of rows.entries()) {
      const one = scorer.predictRow(matrix.subarray(row * columnCount, (row + 1) * columnCount));
      expect(one).toEqual(all.subarray(i * classCount, (i + 1) * classCount));
    }
  });

  it("adds up stumps beforehand if asked to, to nearly the same sum", async () => {
    const {columns, label} = binaryData(2000, 6);
    const params = {objective: "binary", num_leaves: 2, num_iterations: 300};
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    const expected = booster.predict({columns}, {kind: "raw"});
    const found = booster.compile({sumStumps: true}).predict({columns}, {kind: "raw"});
    expect(Math.max(...found.map((score, i) => Math.abs(score - expected[i])))).toBeLessThan(1e-12);
    // Not in the booster's own predictions.
    expect(booster.predict({columns}, {kind: "raw"})).toEqual(expected);
  });

  it("counts values in the bins of histograms, where asked to", async () => {
    const {booster, columns} = await trainCase("missing values");
    const edges = [-5, -1, 0, 2.5, 8];
    const scorer = booster.compile({histogramEdges: columns.map((_, i) => (i % 2 === 0 ? edges : undefined))});
    const plain = scorer.predict({columns});
    expect(plain).toEqual(booster.predict({columns}));
    scorer.predict({columns}, {countValues: true});
    const expected = columns.map((column, i) => {
      if (i % 2 === 1) return undefined;
      const known = column.filter((value) => !Number.isNaN(value));
      const counts = edges.slice(1).map((_, bin) => {
        const low = bin === 0 ? -Infinity : edges[bin];
        const high = bin === edges.length - 2 ? Infinity : edges[bin + 1];
        return known.filter((value) => value >= low && value < high).length;
      });
      return {counts, missing: column.length - known.length};
    });
    expect(valueCounts(scorer)).toEqual(expected);
    scorer.predictRow(
      columns.map(() => 2.5),
      {countValues: true}
    );
    expect(valueCounts(scorer, {reset: true})[0]?.counts[3]).toBe((expected[0]?.counts[3] ?? 0) + 1);
    expect(valueCounts(scorer)[0]).toEqual({counts: [0, 0, 0, 0], missing: 0});
    booster.free();
  });

  it("has the bits of a sigmoid that the text shortens", async () => {
    const {columns, label} = binaryData(500, 3);
    const params = {objective: "binary", sigmoid: 1.23456789012, num_iterations: 5};
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    const expected = booster.predict({columns});
    expect(booster.compile().predict({columns})).toEqual(expected);
  });

  it("outlives its booster and the instance", async () => {
    using other = await loadLightGBM();
    const {columns, label} = binaryData(300, 3);
    const params = {objective: "binary", num_iterations: 5};
    const booster = await other.train(params, other.dataset({columns, label, params}));
    const expected = booster.predict({columns});
    const scorer = booster.compile();
    booster.free();
    other.free();
    expect(scorer.predict({columns})).toEqual(expected);
  });

  it("holds trees of thousands of leaves and thousands of thresholds of a feature", async () => {
    const next = random(3);
    const columns = [0, 1].map(() => Float64Array.from({length: 20_000}, () => Math.exp(20 * (next() - 0.5))));
    const label = columns[0].map((x, i) => Math.sin(20 * Math.log(x)) + Math.cos(7 * Math.log(columns[1][i])));
    const params = {objective: "regression", num_leaves: 1500, max_bin: 4000, min_data_in_leaf: 1, num_iterations: 3};
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    const expected = booster.predict({columns});
    expect(booster.compile().predict({columns})).toEqual(expected);
  });
});

describe("a booster", () => {
  it("compiles its trees by itself once that pays, and predicts the same", async () => {
    const {columns, label} = binaryData(4000, 5);
    const params = {objective: "binary", num_leaves: 4, num_iterations: 10};
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    const rows = Uint32Array.from({length: 1000}, (_, i) => i);
    const first = booster.predict({columns, rows});
    const all = booster.predict({columns});
    expect(all.subarray(0, 1000)).toEqual(first);
    // Other iterations, other trees.
    expect(booster.predict({columns, rows}, {numIteration: 3})).not.toEqual(first);
    expect(booster.predict({columns, rows})).toEqual(first);
  });

  it("predicts single rows with compiled trees as without", async () => {
    const {booster, columns} = await trainCase("multiclass");
    const row = columns.map((column) => column[3]);
    for (const kind of ["raw", "probability"] as const) {
      using before = booster.rowPredictor({kind});
      const expected = before.predict(row);
      booster.compile();
      using after = booster.rowPredictor({kind});
      expect(after.predict(row)).toEqual(expected);
      booster.treesChanged();
    }
    booster.free();
  });

  it("leaves linear trees to LightGBM", async () => {
    const {booster, columns} = await trainCase("linear trees");
    expect(() => booster.compile()).toThrow(/Tree 0 is linear/);
    const rows = Uint32Array.from({length: 600}, (_, i) => i);
    const expected = booster.predict({columns, rows});
    for (let i = 0; i < 20; ++i) expect(booster.predict({columns, rows})).toEqual(expected);
    booster.free();
  });
});

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

  it("histogram edges that do not ascend", async () => {
    await expect(loadScorer(randomModel(2).text, {histogramEdges: [[0, 2, 1]]})).rejects.toThrow(/do not ascend/);
  });
});
