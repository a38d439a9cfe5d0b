import {expect, test} from "vitest";
import {nearestName} from "../../../src/lib/nearestName.js";

test.each([
  ["var17", "var_17"],
  ["VAR_17", "var_17"],
  ["lightgmb", "lightgbm"],
  ["id_code", "ID_code"]
])("%s is near %s", (wrong, right) => {
  expect(nearestName(wrong, ["ID_code", "target", "var_17", "lightgbm", "randomforest"])).toBe(right);
});

test("a name that is like none of them has no neighbour", () => {
  expect(nearestName("price", ["ID_code", "target", "lightgbm"])).toBeUndefined();
  expect(nearestName("a", [])).toBeUndefined();
});

test("among several the fewest edits win", () => {
  expect(nearestName("var_1x", ["var_200", "var_10", "var_1"])).toBe("var_10");
});

test("two neighbours that are swapped are one edit", () => {
  expect(nearestName("acu", ["auc", "accuracy"])).toBe("auc");
  expect(nearestName("num_laeves", ["num_leaves"])).toBe("num_leaves");
});
