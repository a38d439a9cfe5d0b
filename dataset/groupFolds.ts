import {UserError} from "../src/lib/errors.js";
import {RandomSource} from "../src/lib/random.js";
import {type FoldOptions, foldDefaults} from "./foldAssignments.js";

/**
 * Deals groups of rows to folds, so that no group is in two of them and each fold has about its share of each class: the
 * largest groups first, each to the fold that has the smallest share of the class of which it then has most; equals in
 * a random order.
 * @param groups  by row
 * @returns the fold of each row, from 0
 * @throws UserError too-many-folds if there are fewer groups than folds
 */
export function groupFolds(
  target: Uint8Array,
  groups: readonly string[],
  {folds = foldDefaults.folds, seed = foldDefaults.seed}: FoldOptions = {}
): Uint8Array {
  const counts = new Map<string, [negatives: number, positives: number]>();
  const totals: [number, number] = [0, 0];
  for (const [row, group] of groups.entries()) {
    const label = target[row] === 1 ? 1 : 0;
    const count = counts.get(group) ?? [0, 0];
    ++count[label];
    ++totals[label];
    counts.set(group, count);
  }
  if (counts.size < folds) {
    const message = `${folds} folds need at least ${folds} groups, but there are ${counts.size}.`;
    throw new UserError("too-many-folds", message);
  }
  const size = (name: string) => (counts.get(name) ?? [0, 0]).reduce((sum, count) => sum + count);
  const order = new RandomSource(seed).shuffle([...counts.keys()]).sort((a, b) => size(b) - size(a));
  const dealt = Array.from({length: folds}, (): [number, number] => [0, 0]);
  const foldOf = new Map<string, number>();
  for (const name of order) {
    const [negatives, positives] = counts.get(name) ?? [0, 0];
    const cost = ([n, p]: readonly [number, number]) =>
      Math.max((n + negatives) / (totals[0] || 1), (p + positives) / (totals[1] || 1));
    let best = 0;
    for (const [fold, counted] of dealt.entries()) {
      const other = dealt[best];
      if (other === undefined) continue;
      const difference = cost(counted) - cost(other);
      if (difference < 0 || (difference === 0 && rowsOf(counted) < rowsOf(other))) best = fold;
    }
    const chosen = dealt[best];
    if (chosen !== undefined) {
      chosen[0] += negatives;
      chosen[1] += positives;
    }
    foldOf.set(name, best);
  }
  return Uint8Array.from(groups, (name) => foldOf.get(name) ?? 0);
}

const rowsOf = ([negatives, positives]: readonly [number, number]) => negatives + positives;
