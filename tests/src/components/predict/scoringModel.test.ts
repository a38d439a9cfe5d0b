// @vitest-environment jsdom
import {expect, test} from "vitest";
import {ModelSentence} from "../../../../src/components/predict/scoringModel.js";
import type {Manifest} from "../../../../src/lib/staged/manifest.js";

const manifest: Manifest = {
  formatVersion: 1,
  model: "lightgbm",
  title: "LightGBM",
  runId: "0123456789abcdef0123456789abcdef",
  runName: "small",
  folds: 3,
  idColumn: "ID_code",
  targetColumn: "target",
  features: ["x"],
  threshold: 0.5,
  metrics: {auc: {mean: 0.8, standardDeviation: 0.01}},
  trainingData: {kind: "demo", trainRows: 400, testRows: 62, digest: "0".repeat(64)},
  histograms: [{edges: [0, 1], counts: [400], missing: 0}],
  files: {}
};

const text = (element: HTMLElement) => element.textContent?.replace(/\s+/g, " ");

test("a model of a run leads to the run, with its AUC in cross-validation", () => {
  const sentence = ModelSentence(manifest);
  expect(sentence.querySelector("a")?.getAttribute("href")).toBe(`./run?id=${manifest.runId}`);
  expect(text(sentence)).toContain("the average of 3 models: AUC 0.8000 ± 0.0100 in cross-validation.");
});

test("a model trained elsewhere has no run, and says what was measured on what", () => {
  const sentence = ModelSentence({...manifest, runName: "own.onnx", trainedElsewhere: true});
  expect(sentence.querySelector("a")).toBe(null);
  expect(text(sentence)).toMatch(
    /^Scored by own\.onnx, a model trained elsewhere: AUC 0\.8000 ± 0\.0100 over 3 parts of 400 rows of .+, which may have been among its training data\. The prediction is 1.* at threshold 0\.500 and above\.$/
  );
});
