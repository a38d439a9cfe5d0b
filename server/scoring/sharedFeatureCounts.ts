import {countsLength, type FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";

/**
 * The values that all threads have scored, counted in the bins of the training data. The counts are in memory that the
 * threads share, so that what a thread has counted stays when it ends.
 */
export class SharedFeatureCounts {
  /** Passed to the constructor in another thread, it makes the same counts. */
  readonly memory: SharedArrayBuffer;
  readonly #histograms: readonly TrainingHistogram[];
  /** As a `FeatureCounter` has them. */
  readonly #counts: Uint32Array;

  constructor(histograms: readonly TrainingHistogram[], memory?: SharedArrayBuffer) {
    this.#histograms = histograms;
    this.memory = memory ?? new SharedArrayBuffer(countsLength(histograms) * Uint32Array.BYTES_PER_ELEMENT);
    this.#counts = new Uint32Array(this.memory);
  }

  /** Adds a thread's counts, and sets them to zero for its next rows. */
  moveFrom(counts: Uint32Array): void {
    for (const [position, count] of counts.entries()) if (count > 0) Atomics.add(this.#counts, position, count);
    counts.fill(0);
  }

  /** What has been counted since the last call. */
  take(): FeatureCounts[] {
    let position = 0;
    const next = () => Atomics.exchange(this.#counts, position++, 0);
    return this.#histograms.map(({counts}) => ({counts: counts.map(next), missing: next()}));
  }
}
