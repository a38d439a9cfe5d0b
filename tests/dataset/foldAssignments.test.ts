import {expect, test} from "vitest";
import {foldAssignments} from "../../dataset/foldAssignments.js";
import {UserError} from "../../src/lib/errors.js";
import {RandomSource} from "../../src/lib/random.js";

function target(rows: number, rate: number): Uint8Array {
  const random = new RandomSource(rows);
  return Uint8Array.from({length: rows}, () => (random.uniform() < rate ? 1 : 0));
}

test.each([
  [100, 0.3, 5],
  [20_000, 0.1, 5],
  [1003, 0.1, 7]
])("%d rows with %d positives: every fold is within one row of its share", (rows, rate, folds) => {
  const labels = target(rows, rate);
  const assignments = foldAssignments(labels, {folds});
  const sizes = new Array(folds).fill(0);
  const positives = new Array(folds).fill(0);
  assignments.forEach((fold, row) => {
    ++sizes[fold];
    positives[fold] += labels[row];
  });
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1);
});

test("a seed gives the same folds for ever, another seed gives others", () => {
  const labels = target(30, 0.3);
  expect([...foldAssignments(labels, {folds: 3, seed: 42})].join("")).toMatchInlineSnapshot(
    `"012112021002211110000120220221"`
  );
  expect(foldAssignments(labels, {folds: 3, seed: 43})).not.toEqual(foldAssignments(labels, {folds: 3, seed: 42}));
});

test("rows are shuffled, not dealt in their order", () => {
  const assignments = foldAssignments(new Uint8Array(1000).fill(1, 500), {folds: 5});
  expect([...assignments.subarray(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
});

test("more folds than rows of a class are refused", () => {
  expect(() => foldAssignments(Uint8Array.of(0, 0, 0, 1, 1), {folds: 3})).toThrow(
    new UserError("too-many-folds", "3 folds need at least 3 rows with target 1, but there are 2.")
  );
});
