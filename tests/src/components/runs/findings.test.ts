import {expect, test} from "vitest";
import {bestOfEachModel, championFinding, foldFinding, rankFinding} from "../../../../src/components/runs/findings.js";
import {compareRuns} from "../../../../src/lib/experiment/comparison.js";
import type {CrossValidation} from "../../../../src/lib/experiment/crossValidation.js";
import {spreadOverFolds} from "../../../../src/lib/metrics/metricSpread.js";
import type {MetricName} from "../../../../src/lib/metrics/metrics.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";

const summary = sampleExperiment();
const {runs} = summary;

const withFolds = (name: string, folds: number[], metric: MetricName = "auc"): CrossValidation => ({
  ...runs[0],
  runId: name,
  name,
  metrics: {...runs[0].metrics, [metric]: spreadOverFolds(metric, folds)}
});
const a = withFolds("a", [0.88, 0.882, 0.884, 0.886, 0.888]);
const farBelow = withFolds("far", [0.87, 0.873, 0.874, 0.875, 0.879]);
const justBelow = withFolds("close", [0.872, 0.886, 0.876, 0.89, 0.88]);

test("a lead beyond chance is told with its interval, the runner-up and the number of runs", () => {
  // scipy.stats.t.interval(.95, 4, 0.0098, sqrt((1/5 + 1/4) * var([.01, .009, .01, .011, .009], ddof=1)))
  const lead = "a leads far by 0.0098 AUC (95 % interval 0.0082 to 0.0114), best of 2 runs";
  expect(championFinding({runs: [a, farBelow]})).toBe(lead);
  expect(foldFinding([farBelow, a])).toBe(
    "AUC by fold: a is higher than far on 5 of 5 folds, by 0.0098 on average (95 % interval 0.0082 to 0.0114)"
  );
});

test("a lead that chance could make is none", () => {
  const finding = championFinding({runs: [a, justBelow, farBelow]});
  expect(finding).toMatch(
    /^a has the highest AUC of 3 runs, 0\.0032 above close \(95 % interval −0\.\d{4} to 0\.\d{4}\): too close to call on new folds$/
  );
  expect(finding).not.toMatch(/leads|beats/);
  expect(foldFinding([a, justBelow])).toMatch(/^AUC by fold: a is higher than close on 3 of 5 folds, by 0\.0032 on/);
});

test("the runner-up is the second best run, also where it is of the same model", () => {
  const [first, second] = runs;
  expect(first.model).toBe(second.model);
  expect(championFinding(summary)).toContain(second.name);
  expect(championFinding(summary)).toContain("of 7 runs");
  expect(bestOfEachModel(runs).map(({name}) => name)).toEqual(["lightgbm-tuned", "lightgbm-fast-rate", "forest-100"]);
});

test("one run, the same run twice and no run each have a sentence", () => {
  expect(championFinding({runs: [a]})).toMatch(/^a: AUC 0\.8840 \(95 % interval 0\.\d{4} to 0\.\d{4}\)$/);
  expect(championFinding({runs: [a, {...a, name: "twin"}]})).toBe(
    "a and twin have the same AUC, 0.8840, best of 2 runs (95 % interval 0.0000 to 0.0000 of the difference)"
  );
  expect(championFinding({runs: []})).toBe("No run has finished yet");
  expect(foldFinding([])).toBe("No run matches");
});

test("runs on other folds are compared without an interval, and never lead", () => {
  const three = withFolds("three", [0.7, 0.71, 0.72]);
  expect(compareRuns(a, three, "auc")).toEqual({
    difference: expect.closeTo(0.174, 12),
    interval: undefined,
    wins: 0,
    folds: 0
  });
  expect(championFinding({runs: [a, three]})).toMatch(/0\.1740 above three \(other folds, no interval\): too close/);
});

test("a rank names the distance to the best and its interval", () => {
  expect(rankFinding(a, [a, farBelow])).toBe(
    "highest AUC of 2 runs, 0.0098 above far (95 % interval 0.0082 to 0.0114)"
  );
  expect(rankFinding(farBelow, [a, farBelow])).toBe(
    "rank 2 of 2 runs by AUC, 0.0098 below a (95 % interval 0.0082 to 0.0114)"
  );
  expect(rankFinding(justBelow, [a, justBelow])).toMatch(
    /^rank 2 of 2 runs by AUC, .*, too close to call on new folds$/
  );
  expect(rankFinding(a, [a])).toBe("the only run that is ranked");
});

test("a run without a metric is not ranked, and its page says why", () => {
  const broken = withFolds("broken", [0.99, Number.NaN, 0.99, 0.99, 0.99]);
  expect(rankFinding(broken, [broken, a])).toBe("not ranked. AUC of fold 1 was logged as NaN");
  expect(championFinding({runs: [broken, a, farBelow]})).toMatch(/^a leads far/);
  expect(championFinding({runs: [broken]})).toBe("No run can be ranked");
  expect(foldFinding([broken], {metric: "logloss"})).toBe("Log loss: no run can be ranked");
});

test("less is better for losses", () => {
  const low = withFolds("low", [0.2, 0.21, 0.2, 0.21, 0.2], "logloss");
  const high = withFolds("high", [0.3, 0.31, 0.3, 0.31, 0.3], "logloss");
  expect(foldFinding([high, low], {metric: "logloss"})).toBe(
    "Log loss by fold: low is lower than high on 5 of 5 folds, by 0.1000 on average (95 % interval 0.1000 to 0.1000)"
  );
  expect(foldFinding([low], {metric: "logloss"})).toMatch(/^low: Log loss 0\.2040 \(95 % interval/);
  const folds = withFolds("folds", [0.3, 0.31, 0.3], "logloss");
  expect(foldFinding([folds, low], {metric: "logloss"})).toMatch(
    /^low has the lowest log loss of 2 runs, 0\.0993 below folds \(other folds, no interval\)/
  );
});
