import {populationStabilityIndex} from "../../src/lib/drift/populationStabilityIndex.js";
import type {FeatureCounts} from "../../src/lib/scoring/featureCounter.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";

/** The drift window is this many rows, up to twice as many. */
const windowRows = 20_000;
/** With fewer rows chance alone would look like drift. */
const minimumRows = 1000;

const none: FeatureCounts = {counts: [], missing: 0};

/**
 * How far the latest rows are from the training data, feature by feature. The window slides in halves: once the current
 * half is full, it replaces the previous one.
 */
export class InputDrift {
  readonly #manifest: Manifest;
  #previous: FeatureCounts[];
  #current: FeatureCounts[];

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#previous = noCounts(manifest);
    this.#current = noCounts(manifest);
  }

  add(counts: readonly FeatureCounts[]): void {
    if (rowsOf(this.#current) >= windowRows) {
      this.#previous = this.#current;
      this.#current = noCounts(this.#manifest);
    }
    this.#current = this.#current.map((feature, index) => sum(feature, counts[index]));
  }

  get rows(): number {
    return rowsOf(this.#previous) + rowsOf(this.#current);
  }

  /** The population stability index of each feature, a missing value being a bin of its own; none for too few rows. */
  stability(): {feature: string; index: number}[] {
    if (this.rows < minimumRows) return [];
    const {features, histograms} = this.#manifest;
    return features.map((feature, index) => ({
      feature,
      index: populationStabilityIndex(
        withMissing(histograms[index]),
        withMissing(sum(this.#previous[index], this.#current[index]))
      )
    }));
  }
}

function noCounts({histograms}: Manifest): FeatureCounts[] {
  return histograms.map(({counts}) => ({counts: counts.map(() => 0), missing: 0}));
}

function sum(left = none, right = none): FeatureCounts {
  return {
    counts: left.counts.map((count, bin) => count + (right.counts[bin] ?? 0)),
    missing: left.missing + right.missing
  };
}

/** Every feature counts every row. */
function rowsOf([feature]: readonly FeatureCounts[]): number {
  return withMissing(feature).reduce((total, count) => total + count, 0);
}

function withMissing({counts, missing} = none): number[] {
  return [...counts, missing];
}
