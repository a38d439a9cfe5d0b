import {createHash} from "node:crypto";

/** The rows that train a fold's model, and those that it is measured on; rows of the training file from 0, rising. */
export interface FoldRows {
  training: Uint32Array;
  validation: Uint32Array;
}

/** Which fold each row is held out in. */
export interface FoldAssignments {
  folds: number;
  /** By row, from 0: the first fold that holds it out, or `neverHeldOut`. */
  assignments: Uint8Array;
  /**
   * By fold, where it is not simply the rows outside a fold that train its model: folds by time, or repeated ones, that
   * hold a row out several times.
   */
  rows?: readonly FoldRows[];
}

/** In place of a fold: the row trains models, and measures none. */
export const neverHeldOut = 255;

/** By fold. */
export function rowsOfFolds({folds, assignments, rows}: FoldAssignments): readonly FoldRows[] {
  if (rows !== undefined) return rows;
  const all = Uint32Array.from(assignments.keys());
  return Array.from({length: folds}, (_, fold) => ({
    training: all.filter((row) => assignments[row] !== fold),
    validation: all.filter((row) => assignments[row] === fold)
  }));
}

/** Folds of which all other rows train a model. */
export function partition(assignments: Uint8Array): FoldAssignments {
  const last = assignments.reduce((most, fold) => (fold === neverHeldOut ? most : Math.max(most, fold)), -1);
  return {folds: last + 1, assignments};
}

/** Folds whose rows are given; the assignments follow from them. */
export function foldsOfRows(rows: readonly FoldRows[], rowCount: number): FoldAssignments {
  const assignments = new Uint8Array(rowCount).fill(neverHeldOut);
  for (const [fold, {validation}] of rows.entries())
    for (const row of validation) if (assignments[row] === neverHeldOut) assignments[row] = fold;
  return {folds: rows.length, assignments, rows};
}

/** What is unusual about folds, such as “each row is held out 3 times”; undefined where each is once. */
export function describeFolds(folds: FoldAssignments): string | undefined {
  const times = new Uint16Array(folds.assignments.length);
  for (const {validation} of rowsOfFolds(folds)) for (const row of validation) times[row] = (times[row] ?? 0) + 1;
  const never = times.filter((count) => count === 0).length;
  const most = times.reduce((greatest, count) => Math.max(greatest, count), 0);
  const trainsOnAll = rowsOfFolds(folds).every(
    ({training, validation}) => training.length + validation.length === times.length
  );
  const parts = [
    never > 0 ? `${never} of ${times.length} rows are never held out` : undefined,
    most > 1 ? `rows are held out ${most} times` : undefined,
    trainsOnAll ? undefined : "each model is trained on a part of the other rows"
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join("; ") : undefined;
}

/** Hex SHA-256 of the rows that each fold is trained and measured on. */
export function foldsDigest(folds: FoldAssignments): string {
  const hash = createHash("sha256");
  for (const {training, validation} of rowsOfFolds(folds)) hash.update(training).update(validation);
  return hash.digest("hex");
}
