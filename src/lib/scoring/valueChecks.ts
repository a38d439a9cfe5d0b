import type {Manifest, TrainingHistogram} from "../staged/manifest.js";

/** A model that has not been staged comes without the distributions of its training data. */
export type CheckedModel = Pick<Manifest, "features"> & Partial<Pick<Manifest, "histograms">>;

/** A feature with values that the training data did not reach. */
export interface ColumnOutside {
  feature: string;
  values: number;
  /** The value farthest from the range. */
  farthest: number;
  /** The training data's least and greatest value. */
  minimum: number;
  maximum: number;
}

/** What was counted in some rows; lists are by feature. */
export interface ValueCounts {
  rows: number;
  missing: Float64Array;
  /** Values outside the training range, and the least and the greatest of them. */
  outside: Float64Array;
  lowest: Float64Array;
  highest: Float64Array;
  rowsOutside: number;
  /** The row with most values outside the training range, from 1. */
  farthestRow?: {id: string; row: number; columns: number};
}

/** Counts missing values, and values outside the range of the training data. */
export class ValueChecks {
  readonly counts: ValueCounts;
  readonly #features: readonly string[];
  readonly #minimum: Float64Array;
  readonly #maximum: Float64Array;

  constructor({features, histograms}: CheckedModel) {
    const ranges = features.map((_, column) => trainingRange(histograms?.[column]));
    this.#features = features;
    this.#minimum = Float64Array.from(ranges, ({minimum}) => minimum);
    this.#maximum = Float64Array.from(ranges, ({maximum}) => maximum);
    this.counts = {
      rows: 0,
      missing: new Float64Array(features.length),
      outside: new Float64Array(features.length),
      lowest: new Float64Array(features.length).fill(Number.POSITIVE_INFINITY),
      highest: new Float64Array(features.length).fill(Number.NEGATIVE_INFINITY),
      rowsOutside: 0
    };
  }

  /** @param features row by row, as a session takes them */
  add({ids, features}: {ids: readonly string[]; features: Float64Array}): void {
    const columns = this.#features.length;
    const {counts} = this;
    for (const [index, id] of ids.entries()) {
      ++counts.rows;
      const outside = this.#addValues(features, index * columns);
      if (outside === 0) continue;
      ++counts.rowsOutside;
      if (outside > (counts.farthestRow?.columns ?? 0)) counts.farthestRow = {id, row: counts.rows, columns: outside};
    }
  }

  /** Adds what was counted in the rows after those. */
  join({rows, missing, outside, lowest, highest, rowsOutside, farthestRow}: ValueCounts): void {
    const {counts} = this;
    for (let column = 0; column < missing.length; ++column) {
      counts.missing[column] += missing[column];
      counts.outside[column] += outside[column];
      counts.lowest[column] = Math.min(counts.lowest[column], lowest[column]);
      counts.highest[column] = Math.max(counts.highest[column], highest[column]);
    }
    counts.rowsOutside += rowsOutside;
    if (farthestRow !== undefined && farthestRow.columns > (counts.farthestRow?.columns ?? 0))
      counts.farthestRow = {...farthestRow, row: counts.rows + farthestRow.row};
    counts.rows += rows;
  }

  /** Farthest first, in widths of the training range. */
  get columnsOutside(): ColumnOutside[] {
    const {outside, lowest, highest} = this.counts;
    return this.#features
      .map((feature, column) => {
        const [minimum, maximum] = [this.#minimum[column], this.#maximum[column]];
        const farthest = minimum - lowest[column] > highest[column] - maximum ? lowest[column] : highest[column];
        return {feature, values: outside[column], farthest, minimum, maximum};
      })
      .filter(({values}) => values > 0)
      .sort((a, b) => distanceOutside(b) - distanceOutside(a) || 0);
  }

  /** Returns how many of the values of the row at `start` are outside the range. */
  #addValues(values: Float64Array, start: number): number {
    const {missing, outside, lowest, highest} = this.counts;
    const minima = this.#minimum;
    const maxima = this.#maximum;
    let found = 0;
    for (let column = 0; column < minima.length; ++column) {
      const value = values[start + column];
      if (value >= minima[column] && value <= maxima[column]) continue;
      if (Number.isNaN(value)) {
        ++missing[column];
        continue;
      }
      ++found;
      ++outside[column];
      if (value < lowest[column]) lowest[column] = value;
      if (value > highest[column]) highest[column] = value;
    }
    return found;
  }
}

/** How far a column's values go beyond the training range, in widths of that range. */
export function distanceOutside({farthest, minimum, maximum}: ColumnOutside): number {
  return Math.max(minimum - farthest, farthest - maximum) / (maximum - minimum || Math.abs(maximum) || 1);
}

/** Older manifests have no minimum and maximum, but the outer edges, which are those or up to a bin beyond them. */
function trainingRange(histogram: TrainingHistogram | undefined): {minimum: number; maximum: number} {
  if (!histogram?.counts.some((count) => count > 0))
    return {minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY};
  const {edges, minimum, maximum} = histogram;
  return {minimum: minimum ?? edges[0], maximum: maximum ?? edges[edges.length - 1]};
}
