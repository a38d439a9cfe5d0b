import {expect, it} from "vitest";
import {describeStages} from "../../cli/trainingReport.js";

it("tells how long each stage of a training took", () => {
  const stages = {bins: 2_500, trees: 70_000, predictions: 300};
  expect(describeStages(stages)).toBe("Stages: bins 2.5 s, trees 1 min 10 s, predictions 0.3 s.");
});
