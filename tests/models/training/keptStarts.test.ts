import {expect, test} from "vitest";
import {rowsOfFolds} from "../../../dataset/foldRows.js";
import {KeptStarts} from "../../../models/training/keptStarts.js";
import {sampleData} from "./sample.js";

test("the latest starts are kept for the same table, folds and parameters, and made anew for others", () => {
  const {data, folds} = sampleData();
  const options = {dataNumber: 1, params: {bins: 8, rounds: 2}, unordered: []};
  const starts = new KeptStarts();
  const first = starts.get(data, rowsOfFolds(folds), options);
  expect(first.map(({scores}) => scores.length)).toEqual([600, 600, 600]);
  expect(starts.get(data, rowsOfFolds(folds), structuredClone(options))).toBe(first);
  expect(starts.get(data, rowsOfFolds(folds).slice(1), options)).toEqual(first.slice(1));
  const others = {...options, params: {bins: 8, rounds: 3}};
  expect(starts.get(data, rowsOfFolds(folds), others)).not.toEqual(first);
  expect(starts.get(data, rowsOfFolds(folds), {...options, dataNumber: 2})).not.toBe(first);
});
