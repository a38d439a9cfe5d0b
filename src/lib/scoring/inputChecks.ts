import {isFormula} from "../csv/csvWriter.js";
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

/** What is unusual about the rows of a file, besides mistakes. Rows count from 1. */
export interface InputReport {
  rows: number;
  emptyIds: number;
  /** Rows with the id of a row before them, and the first of those. */
  duplicateIds: number;
  firstDuplicate?: {id: string; row: number};
  /** Ids that spreadsheet programs execute, and the first of them. */
  formulaIds: number;
  firstFormula?: string;
  /** As many ids were compared; more would not fit into memory. */
  comparedIds: number;
  /** Features with missing values, and how many were missing in the training data, if that is known. */
  missing: {feature: string; values: number; missingInTraining?: number}[];
  /** Whether the range of the training data is known. */
  hasRange: boolean;
  rowsOutside: number;
  /** The row with most values outside the training range. */
  farthestRow?: {id: string; row: number; columns: number};
  /** Farthest first, in widths of the training range. */
  outside: ColumnOutside[];
}

/** JavaScript's sets hold up to 2²⁴ values. */
const mostComparedIds = 10_000_000;

/** Watches scored rows go by: their ids, missing values, and values outside the range of the training data. */
export class InputChecks {
  readonly #features: readonly string[];
  readonly #histograms: readonly TrainingHistogram[] | undefined;
  readonly #minimum: Float64Array;
  readonly #maximum: Float64Array;
  readonly #missing: Float64Array;
  readonly #outside: Float64Array;
  readonly #lowest: Float64Array;
  readonly #highest: Float64Array;
  readonly #ids = new Set<string>();
  #rows = 0;
  #emptyIds = 0;
  #duplicateIds = 0;
  #formulaIds = 0;
  #firstFormula: string | undefined;
  #firstDuplicate: InputReport["firstDuplicate"];
  #rowsOutside = 0;
  #farthestRow: InputReport["farthestRow"];

  constructor({features, histograms}: CheckedModel) {
    const ranges = features.map((_, column) => trainingRange(histograms?.[column]));
    this.#features = features;
    this.#histograms = histograms;
    this.#minimum = Float64Array.from(ranges, ({minimum}) => minimum);
    this.#maximum = Float64Array.from(ranges, ({maximum}) => maximum);
    this.#missing = new Float64Array(features.length);
    this.#outside = new Float64Array(features.length);
    this.#lowest = new Float64Array(features.length).fill(Number.POSITIVE_INFINITY);
    this.#highest = new Float64Array(features.length).fill(Number.NEGATIVE_INFINITY);
  }

  /** @param features row by row, as a session takes them */
  add({ids, features}: {ids: readonly string[]; features: Float64Array}): void {
    const columns = this.#features.length;
    for (const [index, id] of ids.entries()) {
      ++this.#rows;
      this.#addId(id);
      const outside = this.#addValues(features.subarray(index * columns, (index + 1) * columns));
      if (outside === 0) continue;
      ++this.#rowsOutside;
      if (outside > (this.#farthestRow?.columns ?? 0)) this.#farthestRow = {id, row: this.#rows, columns: outside};
    }
  }

  get report(): InputReport {
    const missing = this.#features.map((feature, column) => ({
      feature,
      values: this.#missing[column],
      missingInTraining: this.#histograms?.[column].missing
    }));
    return {
      rows: this.#rows,
      emptyIds: this.#emptyIds,
      duplicateIds: this.#duplicateIds,
      firstDuplicate: this.#firstDuplicate,
      formulaIds: this.#formulaIds,
      firstFormula: this.#firstFormula,
      comparedIds: this.#ids.size + this.#duplicateIds,
      missing: missing.filter(({values}) => values > 0),
      hasRange: this.#histograms !== undefined,
      rowsOutside: this.#rowsOutside,
      farthestRow: this.#farthestRow,
      outside: this.#columnsOutside()
    };
  }

  #addId(id: string): void {
    if (isFormula(id)) {
      ++this.#formulaIds;
      this.#firstFormula ??= id;
    }
    if (id.trim() === "") {
      ++this.#emptyIds;
    } else if (this.#ids.has(id)) {
      ++this.#duplicateIds;
      this.#firstDuplicate ??= {id, row: this.#rows};
    } else if (this.#ids.size < mostComparedIds) {
      this.#ids.add(id);
    }
  }

  /** Returns how many of a row's values are outside the range. */
  #addValues(values: Float64Array): number {
    let outside = 0;
    for (let column = 0; column < values.length; ++column) {
      const value = values[column];
      if (value >= this.#minimum[column] && value <= this.#maximum[column]) continue;
      if (Number.isNaN(value)) {
        ++this.#missing[column];
        continue;
      }
      ++outside;
      ++this.#outside[column];
      if (value < this.#lowest[column]) this.#lowest[column] = value;
      if (value > this.#highest[column]) this.#highest[column] = value;
    }
    return outside;
  }

  #columnsOutside(): ColumnOutside[] {
    return this.#features
      .map((feature, column) => {
        const [minimum, maximum] = [this.#minimum[column], this.#maximum[column]];
        const [lowest, highest] = [this.#lowest[column], this.#highest[column]];
        const farthest = minimum - lowest > highest - maximum ? lowest : highest;
        return {feature, values: this.#outside[column], farthest, minimum, maximum};
      })
      .filter(({values}) => values > 0)
      .sort((a, b) => distanceOutside(b) - distanceOutside(a) || 0);
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
