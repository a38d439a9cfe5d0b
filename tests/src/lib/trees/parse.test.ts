import {expect, test} from "vitest";
import {UserError} from "../../../../src/lib/errors.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {modelText} from "../../../fixtures/trees/fixture.js";

function errorOf(text: string): UserError {
  try {
    parseTreeEnsemble(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("The text was accepted.");
}

/** Changes the first line that begins with `name=`. */
function withField(name: string, value: string | null, text = modelText("missing-nan")): string {
  return text.replace(new RegExp(`^${name}=.*\n`, "m"), value === null ? "" : `${name}=${value}\n`);
}

test("the header's names, sigmoid and averaging are read", () => {
  const stumps = parseTreeEnsemble(modelText("stumps"));
  expect(stumps.featureNames).toEqual(["feature_0", "feature_1", "feature_2", "feature_3", "feature_4", "feature_5"]);
  expect(stumps.sigmoid).toBe(0.7);
  expect(stumps.averageOutput).toBe(false);
  expect(stumps.trees).toHaveLength(20);
  expect(parseTreeEnsemble(modelText("random-forest")).averageOutput).toBe(true);
});

test("Windows line ends are read as well", () => {
  expect(parseTreeEnsemble(modelText("stumps").replaceAll("\n", "\r\n"))).toEqual(
    parseTreeEnsemble(modelText("stumps"))
  );
});

test.each([
  ["an empty file", "", "model-text-not-lightgbm", ""],
  ["another file", "ID_code,target\n", "model-text-not-lightgbm", "ID_code"],
  ["a tree too few", modelText("stumps").replace(/^Tree=3\n[\s\S]*?\n\n/m, ""), "model-text-truncated", "tree_sizes="],
  ["a model without feature names", withField("feature_names", null), "model-text-missing-field", "version="],
  ["a tree without thresholds", withField("threshold", null), "model-text-missing-field", "num_leaves="],
  ["a tree with a leaf value too few", withField("leaf_value", "1 2"), "model-text-wrong-length", "leaf_value="],
  ["text for a number", withField("threshold", "1 2 x 4 5"), "model-text-bad-number", "threshold="],
  ["an infinite leaf", withField("leaf_value", "1 2 inf 4 5 6"), "model-text-bad-number", "leaf_value="],
  ["a feature out of range", withField("split_feature", "0 1 2 3 6"), "model-text-bad-number", "split_feature="],
  ["an unknown decision type", withField("decision_type", "2 2 2 2 12"), "model-text-bad-number", "decision_type="],
  ["a child out of range", withField("left_child", "1 2 3 4 5"), "model-text-bad-number", "left_child="],
  ["a circle of splits", withField("left_child", "0 0 0 0 0"), "model-text-bad-tree", "num_leaves="],
  [
    "a category set out of range",
    withField("threshold", "7 0 0 0 0", modelText("categorical")),
    "model-text-bad-tree",
    "threshold="
  ],
  [
    "a category set that goes on for ever",
    withField("cat_boundaries", "0 9007199254740991", modelText("categorical")),
    "model-text-bad-number",
    "cat_boundaries="
  ],
  ["a linear tree", modelText("linear"), "model-text-unsupported", "is_linear="],
  ["a model of several classes", modelText("multiclass"), "model-text-unsupported", "num_tree_per_iteration="],
  ["a regression", modelText("regression"), "model-text-unsupported", "objective="]
])("%s is refused, with the line", (_, text, code, line) => {
  const error = errorOf(text);
  expect(error.code).toBe(code);
  expect(error.place.row).toBe(text.split("\n").findIndex((candidate) => candidate.startsWith(line)) + 1);
});

test.each([300, 1500, 5000])("a text cut off after %i characters is refused", (length) => {
  expect(errorOf(modelText("stumps").slice(0, length)).code).toBe("model-text-truncated");
});
