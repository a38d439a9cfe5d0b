import type {TrainingHistogram} from "../staged/manifest.js";

/** How many values of a feature fell into each bin of its training histogram. */
export interface FeatureCounts {
  /** Values below the first edge are in the first bin, those above the last edge in the last. */
  counts: number[];
  missing: number;
}

/** Counts the values of scored rows in the bins of the training data, so that drift can be measured. */
export class FeatureCounter {
  /** Feature by feature: its bins, then its missing values. Whoever takes them sets them to zero. */
  readonly counts: Uint32Array;
  readonly #features: number;
  /** Feature by feature: the inner edges of its bins, between two infinities. */
  readonly #edges: Float64Array;
  /** By feature: where its counts begin, and its edges, which are as many. */
  readonly #starts: Int32Array;
  /** By feature: bin 1 begins about here, and a value is about as many bins after it as its distance times this. */
  readonly #firstEdges: Float64Array;
  readonly #binsPerUnit: Float64Array;

  constructor(histograms: readonly TrainingHistogram[]) {
    this.#features = histograms.length;
    this.#edges = Float64Array.from(
      histograms.flatMap(({edges}) => [Number.NEGATIVE_INFINITY, ...edges.slice(1, -1), Number.POSITIVE_INFINITY])
    );
    this.counts = new Uint32Array(countsLength(histograms));
    this.#starts = new Int32Array(histograms.length + 1);
    for (const [feature, {counts}] of histograms.entries())
      this.#starts[feature + 1] = this.#starts[feature] + counts.length + 1;
    this.#firstEdges = Float64Array.from(histograms, ({edges}) => edges[1]);
    this.#binsPerUnit = Float64Array.from(histograms, ({edges, counts}) => binsPerUnit(edges, counts.length));
  }

  /** @param features row by row, as a session takes them */
  add(features: Float64Array): void {
    const {counts} = this;
    const edges = this.#edges;
    const starts = this.#starts;
    const firstEdges = this.#firstEdges;
    const perUnit = this.#binsPerUnit;
    const last = this.#features - 1;
    for (let index = 0, column = 0; index < features.length; index++) {
      const value = features[index];
      const start = starts[column];
      const bins = starts[column + 1] - start - 1;
      if (Number.isNaN(value)) {
        ++counts[start + bins];
      } else {
        // A guess, as the inner bins have one width; what it is off by is a step or two.
        const guess = (value - firstEdges[column]) * perUnit[column] + 1;
        let bin = guess >= bins ? bins - 1 : guess > 0 ? guess | 0 : 0;
        while (value < edges[start + bin]) --bin;
        while (value >= edges[start + bin + 1] && bin < bins - 1) ++bin;
        ++counts[start + bin];
      }
      column = column === last ? 0 : column + 1;
    }
  }
}

/** How many numbers a `FeatureCounter` of these histograms has. */
export function countsLength(histograms: readonly TrainingHistogram[]): number {
  return histograms.reduce((sum, {counts}) => sum + counts.length + 1, 0);
}

/** Of the bins between the outer ones; 0 where there are none, or where they are too narrow or too wide to divide by. */
function binsPerUnit(edges: readonly number[], bins: number): number {
  const perUnit = (bins - 2) / (edges[bins - 1] - edges[1]);
  return Number.isFinite(perUnit) && perUnit > 0 ? perUnit : 0;
}
