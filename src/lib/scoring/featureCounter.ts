import type {TrainingHistogram} from "../staged/manifest.js";
import {findBin} from "../statistics/histogram.js";

/** How many values of a feature fell into each bin of its training histogram. */
export interface FeatureCounts {
  /** Values below the first edge are in the first bin, those above the last edge in the last. */
  counts: number[];
  missing: number;
}

/** Counts the values of scored rows in the bins of the training data, so that drift can be told. */
export class FeatureCounter {
  /** By position in the manifest's features. */
  readonly featureCounts: FeatureCounts[];
  readonly #edges: number[][];

  constructor(histograms: readonly TrainingHistogram[]) {
    this.featureCounts = histograms.map(({counts}) => ({counts: counts.map(() => 0), missing: 0}));
    this.#edges = histograms.map(({edges}) => edges);
  }

  /** @param features row by row, as a session takes them */
  add(features: Float64Array): void {
    for (let index = 0, column = 0; index < features.length; index++) {
      const counts = this.featureCounts[column];
      const value = features[index];
      if (Number.isNaN(value)) counts.missing++;
      else counts.counts[findBin(this.#edges[column], value)]++;
      if (++column === this.#edges.length) column = 0;
    }
  }
}
