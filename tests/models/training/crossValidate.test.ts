import {beforeAll, expect, test} from "vitest";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import type {TrainedModel} from "../../../models/training/trainedModel.js";
import {auc, thresholdCurve} from "../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../src/lib/random.js";
import {parseTreeEnsemble} from "../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../src/lib/trees/predict.js";
import {sampleData} from "./sample.js";

const params = {num_iterations: 40, num_leaves: 3, learning_rate: 0.2, min_data_in_leaf: 10, feature_fraction: 0.5};
const model = treeModel({name: "small", title: "Small", params});
const {data, folds} = sampleData();

let trained: TrainedModel;

beforeAll(async () => {
  trained = await model.train(data, folds, {threads: 1});
});

test("training twice gives the same bytes, however many threads there are", async () => {
  const three = await model.train(data, folds, {threads: 3});
  expect(trained.folds.map(({text}) => text)).toEqual(three.folds.map(({text}) => text));
  expect(trained.outOfFold).toEqual(three.outOfFold);
  expect(trained.metrics).toEqual(three.metrics);
});

test("every row is predicted by the model that has not seen it", () => {
  expect(trained.folds.map(({fold, trainingRows, validationRows}) => [fold, trainingRows, validationRows])).toEqual([
    [0, 400, 200],
    [1, 400, 200],
    [2, 400, 200]
  ]);
  const heldOut = data.target.filter((_, row) => row % 3 === 1);
  const scores = trained.outOfFold.filter((_, row) => row % 3 === 1);
  expect(scores).toEqual(trained.folds[1].probabilities);
  expect(trained.metrics[1].auc).toBe(auc(thresholdCurve(heldOut, scores)));
  expect(trained.metrics[1].auc).toBeGreaterThan(0.85);
});

test("the booster's own curves end at the metrics of its predictions", () => {
  const {curves} = trained.folds[0];
  if (curves === undefined) throw new Error("A booster has curves.");
  expect(curves.auc.iterations.at(-1)).toBe(40);
  expect(curves.auc.validation.at(-1)).toBeCloseTo(trained.metrics[0].auc ?? 0, 12);
  expect(curves.logloss.validation.at(-1)).toBeCloseTo(trained.metrics[0].logloss ?? 0, 12);
  expect(curves.auc.training.at(-1)).toBeGreaterThan(trained.metrics[0].auc ?? 1);
});

test("boosting goes on from an additive model, and both are one model", async () => {
  const recipe = {name: "started", title: "Started", params: {...params, learning_rate: 0.05}};
  const started = treeModel({...recipe, start: {bins: 16, rounds: 8}});
  expect(started.params).toMatchObject({additive_bins: 16, additive_rounds: 8});
  const [fold] = (await started.train(data, folds, {threads: 1})).folds;
  const ensemble = parseTreeEnsemble(fold.text);
  const own = Float64Array.from(fold.probabilities.keys(), (index) =>
    predictProbability(
      ensemble,
      data.columns.map((column) => column[index * 3])
    )
  );
  for (const [index, probability] of fold.probabilities.entries()) expect(own[index]).toBeCloseTo(probability, 12);
  // LightGBM has counted the scores that it started from.
  expect(fold.curves?.logloss.validation.at(-1)).toBeCloseTo(
    fold.probabilities.reduce((sum, p, index) => sum - Math.log(data.target[index * 3] === 1 ? p : 1 - p), 0) / 200,
    12
  );
  // Of the two features that matter; the others may have none.
  expect(Math.min(...fold.importance.split.slice(0, 2))).toBeGreaterThan(0);
  const alone = started.withParams({additive_rounds: 0});
  expect(alone.params).toEqual(treeModel(recipe).params);
  expect((await alone.train(data, folds)).folds[0].text).toBe(
    (await treeModel(recipe).train(data, folds)).folds[0].text
  );
});

test("long trainings are measured at no more than 150 points", async () => {
  const long = treeModel({name: "long", title: "Long", params: {...params, num_iterations: 400}});
  const {curves} = (await long.train(data, folds)).folds[0];
  const iterations = curves?.auc.iterations ?? [];
  expect(iterations.length).toBeGreaterThan(100);
  expect(iterations.length).toBeLessThanOrEqual(150);
  expect(iterations.at(-1)).toBe(400);
});

test("early stopping keeps the trees that the mean over the folds likes best, in every fold", async () => {
  const stopped = treeModel({
    name: "stopped",
    title: "Stopped",
    params: {...params, num_iterations: 140, early_stopping_round: 20, first_metric_only: true}
  });
  const {folds: models, metrics} = await stopped.train(data, folds, {threads: 1});
  const curves = models.map(({curves}) => curves?.auc ?? {iterations: [], training: [], validation: []});
  const means = curves[0].iterations.map((_, i) => curves.reduce((sum, {validation}) => sum + validation[i], 0) / 3);
  const best = curves[0].iterations[means.indexOf(Math.max(...means))];
  expect(best).toBeLessThan(140);
  expect(models.map(({bestIteration}) => bestIteration)).toEqual([best, best, best]);
  expect(models.map(({text}) => parseTreeEnsemble(text).trees.length)).toEqual([best, best, best]);
  expect(metrics.reduce((sum, {auc = 0}) => sum + auc, 0) / 3).toBeCloseTo(Math.max(...means), 9);
});

test("important features are those that matter", () => {
  const {gain} = trained.folds[0].importance;
  expect(Math.min(gain[0], gain[1])).toBeGreaterThan(Math.max(...gain.slice(2)));
});

test("a forest is trained like any other model", async () => {
  const forest = treeModel({
    name: "forest",
    title: "Forest",
    params: {boosting: "rf", num_iterations: 20, bagging_freq: 1, bagging_fraction: 0.6, min_data_in_leaf: 5}
  });
  expect((await forest.train(data, folds)).metrics[2].auc).toBeGreaterThan(0.8);
});

test("an abort ends the training with its reason", async () => {
  const long = treeModel({name: "long", title: "Long", params: {...params, num_iterations: 1_000_000}});
  const controller = new AbortController();
  const reason = new Error("enough");
  const training = long.train(data, folds, {signal: controller.signal, onIteration: () => controller.abort(reason)});
  await expect(training).rejects.toBe(reason);
});

test.each([
  [
    "of one class",
    data.target.map((label, row) => (row % 3 === 1 ? 0 : label)),
    folds,
    /All 200 rows of fold 1 have target 0/
  ],
  ["without rows", data.target, {...folds, folds: 4}, /Fold 3 has no rows/]
])("a fold %s is refused before anything is trained", async (_, target, assignments, message) => {
  const training = model.train({...data, target}, assignments, {onIteration: () => expect.unreachable()});
  await expect(training).rejects.toMatchObject({code: "fold-one-class", message: expect.stringMatching(message)});
});

test("a failure has LightGBM's reason", async () => {
  const bad = treeModel({name: "bad", title: "Bad", params: {...params, monotone_constraints: [1]}});
  await expect(bad.train(data, folds)).rejects.toMatchObject({
    code: "training-failed",
    message: expect.stringMatching(/^Training failed: .*monotone/i)
  });
});

test("infinite values are at the ends of a column, in training as in our trees", async () => {
  const random = new RandomSource(9);
  const [marked = new Float64Array(), ...others] = data.columns;
  // Infinite values have the target of their side.
  const infinite = marked.map((value, row) =>
    random.uniform() < 0.2 ? (data.target[row] === 1 ? Infinity : -Infinity) : value
  );
  const columns = [infinite, ...others];
  const withInfinity = await model.train({...data, columns}, folds, {threads: 1});
  const ensemble = parseTreeEnsemble(withInfinity.folds[0].text);
  const validation = [...folds.assignments.keys()].filter((row) => folds.assignments[row] === 0);
  const ours = validation.map((row) =>
    predictProbability(
      ensemble,
      columns.map((column) => column[row])
    )
  );
  ours.forEach((probability, index) => {
    expect(probability).toBeCloseTo(withInfinity.folds[0].probabilities[index], 12);
  });
  const meanOf = (value: number) => {
    const found = ours.filter((_, index) => infinite[validation[index]] === value);
    return found.reduce((sum, probability) => sum + probability, 0) / found.length;
  };
  expect(meanOf(Infinity)).toBeGreaterThan(2 * meanOf(-Infinity));
});

test("names that LightGBM does not take are encoded, and come back", async () => {
  const featureNames = ["a b", "a_b", '{"x": [1,2]}', "line\nbreak", "ü", "100%"];
  const {folds: models} = await model.train({...data, featureNames}, folds, {threads: 1});
  expect(parseTreeEnsemble(models[0].text).featureNames).toEqual(featureNames);
});
