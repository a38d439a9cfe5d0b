import {expect, test} from "vitest";
import {nextOrder, sortRows} from "../../../src/components/columns.js";

test("a column begins in its own natural direction, then turns", () => {
  const auc = {name: "auc", descendingFirst: true};
  expect(nextOrder("name", auc)).toBe("-auc");
  expect(nextOrder("-auc", auc)).toBe("auc");
  expect(nextOrder("-auc", {name: "name"})).toBe("name");
  expect(nextOrder("name", {name: "name"})).toBe("-name");
});

const columns = [
  {name: "x", label: "X", value: (row: number | string | undefined) => row, cell: String},
  {name: "picture", label: "Picture", cell: String}
];

test("missing values come last in both directions", () => {
  expect(sortRows([3, undefined, 1, 2], columns, "x")).toEqual([1, 2, 3, undefined]);
  expect(sortRows([3, undefined, 1, 2], columns, "-x")).toEqual([3, 2, 1, undefined]);
});

test("names with numbers sort as people count", () => {
  expect(sortRows(["var_10", "var_9", "var_1"], columns, "x")).toEqual(["var_1", "var_9", "var_10"]);
});

test("an address that names no column, or one that does not sort, keeps the order", () => {
  expect(sortRows([2, 1], columns, "-gone")).toEqual([2, 1]);
  expect(sortRows([2, 1], columns, "picture")).toEqual([2, 1]);
});
