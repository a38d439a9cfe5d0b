import {type RunRow, rankByMetric} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";
import {isDecided, recipeVerdict} from "./verdict.js";

/** The best run is a selected one: of many equal ones, the luckiest. */
export interface BestOfMany {
  best: RunRow;
  /** The second best, whatever its model. */
  runnerUp?: RunRow;
  /** How many runs the best was selected from. */
  of: number;
  /**
   * The others that may as well be the best on new folds, best first: with 95 % confidence the truly best recipe is
   * `best` or among them, however many it was selected from.
   */
  contenders: RunRow[];
  /** How many others cannot be compared with the best, for want of the same folds. */
  notCompared: number;
}

/**
 * The best of the runs that have the metric, and those that a test with regard to the selection cannot tell from it:
 * subset selection (S. S. Gupta, Technometrics 7, 1965) by one-sided corrected resampled t-tests of each run against
 * the best at 5 % over the number of comparisons (Bonferroni). The truly best run is left out only if some run beats it
 * by chance, which is so at most in 5 % of all experiments, whichever run comes out best.
 * @param runs on the same data
 */
export function bestOfMany(runs: readonly RunRow[], metric: MetricColumn): BestOfMany | undefined {
  const ranked = rankByMetric(runs, metric);
  const [best, runnerUp] = ranked;
  if (best === undefined) return undefined;
  const others = ranked.slice(1);
  // A two-sided interval of this confidence leaves 5 % over the comparisons at its one end.
  const confidence = 1 - (2 * 0.05) / Math.max(2, others.length);
  const contenders: RunRow[] = [];
  let notCompared = 0;
  for (const other of others) {
    const verdict = recipeVerdict(other, best, metric, {confidence});
    if (!isDecided(verdict)) ++notCompared;
    else if (verdict.call !== "worse") contenders.push(other);
  }
  return {best, ...(runnerUp && {runnerUp}), of: ranked.length, contenders, notCompared};
}
