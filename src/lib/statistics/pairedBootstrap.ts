import {RandomSource} from "../random.js";
import type {Interval} from "./interval.js";
import {quantile} from "./quantiles.js";

// The paired bootstrap: both models are measured on the same resampled rows, so that what makes rows hard for both
// cancels (B. Efron and R. J. Tibshirani, “An Introduction to the Bootstrap”, 1993, chapters 8 and 13). Rows are drawn
// as they were sampled, whatever their class: precision, F1 and average precision depend on the share of positives,
// which varies from sample to sample as well, so that drawing within each class would make their intervals too narrow.

/** The difference of two models on the same rows. */
export interface PairedStatistic {
  rows: number;
  /**
   * The first model's metric less the second's, each row counted as often as `counts` says; undefined where the metric
   * does not exist.
   */
  difference(counts: Uint16Array): number | undefined;
}

export interface BootstrapOptions {
  /** With 2,000, the ends of a 95 % interval move by some 2 % of its width from seed to seed. */
  replicates?: number;
  seed?: number;
  confidence?: number;
}

/**
 * The percentile interval of a difference by the paired bootstrap. It pauses after each replicate, so that a page may
 * draw in between; what it returns is the same however it is run.
 * @returns undefined where the difference does not exist on the rows themselves
 */
export function* pairedBootstrap(
  statistic: PairedStatistic,
  {replicates = 2000, seed = 1, confidence = 0.95}: BootstrapOptions = {}
): Generator<void, Interval | undefined> {
  const {rows} = statistic;
  const random = new RandomSource(seed);
  // Rows are drawn equally often but for a share of rows / 2³², which a loop would take four times as long to avoid.
  const rowsOfDraw = rows / 2 ** 32;
  const counts = new Uint16Array(rows).fill(1);
  const mean = statistic.difference(counts);
  if (mean === undefined) return undefined;
  const differences = new Float64Array(replicates);
  let found = 0;
  for (let replicate = 0; replicate < replicates; ++replicate) {
    counts.fill(0);
    for (let draw = 0; draw < rows; ++draw) ++counts[Math.floor(random.uint32() * rowsOfDraw)];
    const difference = statistic.difference(counts);
    if (difference !== undefined) differences[found++] = difference;
    yield;
  }
  const sorted = differences.subarray(0, found).sort();
  const [low, high] = [(1 - confidence) / 2, (1 + confidence) / 2].map((level) => quantile(sorted, level));
  return low === undefined || high === undefined ? undefined : {mean, low, high};
}

/** Runs a computation that pauses to its end at once. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
