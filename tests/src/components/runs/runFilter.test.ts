import {expect, test} from "vitest";
import {allParameters, differingParameters, filterRuns} from "../../../../src/components/runs/runFilter.js";
import {sampleExperiment} from "../../../fixtures/reportSamples.js";

const {runs} = sampleExperiment();
const names = (query: string) => filterRuns(runs, query).map((run) => run.name);

test("an empty query keeps all runs in order", () => expect(filterRuns(runs, "  ")).toEqual(runs));

test("text is found in name and model, whatever its case", () => {
  expect(names("FOREST")).toEqual(["forest-100", "randomforest"]);
});

test("all terms have to be met", () => {
  expect(names("tuned num_leaves=2")).toEqual(["lightgbm-tuned", "tuned-500-trees"]);
  expect(names("tuned num_leaves=2 auc>0.87")).toEqual(["lightgbm-tuned"]);
});

test("numbers are compared as numbers", () => {
  expect(names("num_leaves>=4 learning_rate<=0.05")).toEqual(["tuned-4-leaves", "lightgbm"]);
  expect(names("learning_rate=0.10 model=lightgbm")).toEqual(["lightgbm-fast-rate"]);
});

test("a condition on a parameter that a run lacks leaves the run out", () => {
  expect(names("boosting!=gbdt")).toEqual(["forest-100", "randomforest"]);
  expect(names("no_such_parameter=1")).toEqual([]);
});

test("parameters that are the same in all runs do not differ; absent ones do", () => {
  const params = (values: Record<string, string>) => ({params: values});
  const few = [params({seed: "42", leaves: "2"}), params({seed: "42", leaves: "4", boosting: "rf"})];
  expect(allParameters(few)).toEqual(["boosting", "leaves", "seed"]);
  expect(differingParameters(few)).toEqual(["boosting", "leaves"]);
  expect(differingParameters(few.slice(0, 1))).toEqual([]);
});
