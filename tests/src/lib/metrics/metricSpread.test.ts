import {afterEach, expect, test} from "vitest";
import {metricsOverFolds} from "../../../../models/staging/describeRun.js";
import type {Run} from "../../../../models/tracking/runStore.js";
import {measured, rankRuns, reasonNotRanked, spreadOverFolds} from "../../../../src/lib/metrics/metricSpread.js";
import {metrics} from "../../../../src/lib/metrics/metrics.js";

test("a metric that every fold has is a mean and its spread", () => {
  expect(spreadOverFolds("auc", [0.8, 0.9])).toEqual({
    mean: expect.closeTo(0.85, 14),
    standardDeviation: expect.closeTo(Math.SQRT1_2 / 10, 14),
    folds: [0.8, 0.9]
  });
  expect(spreadOverFolds("logloss", [-0, Number.MIN_VALUE])).toMatchObject({folds: [-0, Number.MIN_VALUE]});
});

test.each([
  ["auc", [0.8, Number.NaN], "AUC of fold 1 was logged as NaN", true],
  ["auc", [0.8, undefined], "AUC of fold 1 was not logged", true],
  ["auc", [undefined, undefined], "AUC was not logged", false],
  ["auc", [], "AUC was not logged", false],
  ["auc", [1.5, 0.8], "AUC of fold 0 was logged as 1.5, outside 0 to 1", true],
  ["auc", [0.8, 1e308], "AUC of fold 1 was logged as 1e+308, outside 0 to 1", true],
  ["logloss", [0.3, Number.POSITIVE_INFINITY], "Log loss of fold 1 was logged as infinite", true],
  ["logloss", [0.3, -0.1], "Log loss of fold 1 was logged as -0.1, below 0", true],
  ["logloss", [1e308, 1e308], "Log loss of the folds is too large for a mean", true]
] as const)("%s of %j does not exist, with the reason", (name, values, reason, faulty) => {
  const result = spreadOverFolds(name, values);
  expect(result).toEqual({reason, faulty});
  expect(measured(result)).toBeUndefined();
});

const run = (auc: (number | undefined)[], logloss: (number | undefined)[]) => ({
  metrics: {auc: spreadOverFolds("auc", auc), logloss: spreadOverFolds("logloss", logloss)}
});

test("runs are ranked in the metric's direction; faulty ones and those without it are not", () => {
  const good = run([0.8], [0.3]);
  const better = run([0.9], [0.4]);
  const infinite = run([0.99], [Number.POSITIVE_INFINITY]);
  const older = run([0.7], [undefined]);
  const all = [infinite, good, older, better];
  expect(rankRuns(all, "auc")).toEqual([better, good, older]);
  expect(rankRuns(all, "logloss")).toEqual([good, better]);
  expect(rankRuns(all, "brier")).toEqual([]);
  expect(reasonNotRanked(infinite.metrics, "auc")).toBe("Log loss of fold 0 was logged as infinite");
  expect(reasonNotRanked(older.metrics, "auc")).toBeUndefined();
  expect(reasonNotRanked({}, "auc")).toBe("AUC was not logged");
});

/** In place, as if they were listed the other way round. */
const reverseDefinitions = () => Array.prototype.reverse.call(metrics);
let reversed = false;
afterEach(() => {
  if (reversed) reverseDefinitions();
  reversed = false;
});

test("the order in which metrics are listed changes no value's name", () => {
  const values = Object.fromEntries(metrics.map(({name}, i) => [name, i / 10]));
  const fold: Run = {
    runId: "0".repeat(32),
    name: "fold 0",
    status: "FINISHED",
    startTime: 0,
    endTime: 1,
    params: {},
    tags: {},
    metrics: values
  };
  const first = metrics[0].name;
  reverseDefinitions();
  reversed = true;
  expect(metrics[0].name).not.toBe(first);
  const means = Object.entries(metricsOverFolds([fold])).map(([name, result]) => [name, measured(result)?.mean]);
  expect(Object.fromEntries(means)).toEqual(values);
});
