import {expect, test} from "vitest";
import {parseManifest} from "../../../../src/lib/staged/parseManifest.js";
import {manifest} from "../../../fixtures/stagedModel.js";

test("a manifest comes through unchanged", () => {
  expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
});

test("what this version does not know is left out", () => {
  expect(parseManifest(JSON.stringify({...manifest, comment: "by hand"}))).toEqual(manifest);
});

test.each(Object.keys(manifest))("a manifest without %s is refused by that name", (field) => {
  const {[field]: _, ...rest}: Record<string, unknown> = {...manifest};
  expect(() => parseManifest(JSON.stringify(rest))).toThrow(
    expect.objectContaining({
      code: "manifest-missing-field",
      message: `The manifest has no \`${field}\`.`,
      place: {file: "manifest.json", column: field}
    })
  );
});

const [histogram] = manifest.histograms;

test.each([
  ["formatVersion", {formatVersion: 2}, "1"],
  ["model", {model: ""}, "a text"],
  ["folds", {folds: 2.5}, "a whole number, 0 or more"],
  ["features", {features: "var_0"}, "a list"],
  ["features", {features: ["a", "b", "a"]}, "a list of different names"],
  ["features[1]", {features: ["a", 7]}, "a text"],
  ["idColumn", {idColumn: manifest.features[2]}, "a column that is no feature"],
  ["threshold", {threshold: 1.5}, "a number from 0 to 1"],
  [
    "metrics.auc.standardDeviation",
    {metrics: {...manifest.metrics, auc: {mean: 1, standardDeviation: -1}}},
    "a number, 0 or more"
  ],
  ["metrics.f1.mean", {metrics: {...manifest.metrics, f1: {mean: null, standardDeviation: 0}}}, "a number"],
  ["trainingData", {trainingData: null}, "an object"],
  ["trainingData.kind", {trainingData: {...manifest.trainingData, kind: "other"}}, "demo or kaggle or file"],
  ["histograms", {histograms: [histogram]}, "a list of 6 histograms, one a feature"],
  ["histograms[0].edges", {histograms: [{...histogram, edges: [0, 1]}]}, "rising edges, one more than counts"],
  ["histograms[0].edges", {histograms: [{...histogram, edges: [0, 1, 1]}]}, "rising edges, one more than counts"],
  ["histograms[0].counts[1]", {histograms: [{...histogram, counts: [1, -1]}]}, "a whole number, 0 or more"],
  ["files.model.onnx.sha256", {files: {"model.onnx": {bytes: 1, sha256: "abc"}}}, "a SHA-256 digest in hexadecimal"]
])("a bad %s is named, with what it should be", (path, changes, wanted) => {
  expect(() => parseManifest(JSON.stringify({...manifest, ...changes}))).toThrow(
    expect.objectContaining({
      code: "manifest-bad-field",
      message: `\`${path}\` of the manifest must be ${wanted}.`,
      place: expect.objectContaining({column: path})
    })
  );
});

test.each(["null", "7", '"text"', "[]"])("%s is no manifest", (text) => {
  expect(() => parseManifest(text)).toThrow(/^The manifest must be an object\.$/);
});
