import {expect, test} from "vitest";
import {bestOfMany} from "../../../../src/lib/experiment/bestOfMany.js";
import type {RunRow} from "../../../../src/lib/experiment/experiment.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {recipeVerdict, rowsVerdict, type Verdict} from "../../../../src/lib/experiment/verdict.js";
import {auc, thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {normalSample} from "../statistics/normalSample.js";
import {aucColumn, crossValidated, scoresOf} from "./runRows.js";

// 1,000 simulated experiments in which nothing is better than anything else, for each question.

const experiments = 1000;
const isBetter = (verdict: Verdict) => "call" in verdict && verdict.call === "better";
const isWorse = (verdict: Verdict) => "call" in verdict && verdict.call === "worse";

/** Of how many experiments something is so. */
function count(experiment: (index: number) => boolean): number {
  return Array.from({length: experiments}, (_, index) => experiment(index)).filter(Boolean).length;
}

const features = 4;
const [rows, folds] = [200, 5];

interface Table {
  labels: number[];
  /** By recipe and row: each recipe has features of its own, all made alike. */
  features: Float64Array[][];
}

/** Rows whose classes lie somewhat apart in every feature: any set of features is as good as any other. */
function simulate(random: RandomSource, recipes: number): Table {
  const labels = Array.from({length: rows}, (_, row) => row % 2);
  const draw = () =>
    labels.map((label) => Float64Array.from({length: features}, () => 0.5 * label + normalSample(random)));
  return {labels, features: Array.from({length: recipes}, draw)};
}

/** AUC by fold of a linear discriminant with equal variances, trained on the other folds: they share training rows. */
function crossValidate(labels: readonly number[], values: readonly Float64Array[]): number[] {
  return Array.from({length: folds}, (_, fold) => {
    const direction = new Float64Array(features);
    const tested: number[] = [];
    for (const [row, value] of values.entries()) {
      if (Math.floor(row / 2) % folds === fold) tested.push(row);
      else for (let j = 0; j < features; ++j) direction[j] += labels[row] === 1 ? value[j] : -value[j];
    }
    const scores = tested.map((row) => values[row].reduce((sum, value, j) => sum + value * direction[j], 0));
    return (
      auc(
        thresholdCurve(
          tested.map((row) => labels[row]),
          scores
        )
      ) ?? Number.NaN
    );
  });
}

const runsOf = ({labels, features}: Table): RunRow[] =>
  features.map((values, recipe) => crossValidated(`recipe ${recipe}`, crossValidate(labels, values)));

test("the recipe is said to be better in at most 5 % of experiments with equal recipes", () => {
  const random = new RandomSource(14);
  let worse = 0;
  const better = count(() => {
    const [first, second] = runsOf(simulate(random, 2));
    const verdict = recipeVerdict(first, second, aucColumn);
    worse += Number(isWorse(verdict));
    return isBetter(verdict);
  });
  expect(better).toBeLessThanOrEqual(0.05 * experiments);
  expect(better + worse).toBeLessThanOrEqual(0.065 * experiments);
  // The ordinary paired t-test would say so far more often: the correction is what this test is about.
  expect(better + worse).toBeGreaterThan(0);
});

test("the best of eight equal recipes is said to lead in at most 5 %, and the truly best is left out in at most 5 %", () => {
  const random = new RandomSource(15);
  let leftOut = 0;
  const leads = count(() => {
    const runs = runsOf(simulate(random, 8));
    const found = bestOfMany(runs, aucColumn);
    if (found?.runnerUp === undefined) throw new Error("There is no second run.");
    // All are equally good: any one may be called the truly best.
    leftOut += Number(![found.best, ...found.contenders].some(({name}) => name === "recipe 0"));
    return isBetter(recipeVerdict(found.best, found.runnerUp, aucColumn));
  });
  expect(leads).toBeLessThanOrEqual(0.05 * experiments);
  expect(leftOut).toBeLessThanOrEqual(0.05 * experiments);
});

test.each(["auc", "logloss", "f1", "average_precision"])(
  "by %s a model is said to be better on the rows in at most 5 % of experiments with equal models",
  (metric) => {
    const random = new RandomSource(16);
    const column = metricColumn(metric);
    const [first, second] = ["a", "b"].map((name) => crossValidated(name, [0.8, 0.8], {threshold: 0.5}));
    let worse = 0;
    const better = count(() => {
      const labels = Array.from({length: 200}, () => Number(random.uniform() < 0.3));
      const common = labels.map((label) => label + normalSample(random));
      const scores = [1, 2].map(() =>
        scoresOf(
          labels,
          common.map((value) => 1 / (1 + Math.exp(1.5 - value - 0.7 * normalSample(random))))
        )
      );
      const verdict = rowsVerdict(first, second, column, [scores[0], scores[1]], {replicates: 300});
      worse += Number(isWorse(verdict));
      return isBetter(verdict);
    });
    expect(better).toBeLessThanOrEqual(0.05 * experiments);
    // Of either sign: 5 %, and what 1,000 experiments may add to it by chance.
    expect(better + worse).toBeLessThanOrEqual(0.07 * experiments);
  }
);
