import {expect, test} from "vitest";
import {learningCurves} from "../../../data-loaders/experiments/learningCurves.js";

const points = (values: readonly number[]) => values.map((value, step) => ({step, value}));
const names = (...logged: string[]) =>
  learningCurves(logged.map((name) => ({name, fold: 0, points: points([1, 2])})))
    .map(({metric, series}) => `${metric.name}: ${series.map(({part}) => part).join(" ")}`)
    .sort();

test.each([
  [["training_auc", "validation_auc"], ["auc: training validation"]],
  [["loss", "val_loss"], ["loss: training validation"]],
  [["train/loss", "test/loss"], ["loss: training validation"]],
  [["training-l2", "valid_1-l2"], ["l2: training validation"]],
  [["auc-train", "auc-eval"], ["auc: training validation"]],
  [
    ["validation_0-logloss", "validation_1-logloss"],
    ["logloss: validation", "validation_1-logloss: validation"]
  ],
  [["lr"], ["lr: validation"]],
  [["trainer"], ["trainer: validation"]]
])("%j are %j", (logged, expected) => expect(names(...logged)).toEqual(expected));

test("values that are no numbers are left out, and what is left of one point is no curve", () => {
  const [curve, ...others] = learningCurves([
    {name: "loss", fold: 0, points: points([1, Number.NaN, 0.5, Number.POSITIVE_INFINITY])},
    {name: "other", fold: 0, points: points([1, Number.NaN])}
  ]);
  expect(curve.series).toEqual([{fold: 0, part: "validation", steps: [0, 2], values: [1, 0.5]}]);
  expect(others).toEqual([]);
});

test("long curves keep their ends and the best step of each fold, at which all of its series stay", () => {
  const count = 5000;
  const best = 1234;
  const [curve] = learningCurves([
    {name: "val_loss", fold: 0, points: points(Array.from({length: count}, (_, i) => Math.abs(i - best)))},
    {name: "loss", fold: 0, points: points(Array.from({length: count}, (_, i) => i))}
  ]);
  for (const {steps} of curve.series) {
    expect(steps.length).toBeLessThanOrEqual(401);
    expect([steps[0], steps.at(-1), steps.includes(best)]).toEqual([0, count - 1, true]);
  }
});
