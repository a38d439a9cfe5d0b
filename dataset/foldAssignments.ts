import {UserError} from "../src/lib/errors.js";
import {RandomSource} from "../src/lib/random.js";

export interface FoldOptions {
  folds?: number;
  seed?: number;
}

export const foldDefaults = {folds: 5, seed: 42} as const;

/**
 * Deals rows to folds, so that each fold has its share of each class: the rows of a class are shuffled, then dealt one
 * by one; the next class goes on where the last one ended. So folds differ by at most one row in each class, and by at
 * most one row in all.
 * @param target  0 or 1 by row
 * @returns the fold of each row, from 0
 * @throws UserError too-many-folds if a class has fewer rows than there are folds
 */
export function foldAssignments(
  target: Uint8Array,
  {folds = foldDefaults.folds, seed = foldDefaults.seed}: FoldOptions = {}
): Uint8Array {
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= 255)) throw new RangeError(`Not a number of folds: ${folds}`);
  const random = new RandomSource(seed);
  const assignments = new Uint8Array(target.length);
  let dealt = 0;
  for (const label of [0, 1]) {
    const rows: number[] = [];
    for (let row = 0; row < target.length; ++row) if (target[row] === label) rows.push(row);
    if (rows.length < folds) {
      const message = `${folds} folds need at least ${folds} rows with target ${label}, but there are ${rows.length}.`;
      throw new UserError("too-many-folds", message);
    }
    for (const row of random.shuffle(rows)) assignments[row] = dealt++ % folds;
  }
  return assignments;
}
