import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type Booster, type Dataset, type LightGBM, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;
let other: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  [lightgbm, other] = await Promise.all([loadLightGBM(), loadLightGBM()]);
}, 1_200_000);

const params = {objective: "binary", metric: "auc", num_leaves: 5, min_data_in_leaf: 5, num_iterations: 3};
const {columns, label} = binaryData(200, 4);
const make = (instance = lightgbm): Dataset => instance.dataset({columns, label, params});

describe("what is freed while in use", () => {
  it("is a training's until it ends: datasets", async () => {
    const training = (): Promise<Booster> => {
      using dataset = make();
      using validation = lightgbm.dataset({columns, label, reference: dataset});
      return lightgbm.train(params, dataset, {validSets: {validation}});
    };
    using kept = make();
    using expected = await lightgbm.train(params, kept);
    using booster = await training();
    expect(booster.toString()).toBe(expected.toString());
    const dataset = make();
    using freedWithin = await lightgbm.train(params, dataset, {onIteration: () => dataset.free()});
    expect(freedWithin.toString()).toBe(expected.toString());
    expect(() => dataset.featureNames).toThrow("This dataset has been freed.");
  });

  it("is a row predictor's until it is freed: boosters", async () => {
    using dataset = make();
    const booster = await lightgbm.train(params, dataset);
    const [expected] = booster.predict({matrix: Float64Array.of(1, 2, 3, 4), columnCount: 4});
    const predictor = booster.rowPredictor();
    booster.free();
    expect(predictor.predict([1, 2, 3, 4])[0]).toBe(expected);
    predictor.free();
    predictor.free();
    expect(() => predictor.predict([1, 2, 3, 4])).toThrow("This row predictor has been freed.");
  });

  it("gives its memory back in the end", async () => {
    const instance = await loadLightGBM();
    let before = 0;
    for (let i = 0; i < 60; ++i) {
      const dataset = make(instance);
      const booster = await instance.train(params, dataset, {onIteration: () => dataset.free()});
      const predictor = booster.rowPredictor();
      booster.free();
      predictor.free();
      if (i === 10) before = instance.memoryBytes;
    }
    expect(instance.memoryBytes).toBe(before);
  });
});

describe("what belongs to another instance", () => {
  it("is refused", async () => {
    using mine = make();
    using theirs = make(other);
    using booster = await other.train(params, theirs);
    const foreign = /^This (dataset|booster) belongs to another instance of LightGBM\.$/;
    await expect(lightgbm.train(params, theirs)).rejects.toThrow(foreign);
    await expect(lightgbm.train(params, mine, {validSets: {theirs}})).rejects.toThrow(foreign);
    expect(() => lightgbm.dataset({columns, label, reference: theirs})).toThrow(foreign);
    expect(() => lightgbm.dataset({columns, label, initModel: booster})).toThrow(foreign);
    expect(() => lightgbm.refit(booster, {columns, label})).toThrow(foreign);
    const folds = [{training: Uint32Array.of(0, 1, 2), validation: Uint32Array.of(3, 4)}];
    await expect(lightgbm.cv(params, theirs, {folds})).rejects.toThrow(foreign);
  });
});

describe("early stopping", () => {
  it("needs something to look at", async () => {
    using dataset = make();
    using validation = lightgbm.dataset({columns, label, reference: dataset});
    const train = (more: object, validSets: Record<string, Dataset>): Promise<Booster> =>
      lightgbm.train({...params, ...more}, dataset, {validSets, earlyStoppingRounds: 3});
    await expect(train({}, {})).rejects.toThrow("Early stopping needs validation data");
    await expect(train({}, {training: dataset})).rejects.toThrow("Early stopping needs validation data");
    await expect(train({metric: "none"}, {validation})).rejects.toThrow("Early stopping needs a metric");
    await expect(train({metric: "acu"}, {validation})).rejects.toThrow('has no metric "acu"; did you mean "auc"?');
    await expect(train({metric: ["auc", "gauss"]}, {validation})).rejects.toThrow('has no metric "gauss"');
    await expect(train({boosting: "dart"}, {validation})).rejects.toThrow("impossible with dart");
    await expect(lightgbm.train({...params, early_stopping_round: 2}, dataset)).rejects.toThrow("validation data");
    using booster = await train({metric: "AUC,binary_logloss"}, {validation});
    expect(booster.iterationCount).toBeGreaterThan(0);
  });
});
