import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LightGBM, loadLightGBM, type SparseFeatures} from "../src/index.js";
import {baseParams} from "./cases.js";
import {tables} from "./tables.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

/** What of the columns is not zero, in either form. */
function sparse(columns: readonly Float64Array[], format: "csr" | "csc"): SparseFeatures {
  const rowCount = columns[0].length;
  const lines =
    format === "csc" ? columns : Array.from({length: rowCount}, (_, row) => columns.map((column) => column[row]));
  const indptr = [0];
  const indices: number[] = [];
  const data: number[] = [];
  for (const line of lines) {
    for (const [place, value] of line.entries()) {
      if (value === 0) continue;
      indices.push(place);
      data.push(value);
    }
    indptr.push(data.length);
  }
  return {format, indptr, indices, data, shape: [rowCount, columns.length]};
}

const trainings = {
  "mostly zeros": {table: "sparse", params: {objective: "binary"}},
  "zeros and missing values": {table: "missing", params: {objective: "binary"}},
  "zeros as missing values": {table: "missing", params: {objective: "binary", zero_as_missing: true}},
  categories: {table: "categorical", params: {objective: "binary", max_cat_to_onehot: 2, min_data_per_group: 5}},
  "linear trees": {table: "missing", params: {objective: "binary", linear_tree: true}}
} as const;

describe("sparse features", () => {
  it.each(Object.entries(trainings))("give the model and the predictions of dense ones: %s", async (_, training) => {
    const {columns, label, categoricalFeatures} = tables[training.table]();
    const params = {...baseParams, ...training.params};
    const rows = Uint32Array.from({length: 450}, (_, i) => (i * 7) % 600);
    using dense = lightgbm.dataset({columns, rows, label, categoricalFeatures, params});
    using expected = await lightgbm.train(params, dense);
    for (const format of ["csr", "csc"] as const) {
      const features = sparse(columns, format);
      using dataset = lightgbm.dataset({...features, rows, label, categoricalFeatures, params});
      using booster = await lightgbm.train(params, dataset);
      expect(booster.toString()).toBe(expected.toString());
      for (const kind of ["probability", "raw", "leaf"] as const) {
        expect(booster.predict(features, {kind})).toEqual(expected.predict({columns}, {kind}));
        expect(booster.predict({...features, rows}, {kind})).toEqual(expected.predict({columns, rows}, {kind}));
      }
    }
  });

  it("come in chunks, too, and validate", async () => {
    const {columns, label} = tables.sparse();
    const params = {...baseParams, objective: "binary"};
    using dense = lightgbm.dataset({columns, label, params});
    using expected = await lightgbm.train(params, dense);
    const builder = lightgbm.datasetBuilder({rowCount: 600, sample: sparse(columns, "csr"), params});
    for (const start of [0, 200, 400]) {
      const rows = Uint32Array.from({length: 200}, (_, i) => start + i);
      builder.push({...sparse(columns, "csc"), rows});
    }
    using dataset = builder.finish({label});
    using validation = lightgbm.dataset({...sparse(columns, "csr"), label, reference: dataset});
    using booster = await lightgbm.train(params, dataset, {validSets: {validation}});
    expect(booster.toString()).toBe(expected.toString());
  });

  it("may be wide: no more than what is stored is ever made of them", async () => {
    const width = 30_000;
    const rowCount = 3000;
    const indptr = Int32Array.from({length: rowCount + 1}, (_, i) => 3 * i);
    const indices = Int32Array.from({length: 3 * rowCount}, (_, i) => ((i * 7919) % 10_000) + (i % 3) * 10_000);
    for (let i = 0; i < indices.length; ++i) if (i % 3 === 0) indices[i] = (i / 3) % 40;
    const data = Float64Array.from(indices, (_, i) => 1 + (i % 5));
    const label = Float64Array.from({length: rowCount}, (_, row) => Number(indices[3 * row] < 20));
    const features: SparseFeatures = {format: "csr", indptr, indices, data, shape: [rowCount, width]};
    using instance = await loadLightGBM();
    const params = {objective: "binary", min_data_in_leaf: 5, num_iterations: 5};
    using dataset = instance.dataset({...features, label, params});
    using booster = await instance.train(params, dataset);
    const probabilities = booster.predict(features);
    expect(probabilities.every((p, row) => p > 0.5 === (label[row] === 1))).toBe(true);
    expect(instance.memoryBytes).toBeLessThan(100_000_000);
  });

  it.each([
    ["too few starts", {indptr: [0, 1]}, /indptr has 2 values for 2 rows/],
    ["starts that go back", {indptr: [0, 2, 1]}, /indptr must ascend/],
    ["an end elsewhere", {indptr: [0, 1, 1]}, /end with the number of values, 2/],
    ["a column that is not there", {indices: [0, 3]}, /no column 3 among 3/],
    ["a column before all", {indices: [0, -1]}, /no column -1/],
    ["fewer values than indices", {data: [1]}, /2 indices for 1 values/],
    ["a form", {format: "coo" as never}, /no format "coo"/],
    ["no values at all", {data: undefined as never}, /`data` must be a list/],
    ["one extent only", {shape: [2] as never}, /numbers of rows and columns/],
    ["half a shape", {shape: [2, 1.5] as const}, /whole number/]
  ])("are refused if they have %s", (_, wrong, message) => {
    const right: SparseFeatures = {format: "csr", indptr: [0, 1, 2], indices: [0, 2], data: [1, 2], shape: [2, 3]};
    expect(() => lightgbm.dataset({...right, ...wrong, label: [0, 1]})).toThrow(message);
  });
});
