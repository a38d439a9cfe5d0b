import {expect, test} from "vitest";
import {nextOrder, sortRows} from "../../../src/components/sorting.js";

test("a column begins in its own natural direction, then turns", () => {
  expect(nextOrder("name", "auc", {descendingFirst: true})).toBe("-auc");
  expect(nextOrder("-auc", "auc", {descendingFirst: true})).toBe("auc");
  expect(nextOrder("-auc", "name")).toBe("name");
  expect(nextOrder("name", "name")).toBe("-name");
});

test("missing values come last in both directions", () => {
  const rows = [3, undefined, 1, 2];
  expect(sortRows(rows, (value) => value, "x")).toEqual([1, 2, 3, undefined]);
  expect(sortRows(rows, (value) => value, "-x")).toEqual([3, 2, 1, undefined]);
});

test("names with numbers sort as people count", () => {
  expect(sortRows(["var_10", "var_9", "var_1"], (name) => name, "name")).toEqual(["var_1", "var_9", "var_10"]);
});
