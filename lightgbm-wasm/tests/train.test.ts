import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LightGBM, LightGBMError, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", metric: ["auc", "binary_logloss"], num_leaves: 7, min_data_in_leaf: 10};

describe("train", () => {
  it("learns, evaluates each iteration by dataset and metric, and predicts probabilities", async () => {
    const {columns, label} = binaryData(1000, 5);
    const rows = Uint32Array.from(label.keys());
    using training = lightgbm.dataset({params, columns, label, rows: rows.subarray(0, 800)});
    using validation = lightgbm.dataset({params, columns, label, rows: rows.subarray(800), reference: training});
    const seen: number[] = [];
    using booster = await lightgbm.train(params, training, {
      numIterations: 20,
      validSets: {training, validation},
      onIteration({iteration, evaluations}) {
        expect(iteration).toBe(seen.length + 1);
        expect(Object.keys(evaluations.validation)).toEqual(["auc", "binary_logloss"]);
        seen.push(evaluations.training.auc);
      }
    });
    expect(seen).toHaveLength(20);
    expect(seen[19]).toBeGreaterThan(0.9);
    const probabilities = booster.predict({columns});
    expect(probabilities).toHaveLength(1000);
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
    const raw = booster.predict({columns}, {kind: "raw"});
    expect(probabilities[3]).toBeCloseTo(1 / (1 + Math.exp(-raw[3])), 12);
    const contributions = booster.predict({columns, rows: rows.subarray(3, 4)}, {kind: "contributions"});
    expect(contributions.reduce((a, b) => a + b)).toBeCloseTo(raw[3], 10);
  });

  it("gives the same text for the same input, in another instance, too", async () => {
    const {columns, label} = binaryData(500, 4);
    const texts = await Promise.all(
      [lightgbm, await loadLightGBM()].map(async (instance) => {
        using dataset = instance.dataset({params, columns, label});
        using booster = await instance.train(params, dataset, {numIterations: 5});
        return booster.toString();
      })
    );
    expect(texts[0]).toBe(texts[1]);
    using restored = lightgbm.boosterFromString(texts[0]);
    expect(restored.iterationCount).toBe(5);
  });

  it("stops early at the best iteration of the validation data", async () => {
    const {columns, label} = binaryData(400, 3);
    const rows = Uint32Array.from(label.keys());
    using training = lightgbm.dataset({params, columns, label, rows: rows.subarray(0, 200)});
    using validation = lightgbm.dataset({params, columns, label, rows: rows.subarray(200), reference: training});
    const losses: number[] = [];
    using booster = await lightgbm.train({...params, metric: "binary_logloss", learning_rate: 0.5}, training, {
      numIterations: 200,
      validSets: {training, validation},
      earlyStoppingRounds: 5,
      onIteration: ({evaluations}) => losses.push(evaluations.validation.binary_logloss)
    });
    expect(losses.length).toBeLessThan(200);
    expect(booster.bestIteration).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(losses.length).toBe((booster.bestIteration ?? 0) + 5);
  });

  it("can be stopped and keeps what it has", async () => {
    const {columns, label} = binaryData(400, 3);
    using dataset = lightgbm.dataset({params, columns, label});
    using booster = await lightgbm.train(params, dataset, {
      onIteration: ({iteration, stop}) => iteration === 3 && stop()
    });
    expect(booster.iterationCount).toBe(3);
  });

  it("can be cancelled", async () => {
    const {columns, label} = binaryData(400, 3);
    using dataset = lightgbm.dataset({params, columns, label});
    const controller = new AbortController();
    const training = lightgbm.train(params, dataset, {
      onIteration: ({iteration}) => iteration === 3 && controller.abort(new Error("enough")),
      signal: controller.signal
    });
    await expect(training).rejects.toThrow("enough");
  });

  it("reports LightGBM's own message and stays usable", async () => {
    const {columns, label} = binaryData(100, 3);
    using dataset = lightgbm.dataset({params, columns, label});
    await expect(lightgbm.train({objective: "telepathy"}, dataset)).rejects.toThrow(LightGBMError);
    await expect(lightgbm.train({objective: "telepathy"}, dataset)).rejects.toThrow(/telepathy/);
    await expect(lightgbm.train({...params, max_bin: 7}, dataset)).rejects.toThrow(/Cannot change max_bin/);
    expect(() => lightgbm.boosterFromString("tree\nnonsense")).toThrow(LightGBMError);
    using booster = await lightgbm.train(params, dataset, {numIterations: 1});
    expect(() => booster.predict({columns: columns.slice(1)})).toThrow(/number of features/);
    expect(booster.predict({columns})).toHaveLength(100);
  });
});
