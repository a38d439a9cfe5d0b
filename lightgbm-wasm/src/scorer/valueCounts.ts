import type {Scorer} from "./scorer.js";

/** How many values of a feature fell into each bin of its histogram. */
export interface FeatureCounts {
  counts: number[];
  missing: number;
}

/**
 * The values of all rows that were scored with `countValues`, counted in the bins of `histogramEdges`; by feature,
 * undefined for those without a histogram. With `reset`, counting begins anew.
 */
export function valueCounts(scorer: Scorer, {reset = false}: {reset?: boolean} = {}): (FeatureCounts | undefined)[] {
  const result: (FeatureCounts | undefined)[] = scorer.featureNames.map(() => undefined);
  const {rankCounts} = scorer;
  let at = 0;
  for (const {feature, thresholds, bins} of scorer.tables.numeric) {
    if (!bins) continue;
    const [missing, ...ranks] = rankCounts.subarray(at, at + thresholds.length + 2);
    const counts = new Array<number>(bins.length + 1).fill(0);
    let bin = 0;
    for (const [rank, count] of ranks.entries()) {
      while (bin < bins.length && bins[bin] < rank) ++bin;
      counts[bin] += count;
    }
    result[feature] = {counts, missing};
    at += thresholds.length + 2;
  }
  if (reset) rankCounts.fill(0);
  return result;
}
