import {expect, test} from "vitest";
import {RandomSource} from "../../../../src/lib/random.js";
import {regressionForest} from "../../../../src/lib/statistics/randomForest.js";

const random = new RandomSource(5);
const column = (rows: number) => Array.from({length: rows}, () => random.uniform());

test("a column that decides has nearly all importance, whatever the shape", () => {
  const columns = [column(200), column(200), column(200)];
  const {explained, importance} = regressionForest(
    columns,
    columns[1].map((value) => Math.abs(value - 0.5))
  );
  const total = importance.reduce((sum, value) => sum + value, 0);
  expect(importance[1] / total).toBeGreaterThan(0.9);
  expect(explained).toBeGreaterThan(0.7);
});

test("noise is not explained", () => {
  const {explained, importance} = regressionForest([column(200), column(200)], column(200));
  expect(explained).toBeLessThan(0.1);
  expect(Math.max(...importance)).toBeLessThan(0.1);
});

test("columns that decide only together both count", () => {
  const columns = [0, 1].map(() => Array.from({length: 300}, () => random.integer(2)));
  const {importance} = regressionForest(
    [...columns, column(300)],
    columns[0].map((value, row) => value ^ columns[1][row])
  );
  expect(importance[0]).toBeGreaterThan(5 * importance[2]);
  expect(importance[1]).toBeGreaterThan(5 * importance[2]);
});

test("a constant target has nothing to explain", () => {
  expect(regressionForest([column(30)], new Float64Array(30).fill(2))).toEqual({explained: 0, importance: [0]});
});

test("the same seed grows the same forest", () => {
  const columns = [column(50), column(50)];
  expect(regressionForest(columns, columns[0])).toEqual(regressionForest(columns, columns[0]));
});
