import {loadLightGBM} from "lightgbm-wasm";
import {expect, test} from "vitest";
import {KeptBins} from "../../../models/training/keptBins.js";
import {RandomSource} from "../../../src/lib/random.js";

const random = new RandomSource(5);
const rows = 400;
const columns = [
  Float64Array.from({length: rows}, () => random.uniform()),
  // Can be split into leaves of at most 30 rows.
  Float64Array.from({length: rows}, (_, row) => (row < 30 ? 1 : 0)),
  Float64Array.from({length: rows}, () => random.uniform())
];
const label = Uint8Array.from({length: rows}, (_, row) => ((columns[0]?.[row] ?? 0) + random.uniform() > 1 ? 1 : 0));
const table = {columns, label, featureNames: ["a", "b", "c"]};
const shared = {objective: "binary", seed: 3, num_leaves: 4, feature_fraction: 0.6, max_bin: 31};

test("bins are shared only where a training of its own would make the same ones", async () => {
  using lightgbm = await loadLightGBM();
  using bins = new KeptBins();
  const numbers = new Map<object, number>();
  const made: number[] = [];
  for (const min_data_in_leaf of [20, 10, 15, 20, 25, 12, 50, 15, 60]) {
    const params = {...shared, min_data_in_leaf};
    const {dataset, trainingParams} = bins.get(lightgbm, table, params, 1);
    if (!numbers.has(dataset)) numbers.set(dataset, numbers.size);
    made.push(numbers.get(dataset) ?? -1);
    using trained = await lightgbm.train(trainingParams, dataset, {numIterations: 5});
    using own = lightgbm.dataset({...table, params});
    using alone = await lightgbm.train(params, own, {numIterations: 5});
    expect(trained.toString()).toBe(alone.toString());
  }
  // 10 needs bins for smaller leaves, which serve up to 20; 25 shows that they serve it, too. With 50 the second
  // feature is left out, of which the bins that are kept know nothing.
  expect(made).toEqual([0, 1, 1, 1, 2, 1, 3, 1, 4]);
});

test("bins of other data, or other bin parameters, are others, and the oldest ones go", async () => {
  using lightgbm = await loadLightGBM();
  using bins = new KeptBins(2);
  const get = (max_bin: number, dataNumber = 1) => bins.get(lightgbm, table, {...shared, max_bin}, dataNumber).dataset;
  const [first, second] = [get(31), get(63)];
  expect(second).not.toBe(first);
  expect(get(31)).toBe(first);
  expect(get(31, 2)).not.toBe(first);
  expect(get(31)).toBe(first);
  expect(get(63)).not.toBe(second);
  expect(() => second.binCount(0)).toThrow();
});
