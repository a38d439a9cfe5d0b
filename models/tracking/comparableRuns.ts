import {runTags} from "./crossValidationRuns.js";
import type {Run} from "./runStore.js";

/** Hex SHA-256 of the training file that a run was made on; empty if it does not say. */
export const dataDigestOf = ({tags}: Run): string => tags[runTags.dataDigest] ?? "";

/** Whether two runs are of the same model, with the same parameters, on the same data: one repeats the other. */
export function isSameTraining(a: Run, b: Run): boolean {
  if (a.tags[runTags.model] !== b.tags[runTags.model] || dataDigestOf(a) !== dataDigestOf(b)) return false;
  return differingParams([a, b]).length === 0;
}

/** Names of the parameters that are not the same in all of these runs. */
export function differingParams(runs: readonly Run[]): string[] {
  const names = new Set(runs.flatMap(({params}) => Object.keys(params)));
  return [...names].filter((name) => new Set(runs.map(({params}) => params[name])).size > 1).sort();
}

/**
 * Metrics can be compared only between runs on the same data: runs by version of their data. First the one at hand, if
 * there are runs on it; then those with the most training rows, then with the most runs, then with the newest run: a
 * quick trial on other data does not hide what was there.
 * @param runs newest first
 * @param atHand digest of the training file in the data folder
 */
export function versionsOfData<R extends {parent: Run}>(runs: readonly R[], atHand?: string): R[][] {
  const versions = new Map<string, R[]>();
  for (const run of runs) {
    const digest = dataDigestOf(run.parent);
    if (versions.get(digest)?.push(run) === undefined) versions.set(digest, [run]);
  }
  const isAtHand = (version: R[]) => Number(version === versions.get(atHand ?? "none"));
  // Sorting keeps the order of equals: the version of the newest run comes first.
  return [...versions.values()].sort(
    (a, b) => isAtHand(b) - isAtHand(a) || rowsOf(b) - rowsOf(a) || b.length - a.length
  );
}

/** The runs on the first of these versions, and all others. */
export function comparableRuns<R extends {parent: Run}>(
  runs: readonly R[],
  atHand?: string
): {comparable: R[]; others: R[]} {
  const [comparable = [], ...others] = versionsOfData(runs, atHand);
  const kept = new Set(comparable);
  return {comparable, others: others.length === 0 ? [] : runs.filter((run) => !kept.has(run))};
}

const rowsOf = ([first]: readonly {parent: Run}[]) => Number(first?.parent.tags[runTags.trainRows]) || 0;
