import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LeafDump, type LightGBM, loadLightGBM, type NodeDump} from "../src/index.js";
import {binaryData} from "./data.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const params = {objective: "binary", metric: "binary_logloss", num_leaves: 7, min_data_in_leaf: 5, num_iterations: 6};
const {columns, label} = binaryData(300, 4);
const featureNames = ["a", "b", "c", "d"];

function leavesOf(node: NodeDump | LeafDump): LeafDump[] {
  return "split_index" in node ? [...leavesOf(node.left_child), ...leavesOf(node.right_child)] : [node];
}

describe("booster", () => {
  it("dumps its trees as objects", async () => {
    using dataset = lightgbm.dataset({columns, label, featureNames, params});
    using booster = await lightgbm.train(params, dataset);
    const dump = booster.dumpModel();
    expect(dump.feature_names).toEqual(featureNames);
    expect(dump.tree_info).toHaveLength(6);
    const leaves = leavesOf(dump.tree_info[0].tree_structure);
    expect(leaves).toHaveLength(dump.tree_info[0].num_leaves);
    expect(leaves.reduce((sum, {leaf_count = 0}) => sum + leaf_count, 0)).toBe(300);
    expect([...booster.featureImportance("split")].reduce((a, b) => a + b)).toBe(6 * 6);
  });

  it("predicts single rows as it predicts many", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    for (const kind of ["probability", "raw", "leaf", "contributions"] as const) {
      using predictor = booster.rowPredictor({kind});
      const all = booster.predict({columns}, {kind});
      const {outputCount} = predictor;
      for (const row of [0, 17, 299]) {
        const expected = all.slice(row * outputCount, (row + 1) * outputCount);
        expect(predictor.predict(columns.map((column) => column[row]))).toEqual(expected);
      }
    }
    using predictor = booster.rowPredictor();
    expect(() => predictor.predict([1])).toThrow("The row has 1 values, but the model has 4 features.");
  });

  it("uses the iterations that it is told to use", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using booster = await lightgbm.train(params, dataset);
    const raw = (startIteration: number, numIteration: number): number =>
      booster.predict({columns}, {kind: "raw", startIteration, numIteration})[0];
    expect(raw(0, 2) + raw(2, 4)).toBeCloseTo(raw(0, 6), 12);
    using part = lightgbm.boosterFromString(booster.toString({numIteration: 2}));
    expect(part.iterationCount).toBe(2);
    expect(part.predict({columns}, {kind: "raw"})[0]).toBe(raw(0, 2));
  });

  it("goes on from a model, its own or one read from text", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using whole = await lightgbm.train({...params, boost_from_average: false}, dataset, {numIterations: 6});
    using start = await lightgbm.train({...params, boost_from_average: false}, dataset, {numIterations: 2});
    using loaded = lightgbm.boosterFromString(start.toString());
    for (const initModel of [start, loaded]) {
      using more = lightgbm.dataset({columns, label, params, initModel});
      using validation = lightgbm.dataset({columns, label, reference: more});
      let loss = 0;
      using booster = await lightgbm.train(params, more, {
        numIterations: 4,
        validSets: {validation},
        onIteration: ({evaluations}) => {
          loss = evaluations.validation.binary_logloss;
        }
      });
      const probabilities = booster.predict({columns});
      const expected = whole.predict({columns});
      expect(Math.max(...probabilities.map((p, i) => Math.abs(p - expected[i])))).toBeLessThan(1e-6);
      expect(loss).toBeCloseTo(logLoss(probabilities), 12);
    }
  });

  it("refits its leaves to new data", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    using trained = await lightgbm.train(params, dataset);
    using booster = lightgbm.boosterFromString(trained.toString());
    const flipped = label.map((y) => 1 - y);
    using refitted = lightgbm.refit(booster, {columns, label: flipped, decayRate: 0});
    expect(refitted.predict({columns}, {kind: "leaf"})).toEqual(booster.predict({columns}, {kind: "leaf"}));
    const [before, after] = [booster, refitted].map((model) => model.predict({columns}, {kind: "raw"}));
    expect(before.filter((score, i) => score > 0 !== after[i] > 0).length).toBeGreaterThan(250);
    using kept = lightgbm.refit(booster, {columns, label: flipped, decayRate: 1});
    expect(kept.predict({columns})).toEqual(booster.predict({columns}));
  });

  it("takes an objective and metrics of one's own", async () => {
    using dataset = lightgbm.dataset({columns, label, params: {num_leaves: 7, min_data_in_leaf: 5}});
    const {objective: _, ...rest} = params;
    const metric = {
      evaluate: (scores: Float64Array) => logLoss(scores.map((score) => 1 / (1 + Math.exp(-score))))
    };
    const losses: number[] = [];
    using booster = await lightgbm.train({...rest, metric: "none"}, dataset, {
      validSets: {training: dataset},
      objective(scores) {
        const probabilities = scores.map((score) => 1 / (1 + Math.exp(-score)));
        return {gradient: probabilities.map((p, i) => p - label[i]), hessian: probabilities.map((p) => p * (1 - p))};
      },
      metrics: {mine: metric},
      onIteration: ({evaluations}) => losses.push(evaluations.training.mine)
    });
    using builtIn = await lightgbm.train({...params, boost_from_average: false}, dataset);
    const [own, theirs] = [booster, builtIn].map((model) => model.predict({columns}, {kind: "raw"}));
    expect(Math.max(...own.map((score, i) => Math.abs(score - theirs[i])))).toBeLessThan(1e-5);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const twoObjectives = lightgbm.train(params, dataset, {objective: () => ({gradient: [], hessian: []})});
    await expect(twoObjectives).rejects.toThrow("two objectives");
  });

  it("cross-validates over given folds, with means and deviations", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    const folds = [0, 1, 2].map((fold) => ({
      training: Uint32Array.from(label.keys()).filter((row) => row % 3 !== fold),
      validation: Uint32Array.from(label.keys()).filter((row) => row % 3 === fold)
    }));
    using result = await lightgbm.cv(params, dataset, {folds});
    expect(result.boosters).toHaveLength(3);
    const last = result.evaluations[5].evaluations;
    const values = last.folds.map(({validation}) => validation.binary_logloss);
    expect(last.mean.validation.binary_logloss).toBeCloseTo(values.reduce((a, b) => a + b) / 3, 14);
    for (const [i, {validation}] of folds.entries()) {
      const probabilities = result.boosters[i].predict({columns, rows: validation});
      expect(values[i]).toBeCloseTo(
        logLoss(probabilities, (row) => label[validation[row]]),
        12
      );
    }
  });

  it("cross-validates from given scores, as training on a fold from them does", async () => {
    using dataset = lightgbm.dataset({columns, label, params});
    const training = Uint32Array.from(label.keys()).filter((row) => row % 3 !== 0);
    const folds = [{training, validation: Uint32Array.from(label.keys()).filter((row) => row % 3 === 0)}];
    const scores = Float64Array.from(columns[0], (value) => value / 2);
    using result = await lightgbm.cv(params, dataset, {folds, initScores: [scores]});
    using alone = lightgbm.dataset({columns, rows: training, label, initScore: scores, params, reference: dataset});
    using booster = await lightgbm.train(params, alone);
    const raw = result.boosters[0].predict({columns}, {kind: "raw"});
    expect(raw).toEqual(booster.predict({columns}, {kind: "raw"}));
    const probabilities = raw.map((value, row) => 1 / (1 + Math.exp(-value - scores[row])));
    const held = folds[0].validation;
    expect(result.evaluations[5].evaluations.mean.validation.binary_logloss).toBeCloseTo(
      logLoss(
        probabilities.filter((_, row) => row % 3 === 0),
        (row) => label[held[row]]
      ),
      12
    );
    const wrong = (initScores: Float64Array[]) => lightgbm.cv(params, dataset, {folds, initScores});
    await expect(wrong([])).rejects.toThrow("initial scores for 0 folds, not for 1");
    await expect(wrong([scores.slice(1)])).rejects.toThrow("299 values for 300 rows");
  });

  it("cannot be used after it has been freed", async () => {
    const dataset = lightgbm.dataset({columns, label, params});
    const booster = await lightgbm.train(params, dataset);
    dataset.free();
    dataset.free();
    expect(booster.predict({columns})).toHaveLength(300);
    booster.free();
    expect(() => booster.toString()).toThrow("This booster has been freed.");
    await expect(lightgbm.train(params, dataset)).rejects.toThrow("This dataset has been freed.");
  });
});

function logLoss(probabilities: Float64Array, labelOf: (row: number) => number = (row) => label[row]): number {
  return -probabilities.reduce((sum, p, row) => sum + Math.log(labelOf(row) ? p : 1 - p), 0) / probabilities.length;
}
