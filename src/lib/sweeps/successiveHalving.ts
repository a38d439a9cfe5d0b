/** Where trials are judged before their end, and how strictly. */
export interface HalvingOptions {
  /** What the longest trial takes, such as its iterations. */
  longest: number;
  /** The first judgement is at the longest over this to the power of the number of judgements. */
  factor?: number;
  judgements?: number;
}

/** The amounts at which trials are judged, least first. */
export function rungsOf({longest, factor = 3, judgements = 2}: HalvingOptions): number[] {
  const rungs = Array.from({length: judgements}, (_, i) => Math.ceil(longest / factor ** (judgements - i)));
  return rungs.filter((rung, i) => rung < longest && rung !== rungs[i - 1]);
}

/**
 * The least value with which a trial goes on past a rung; undefined if any will do. Asynchronous successive halving (Li
 * et al., “A System for Massively Parallel Hyperparameter Tuning”, MLSys 2020, algorithm 2) lets those pass that are in
 * the best 1/factor there, at least one, of the trial and the others.
 * @param others the values of other trials at the same rung; larger is better
 */
export function barOf(others: readonly number[], factor = 3): number | undefined {
  const passing = Math.max(1, Math.floor((others.length + 1) / factor));
  return others.toSorted((a, b) => b - a)[passing - 1];
}
