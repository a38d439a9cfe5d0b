import {expect, test} from "vitest";
import {bestOfMany} from "../../../../src/lib/experiment/bestOfMany.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {
  builtRowsVerdict,
  differenceOf,
  foldWins,
  recipeVerdict,
  rowMethodOf,
  rowsVerdict,
  type Verdict
} from "../../../../src/lib/experiment/verdict.js";
import references from "../../../fixtures/statistics/comparisons.json" with {type: "json"};
import {aucColumn, crossValidated, loglossColumn, scoresOf, singleRun} from "./runRows.js";

const best = crossValidated("best", [0.88, 0.882, 0.884, 0.886, 0.888]);
const far = crossValidated("far", [0.87, 0.873, 0.874, 0.875, 0.879]);
const close = crossValidated("close", [0.872, 0.886, 0.876, 0.89, 0.88]);

const call = (verdict: Verdict) => ("call" in verdict ? verdict.call : verdict.reason);

test("a recipe is better or worse where the corrected interval leaves out 0", () => {
  // scipy.stats.t.interval(.95, 4, 0.0098, sqrt((1/5 + 1/4) * var([.01, .009, .01, .011, .009], ddof=1)))
  expect(recipeVerdict(best, far, aucColumn)).toEqual({
    call: "better",
    interval: {
      mean: expect.closeTo(0.0098, 12),
      low: expect.closeTo(0.008241724049474647, 12),
      high: expect.closeTo(0.011358275950525352, 12)
    }
  });
  expect(call(recipeVerdict(far, best, aucColumn))).toBe("worse");
  expect(call(recipeVerdict(best, close, aucColumn))).toBe("too close to call");
  expect(call(recipeVerdict(best, best, aucColumn))).toBe("too close to call");
});

test("of a metric where less is better, the difference keeps its sign and the call turns", () => {
  const [low, high] = [
    [0.21, 0.22, 0.2],
    [0.31, 0.321, 0.3]
  ].map((folds, i) => crossValidated(`run ${i}`, folds, {metric: "logloss"}));
  const verdict = recipeVerdict(low, high, loglossColumn);
  expect(call(verdict)).toBe("better");
  expect(differenceOf(verdict)).toBeCloseTo(-0.1003, 4);
  expect(foldWins(low, high, loglossColumn)).toEqual({wins: 3, folds: 3});
});

test("repeated cross-validation counts its share of test rows, not one over the number of values", () => {
  const folds = [0.88, 0.882, 0.884, 0.886, 0.888, 0.881, 0.883, 0.885, 0.887, 0.889];
  const repeated = (name: string, shift: (i: number) => number) =>
    crossValidated(name, [], {
      metrics: {auc: {mean: 0.8845, folds: folds.map((value, i) => value + shift(i)), testToTrain: 0.25}}
    });
  const verdict = recipeVerdict(
    repeated("a", () => 0),
    repeated("b", (i) => (i % 3) * 0.01),
    aucColumn
  );
  // scipy.stats.t.interval(.95, 9, -.009, sqrt((1/10 + 1/4) * var([0, .01, .02] * 3 + [0], ddof=1)))
  expect(verdict).toMatchObject({
    interval: {low: expect.closeTo(-0.02071817789946511, 12), high: expect.closeTo(0.0027181778994651105, 12)}
  });
});

test.each([
  ["other data", crossValidated("other", [0.8, 0.8], {data: 1}), "They are on different data"],
  ["other folds", crossValidated("other", [0.8, 0.8], {foldsKey: "others"}), "Their folds hold different rows"],
  [
    "unknown folds",
    crossValidated("other", [0.8, 0.8], {foldsKey: undefined}),
    "Whether their folds hold the same rows is not known"
  ],
  [
    "a value for the whole run",
    crossValidated("other", [], {metrics: {auc: {mean: 0.8, folds: []}}}),
    "AUC has no value for each fold"
  ],
  ["fewer folds", crossValidated("other", [0.8, 0.81]), "Their folds hold different rows"],
  ["one fold", crossValidated("other", [0.8]), "One fold has no spread"],
  ["no folds", singleRun("other", 0.8), "other is a single run, without folds"],
  ["no metric", crossValidated("other", [0.8, 0.8], {metric: "loss"}), "AUC of other is missing: It was not logged"],
  [
    "a faulty metric",
    crossValidated("other", [], {metrics: {auc: {reason: "AUC of fold 1 was logged as NaN", faulty: true}}}),
    "AUC of other is missing: AUC of fold 1 was logged as NaN"
  ]
])("of %s there is no verdict, with its reason", (_, other, reason) => {
  expect(call(recipeVerdict(best, other, aucColumn))).toBe(reason);
  expect(call(recipeVerdict(other, best, aucColumn))).toBe(reason);
});

test("a difference of means is known where the metric is, on the same data", () => {
  expect(differenceOf(recipeVerdict(best, singleRun("other", 0.8), aucColumn))).toBeCloseTo(0.084, 12);
  expect(differenceOf(recipeVerdict(best, crossValidated("other", [0.8, 0.8], {data: 1}), aucColumn))).toBeUndefined();
});

const {labels, first, second, thresholds, means} = references.rows;
const scores = [scoresOf(labels, first), scoresOf(labels, second)] as const;
const [a, b] = thresholds.map((threshold, i) => crossValidated(`run ${i}`, [0.8, 0.81], {threshold}));

test("models are compared on the rows by the metric's own method", () => {
  expect(call(rowsVerdict(a, b, aucColumn, scores))).toBe("too close to call");
  const turned = {...scores[1], probabilities: scores[1].probabilities.map((value) => 1 - value)};
  expect(call(rowsVerdict(a, b, aucColumn, [scores[0], turned]))).toBe("better");
  expect(call(rowsVerdict(a, b, aucColumn, [turned, scores[0]]))).toBe("worse");
  const {mean, low, high} = means.logloss;
  expect(rowsVerdict(a, b, loglossColumn, scores)).toEqual({
    call: high < 0 ? "better" : low > 0 ? "worse" : "too close to call",
    // The scores that pages fetch have 24 bits.
    interval: {mean: expect.closeTo(mean, 6), low: expect.closeTo(low, 6), high: expect.closeTo(high, 6)}
  });
  expect(rowMethodOf(aucColumn)).toBe("DeLong’s test");
  expect(rowMethodOf(metricColumn("rmse"))).toBeUndefined();
});

test.each([
  ["other data", {data: 1}, "auc", "They are on different data"],
  ["other folds", {foldsKey: "others"}, "auc", "Their folds hold different rows"],
  [
    "no predictions",
    {has: {curves: false, outOfFold: false, importance: false}},
    "auc",
    "other logged no out-of-fold predictions"
  ],
  ["a metric of unknown making", {}, "rmse", "How rmse is made of rows is not known"],
  ["no threshold", {threshold: undefined}, "f1", "other has no threshold"]
])("rows with %s have no verdict, with its reason", (_, rest, metric, reason) => {
  const other = crossValidated("other", [0.8, 0.81], rest);
  expect(call(rowsVerdict(a, other, metricColumn(metric), scores))).toBe(reason);
});

test("few rows of one class have no verdict on rows", () => {
  const few = scoresOf(
    Array.from({length: 50}, (_, i) => Number(i < 9)),
    Array.from({length: 50}, (_, i) => i / 50)
  );
  expect(call(rowsVerdict(a, b, aucColumn, [few, few]))).toBe("One class has fewer than 10 rows");
});

test("what the build compared with the champion is read either way round", () => {
  const other = crossValidated("other", [0.8, 0.81], {onTheseRows: {mean: -0.02, low: -0.03, high: -0.01}});
  expect(builtRowsVerdict(other, best, aucColumn, "best")).toEqual({call: "worse", interval: other.onTheseRows});
  expect(builtRowsVerdict(best, other, aucColumn, "best")).toEqual({
    call: "better",
    interval: {mean: 0.02, low: 0.01, high: 0.03}
  });
  const reason = "They are compared row by row in the comparison";
  expect(call(builtRowsVerdict(best, other, aucColumn, "another"))).toBe(reason);
  expect(call(builtRowsVerdict(best, other, loglossColumn, "best"))).toBe(reason);
});

test("the best of many names the second best, how many there are and which it cannot be told from", () => {
  expect(bestOfMany([far, close, best], aucColumn)).toMatchObject({
    best: {name: "best"},
    runnerUp: {name: "close"},
    of: 3,
    contenders: [{name: "close"}],
    notCompared: 0
  });
  expect(bestOfMany([best, singleRun("single", 0.7)], aucColumn)).toMatchObject({
    of: 2,
    contenders: [],
    notCompared: 1
  });
  expect(bestOfMany([best], aucColumn)).toEqual({best, of: 1, contenders: [], notCompared: 0});
  expect(bestOfMany([best], loglossColumn)).toBeUndefined();
});

test("the more runs the best was selected from, the more of them may be the best", () => {
  // Behind by 0.0031 in the mean: the plain interval leaves out 0, that for twenty comparisons does not.
  const second = crossValidated("second", [0.8765, 0.8785, 0.8815, 0.8825, 0.8855]);
  expect(call(recipeVerdict(best, second, aucColumn))).toBe("better");
  const names = (runs: Parameters<typeof bestOfMany>[0]) =>
    bestOfMany(runs, aucColumn)?.contenders.map(({name}) => name);
  expect(names([best, second])).toEqual([]);
  const others = Array.from({length: 200}, (_, i) => ({...far, runId: `${i}`, name: `far ${i}`}));
  expect(names([best, second, ...others])).toContain("second");
});
