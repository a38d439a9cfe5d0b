import {expect, test} from "vitest";
import {
  bestOfEachModel,
  championFinding,
  foldFinding,
  rankFinding,
  rankRuns
} from "../../../../src/components/runs/findings.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";

const summary = sampleExperiment();
const {runs} = summary;

test("the champion is measured against the best run of another model", () => {
  const [best, second] = bestOfEachModel(runs);
  expect([best.name, second.name]).toEqual(["lightgbm-tuned", "lightgbm-fast-rate"]);
  const lead = (best.metrics.auc.mean - second.metrics.auc.mean).toFixed(4);
  expect(championFinding(summary)).toBe(`lightgbm-tuned leads by ${lead} AUC`);
});

test("one model, a draw and no run each have a sentence", () => {
  const only = runs.filter((run) => run.model === "randomforest");
  expect(championFinding({...summary, runs: only})).toMatch(/^forest-100 reaches an AUC of 0\.7\d{3}$/);
  const twin = {...runs[0], name: "twin", model: "other"};
  expect(championFinding({...summary, runs: [runs[0], twin]})).toMatch(/^lightgbm-tuned and twin are level/);
  expect(championFinding({...summary, runs: []})).toBe("No run has finished yet");
});

test("a rank names the distance to the best", () => {
  expect(rankFinding(runs[0], runs)).toBe("best of 7 runs");
  expect(rankFinding(runs[0], runs.slice(0, 1))).toBe("the only run");
  expect(rankFinding(runs[6], runs)).toMatch(/^rank 7 of 7 runs, 0\.15\d\d behind lightgbm-tuned$/);
});

test("less is better for losses", () => {
  const losses = rankRuns(runs, "logloss").map((run) => run.metrics.logloss.mean);
  expect(losses).toEqual(losses.toSorted((a, b) => a - b));
  expect(foldFinding(runs.slice(3), {metric: "logloss"})).toMatch(
    /^Log loss: lightgbm-fast-rate beats lightgbm on \d of 5|every fold/
  );
});

test("a lead is counted fold by fold", () => {
  const withFolds = (name: string, folds: number[], mean: number) => ({
    ...runs[0],
    name,
    metrics: {...runs[0].metrics, auc: {mean, standardDeviation: 0, folds}}
  });
  const a = withFolds("a", [0.8, 0.7, 0.9], 0.8);
  expect(foldFinding([a, withFolds("b", [0.7, 0.75, 0.8], 0.75)])).toBe("AUC: a beats b on 2 of 3 folds");
  expect(foldFinding([a, withFolds("b", [0.7, 0.6, 0.8], 0.7)])).toBe("AUC: a beats b on every fold");
  expect(foldFinding([])).toBe("No run matches");
});
