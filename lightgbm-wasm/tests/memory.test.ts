import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

beforeAll(() => ensureBuilt(), 1_200_000);

describe("memory", () => {
  it("does not grow over 200 trainings", async () => {
    const lightgbm = await loadLightGBM();
    const {columns, label} = binaryData(200, 5);
    const params = {objective: "binary", metric: "auc", num_leaves: 5, min_data_in_leaf: 5, num_iterations: 3};
    let afterFirst = 0;
    for (let i = 0; i < 200; ++i) {
      using training = lightgbm.dataset({columns, label, params});
      using validation = lightgbm.dataset({columns, label, reference: training});
      using booster = await lightgbm.train(params, training, {validSets: {training, validation}});
      using loaded = lightgbm.boosterFromString(booster.toString());
      using predictor = loaded.rowPredictor();
      predictor.predict([1, 2, 3, 4, 5]);
      loaded.predict({columns}, {kind: "contributions"});
      if (i === 10) afterFirst = lightgbm.memoryBytes;
    }
    expect(lightgbm.memoryBytes).toBe(afterFirst);
  });

  it("of a dataset is that of its bins, and a few columns of the sample: 200,000 rows of 200 features in 120 MB", async () => {
    using lightgbm = await loadLightGBM();
    const {columns, label} = binaryData(200_000, 4);
    const all = Array.from({length: 200}, (_, column) => columns[column % 4]);
    using dataset = lightgbm.dataset({columns: all, label, params: {max_bin: 255}});
    expect(dataset.binCount(199)).toBeGreaterThan(200);
    expect(lightgbm.memoryBytes).toBeLessThan(120_000_000);
  });

  it("running out is an error, after which the instance is usable", async () => {
    const lightgbm = await loadLightGBM();
    const {columns, label} = binaryData(200, 5);
    // Five columns of a billion rows do not fit into an address space of 4 GB.
    const sample = {columns};
    expect(() => lightgbm.datasetBuilder({rowCount: 1e9, sample})).toThrow("LightGBM is out of memory");
    using dataset = lightgbm.dataset({columns, label});
    using booster = await lightgbm.train({objective: "binary"}, dataset, {numIterations: 2});
    expect(booster.iterationCount).toBe(2);
  });
});
