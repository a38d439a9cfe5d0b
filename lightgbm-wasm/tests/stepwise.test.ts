import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LightGBM, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", metric: ["auc", "binary_logloss"], num_leaves: 7, min_data_in_leaf: 5};
const {columns, label} = binaryData(300, 4);

describe("a trainer", () => {
  it("goes on as it is told, as a training would", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using expected = await lightgbm.train({...params, num_iterations: 5}, dataset, {validSets: {training: dataset}});
    using trainer = lightgbm.trainer({...params, num_iterations: 5}, dataset, {validSets: {training: dataset}});
    const losses: number[] = [];
    for (let i = 0; i < 7; ++i) {
      expect(trainer.update()).toBe(false);
      losses.push(trainer.evaluate().training.binary_logloss);
    }
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    trainer.rollback();
    trainer.rollback();
    expect(trainer.evaluate().training.binary_logloss).toBeCloseTo(losses[4], 12);
    using booster = trainer.booster;
    expect(booster.predict({columns})).toEqual(expected.predict({columns}));
    trainer.free();
    expect(() => trainer.update()).toThrow("This trainer has been freed.");
    expect(booster.iterationCount).toBe(5);
  });

  it("does not take back what is not there", () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using trainer = lightgbm.trainer(params, dataset);
    expect(() => trainer.rollback()).toThrow("no iteration to take back");
    trainer.booster.free();
  });
});

describe("training", () => {
  it("changes parameters between iterations", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    const rates = [0.3, 0.2, 0.1];
    using booster = await lightgbm.train(params, dataset, {
      numIterations: 3,
      resetParams: (iteration) => ({learning_rate: rates[iteration - 1]})
    });
    const shrinkages = booster.dumpModel().tree_info.map(({shrinkage}) => shrinkage);
    // The first tree has the average of the labels in it and is told as a whole.
    expect(shrinkages.slice(1)).toEqual(rates.slice(1));
    using result = await lightgbm.cv(params, dataset, {
      folds: 2,
      numIterations: 3,
      resetParams: (iteration) => ({learning_rate: rates[iteration - 1]})
    });
    expect(result.boosters[1].dumpModel().tree_info[2].shrinkage).toBe(0.1);
  });

  it("stops early where improvements are too small, by the first metric or by all", async () => {
    const rows = Uint32Array.from(label.keys());
    using training = lightgbm.dataset({columns, label, rows: rows.subarray(0, 200), params});
    using validation = lightgbm.dataset({columns, label, rows: rows.subarray(200), reference: training});
    const losses: number[] = [];
    const train = async (metric: string[], more: object): Promise<number> => {
      losses.length = 0;
      using booster = await lightgbm.train({...params, metric}, training, {
        numIterations: 60,
        validSets: {validation},
        earlyStoppingRounds: 3,
        onIteration: ({evaluations}) => losses.push(evaluations.validation.binary_logloss),
        ...more
      });
      return booster.bestIteration ?? 0;
    };
    const best = await train(["binary_logloss"], {earlyStoppingMinDelta: 0.01});
    const improvements = losses.slice(best, best + 3).map((loss) => losses[best - 1] - loss);
    expect(losses).toHaveLength(best + 3);
    expect(Math.max(...improvements)).toBeLessThanOrEqual(0.01);
    expect(await train(["binary_logloss"], {})).toBeGreaterThan(best);
    // The parameter says the same.
    using byParameter = await lightgbm.train(
      {...params, metric: "binary_logloss", early_stopping_round: 3, early_stopping_min_delta: 0.01},
      training,
      {numIterations: 60, validSets: {validation}}
    );
    expect(byParameter.bestIteration).toBe(best);
    const byAll = await train(["binary_logloss", "auc"], {});
    const byFirst = await train(["binary_logloss", "auc"], {firstMetricOnly: true});
    expect(byFirst).toBe(await train(["binary_logloss"], {}));
    expect(byAll).toBeLessThanOrEqual(byFirst);
  });

  it("weights classes", async () => {
    const weights = {0: 1, 1: 3};
    const weight = label.map((y) => (y === 1 ? 3 : 1));
    using byClass = lightgbm.dataset({columns, label, classWeight: weights, params});
    using byRow = lightgbm.dataset({columns, label, weight, params});
    expect(byClass.weight).toEqual(byRow.weight);
    using balanced = lightgbm.dataset({columns, label, classWeight: "balanced", params});
    const sums = [0, 1].map((y) => balanced.weight?.reduce((sum, w, row) => sum + (label[row] === y ? w : 0), 0) ?? 0);
    expect(sums[0]).toBeCloseTo(150, 3);
    expect(sums[1]).toBeCloseTo(150, 3);
    expect(() => lightgbm.dataset({columns, classWeight: "balanced"})).toThrow("Class weights need labels.");
  });
});
