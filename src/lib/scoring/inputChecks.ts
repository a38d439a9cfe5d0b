import {isFormula} from "../csv/csvWriter.js";
import {type CheckedModel, type ColumnOutside, ValueChecks, type ValueCounts} from "./valueChecks.js";

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
  readonly #model: CheckedModel;
  readonly #values: ValueChecks;
  readonly #ids = new Set<string>();
  #emptyIds = 0;
  #duplicateIds = 0;
  #formulaIds = 0;
  #firstFormula: string | undefined;
  #firstDuplicate: InputReport["firstDuplicate"];

  constructor(model: CheckedModel) {
    this.#model = model;
    this.#values = new ValueChecks(model);
  }

  /** @param features row by row, as a session takes them */
  add({ids, features}: {ids: readonly string[]; features: Float64Array}): void {
    this.#addIds(ids);
    this.#values.add({ids, features});
  }

  /** Rows whose values were watched elsewhere. */
  addChecked(ids: readonly string[], values: ValueCounts): void {
    this.#addIds(ids);
    this.#values.join(values);
  }

  get report(): InputReport {
    const {features, histograms} = this.#model;
    const {rows, missing, rowsOutside, farthestRow} = this.#values.counts;
    const missingColumns = features.map((feature, column) => ({
      feature,
      values: missing[column],
      missingInTraining: histograms?.[column].missing
    }));
    return {
      rows,
      emptyIds: this.#emptyIds,
      duplicateIds: this.#duplicateIds,
      firstDuplicate: this.#firstDuplicate,
      formulaIds: this.#formulaIds,
      firstFormula: this.#firstFormula,
      comparedIds: this.#ids.size + this.#duplicateIds,
      missing: missingColumns.filter(({values}) => values > 0),
      hasRange: histograms !== undefined,
      rowsOutside,
      farthestRow,
      outside: this.#values.columnsOutside
    };
  }

  #addIds(ids: readonly string[]): void {
    let row = this.#values.counts.rows;
    for (const id of ids) this.#addId(id, ++row);
  }

  #addId(id: string, row: number): void {
    if (isFormula(id)) {
      ++this.#formulaIds;
      this.#firstFormula ??= id;
    }
    if (id === "" || id.trim() === "") {
      ++this.#emptyIds;
    } else if (this.#ids.has(id)) {
      ++this.#duplicateIds;
      this.#firstDuplicate ??= {id, row};
    } else if (this.#ids.size < mostComparedIds) {
      this.#ids.add(id);
    }
  }
}
