import {type FoldOptions, foldAssignments, foldDefaults} from "./foldAssignments.js";
import {type FoldAssignments, foldsOfRows, partition, rowsOfFolds} from "./foldRows.js";
import {groupFolds} from "./groupFolds.js";
import {timeFolds} from "./timeFolds.js";

/** How rows are split, besides by class. */
export interface FoldScheme extends FoldOptions {
  /** By row: rows of a group stay together. */
  groups?: readonly string[];
  /** By row: models are measured on later rows than those that train them. */
  times?: Float64Array;
  /** Of folds by time: as many blocks before a fold's own train its model. */
  window?: number;
  /** How many times the rows are split, each time with the next seed. */
  repeats?: number;
}

/** @throws UserError too-many-folds */
export function splitRows(
  target: Uint8Array,
  {groups, times, window, repeats = 1, seed = foldDefaults.seed, ...options}: FoldScheme
): FoldAssignments {
  if (times !== undefined) return foldsOfRows(timeFolds(times, {...options, window}), target.length);
  const split = (repeat: number) => {
    const seeded = {...options, seed: seed + repeat};
    return partition(groups === undefined ? foldAssignments(target, seeded) : groupFolds(target, groups, seeded));
  };
  if (repeats === 1) return split(0);
  const rows = Array.from({length: repeats}, (_, repeat) => rowsOfFolds(split(repeat))).flat();
  return foldsOfRows(rows, target.length);
}
