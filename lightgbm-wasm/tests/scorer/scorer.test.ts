import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../../build.js";
import {type Booster, type LightGBM, loadLightGBM} from "../../src/index.js";
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
    expect(() => booster.compile()).toThrow(/Tree 0 has linear leaves/);
    const rows = Uint32Array.from({length: 600}, (_, i) => i);
    const expected = booster.predict({columns, rows});
    for (let i = 0; i < 20; ++i) expect(booster.predict({columns, rows})).toEqual(expected);
    booster.free();
  });
});
