import {expect, it} from "vitest";
import {describeStages} from "../../cli/stages.js";

it("adds up each stage over the folds", () => {
  const folds = [
    {stages: {bins: 1_000, trees: 30_000, predictions: 100}},
    {stages: {bins: 1_500, trees: 40_000, predictions: 200}}
  ];
  expect(describeStages(folds)).toBe("Summed over 2 folds: bins 2.5 s, trees 1 min 10 s, predictions 0.3 s.");
});
