import {vectorFromArray} from "apache-arrow";
import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type Dataset, type LightGBM, LightGBMError, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", num_leaves: 7, min_data_in_leaf: 5, num_iterations: 4};
const {columns, label} = binaryData(300, 4);

async function textOf(dataset: Dataset, instance = lightgbm): Promise<string> {
  using booster = await instance.train(params, dataset);
  dataset.free();
  return booster.toString();
}

describe("dataset", () => {
  it("is the same from columns, from a matrix of either order, from plain arrays, and from Arrow vectors", async () => {
    const expected = await textOf(lightgbm.dataset({columns, label, params}));
    const byColumn = Float64Array.from(columns.flatMap((column) => [...column]));
    const byRow = Float64Array.from(byColumn, (_, i) => columns[i % 4][Math.floor(i / 4)]);
    const vectors = columns.map((column) => vectorFromArray(column));
    const forms = [
      {matrix: byRow, columnCount: 4},
      {matrix: byColumn, columnCount: 4, order: "column" as const},
      {matrix: [...byRow], columnCount: 4},
      {columns: columns.map((column) => [...column])},
      {columns: vectors}
    ];
    for (const form of forms) {
      const text = await textOf(lightgbm.dataset({...form, label: [...label], params}));
      expect(text).toBe(expected);
    }
  });

  it("takes float32 values as they are", async () => {
    const singles = columns.map((column) => Float32Array.from(column));
    const doubles = singles.map((column) => Float64Array.from(column));
    const text = await textOf(lightgbm.dataset({columns: singles, label, params}));
    expect(text).toBe(await textOf(lightgbm.dataset({columns: doubles, label, params})));
  });

  it("takes an Arrow null for a missing value", async () => {
    const values = [...columns[0]].map((value, i) => (i % 3 === 0 ? null : value));
    const holes = Float64Array.from(values, (value) => value ?? Number.NaN);
    const vector = vectorFromArray(values);
    const rest = columns.slice(1);
    using booster = await lightgbm.train(params, lightgbm.dataset({columns: [holes, ...rest], label, params}));
    expect(booster.predict({columns: [vector, ...rest]})).toEqual(booster.predict({columns: [holes, ...rest]}));
    const text = await textOf(lightgbm.dataset({columns: [vector, ...rest], label, params}));
    expect(text).toBe(await textOf(lightgbm.dataset({columns: [holes, ...rest], label, params})));
  });

  it("reads chosen rows of features and fields without a copy of the data", async () => {
    const rows = Uint32Array.from({length: 150}, (_, i) => 2 * i);
    const picked = columns.map((column) => Float64Array.from(rows, (row) => column[row]));
    const text = await textOf(lightgbm.dataset({columns, label, rows, params}));
    const pickedLabel = Float64Array.from(rows, (row) => label[row]);
    expect(text).toBe(await textOf(lightgbm.dataset({columns: picked, label: pickedLabel, params})));
  });

  it("comes in chunks, with LightGBM's own sample for the bins", async () => {
    const sampled = {...params, bin_construct_sample_cnt: 100};
    const rows = lightgbm.sampleRows(300, sampled);
    expect(rows).toHaveLength(100);
    const builder = lightgbm.datasetBuilder({rowCount: 300, sample: {columns, rows}, params: sampled});
    for (let start = 0; start < 300; start += 70) {
      builder.push({columns: columns.map((column) => column.subarray(start, start + 70))});
    }
    const text = await textOf(builder.finish({label}));
    expect(text).toBe(await textOf(lightgbm.dataset({columns, label, params: sampled})));
  });

  it("refuses a builder's missing or surplus rows", () => {
    const builder = lightgbm.datasetBuilder({rowCount: 400, sample: {columns}, params});
    builder.push({columns});
    expect(() => builder.finish({label})).toThrow("Only 300 of 400 rows have been pushed.");
    expect(() => builder.push({columns})).toThrow("more rows than the 400");
    builder.free();
  });

  it("is the same after a way through its binary form into another instance", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    const bytes = dataset.toBinary();
    const other = await loadLightGBM();
    const text = await textOf(other.datasetFromBinary(bytes, params), other);
    using booster = await lightgbm.train(params, dataset);
    expect(text).toBe(booster.toString());
  });

  it("makes subsets that share its bins and keep its fields", async () => {
    using dataset = lightgbm.dataset({columns, label, weight: label.map((y) => 1 + y), params});
    using part = dataset.subset(Uint32Array.of(1, 4, 9));
    expect(part.rowCount).toBe(3);
    expect([...(part.label ?? [])]).toEqual([label[1], label[4], label[9]]);
    expect([...(part.weight ?? [])]).toEqual([1 + label[1], 1 + label[4], 1 + label[9]]);
    expect(part.binCount(0)).toBe(dataset.binCount(0));
  });

  it("says what is wrong with data", () => {
    const short = [columns[0], columns[1].subarray(1)];
    expect(() => lightgbm.dataset({columns: short})).toThrow("Column 1 has 299 rows, but column 0 has 300.");
    expect(() => lightgbm.dataset({columns, label: [1, 0]})).toThrow("The label has 2 values for 300 rows.");
    expect(() => lightgbm.dataset({columns, rows: Uint32Array.of(300)})).toThrow("There is no row 300 among 300 rows.");
    expect(() => lightgbm.dataset({columns, featureNames: ["a"]})).toThrow(
      "should equal with total number of features"
    );
    expect(() => lightgbm.dataset({columns, categoricalFeatures: ["x"]})).toThrow('no feature "x"');
    expect(() => lightgbm.dataset({columns, featureNames: ["a", "a", "b", "c"], label})).toThrow(LightGBMError);
    expect(() => lightgbm.dataset({matrix: new Float64Array(7), columnCount: 2})).toThrow(
      "7 numbers cannot have 2 columns"
    );
  });
});
