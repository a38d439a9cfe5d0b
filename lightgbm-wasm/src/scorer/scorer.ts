import {LightGBMError} from "../error.js";
import {align, Image} from "./image.js";
import {type Kernel, startKernel} from "./kernel.js";
import {type Layout, layOut} from "./layout.js";
import {type Output, outputOf, outputs} from "./objective.js";
import {type RowSource, rowSource, type ScoreData} from "./rows.js";
import {type Segment, writeTrees} from "./segments.js";
import type {Tables} from "./tables.js";

export interface ScorerOptions {
  /**
   * Adds up all trees of one split on a feature beforehand: many times faster where there are many, but the sum is
   * rounded differently from LightGBM's (by less than 1e-12 of the largest score).
   */
  sumStumps?: boolean;
}

export interface ScoreOptions {
  /** The objective's natural output, as in `Booster.predict`, or the raw score before its transformation. */
  kind?: "probability" | "raw";
  /** Counts the values in the bins of the histograms that the tables were made with. */
  countValues?: boolean;
}

/** Rows that are scored together: the kernel's large and small block, as powers of two. */
const largeBlock = 6;
const smallBlock = 4;
/** As much as the processor's cache holds. */
const batchBytes = 1 << 20;
const pageBytes = 65_536;

/**
 * Scores rows with compiled trees, in a small WebAssembly memory of its own, which needs no freeing. Raw scores have
 * LightGBM's bits; so have probabilities, compared with the package's own LightGBM.
 */
export class Scorer {
  /** @internal */
  readonly tables: Tables;
  readonly #kernel: Kernel;
  readonly #layout: Layout;
  readonly #output: Output;
  readonly #counters: number;
  readonly #columns: number;
  readonly #mostRows: number;
  readonly #sumStumps: boolean;
  /** So few rows walk all trees, with tables that are made when such rows come first. */
  readonly #fewRows: number;
  #few: Segment[][] | undefined;
  /** For how many rows there is room, and where. */
  #room = 0;
  #sums = 0;
  #out = 0;
  #rows = 0;
  #sumsView = new Float64Array();
  #outView = new Float64Array();
  #rowsView = new Float64Array();

  /** @internal Used by `loadScorer` and `Booster.compile`. */
  constructor(tables: Tables, instance: WebAssembly.Instance, {sumStumps = false}: ScorerOptions = {}) {
    this.tables = tables;
    this.#sumStumps = sumStumps;
    this.#output = outputOf(tables.objective);
    this.#kernel = startKernel(instance);
    try {
      const image = new Image(Number(this.#kernel.__heap_base.value));
      this.#layout = layOut(image, tables, sumStumps);
      const {classes, counterCount, columnCount} = this.#layout;
      // The kernel may read a vector where a number ends the tables.
      this.#counters = align(image.end + 64);
      this.#columns = align(this.#counters + 4 * counterCount);
      this.#sums = align(this.#columns + ((columnCount + 1) << largeBlock));
      const fewRows = Math.min(...classes.flat().map((segment) => segment.fewRows));
      // Otherwise all trees are walked, or summed up, anyway.
      this.#fewRows = Number.isFinite(fewRows) ? fewRows : 0;
      const rows = Math.floor(batchBytes / 8 / this.featureCount);
      this.#mostRows = Math.max(16, (rows >> largeBlock) << largeBlock);
      this.#reserve(16);
      image.writeTo(this.#kernel.memory);
    } catch (error) {
      if (error instanceof RangeError) throw new LightGBMError("The trees do not fit into memory.", {cause: error});
      throw error;
    }
  }

  get featureNames(): readonly string[] {
    return this.tables.featureNames;
  }

  get featureCount(): number {
    return this.tables.featureNames.length;
  }

  /** How many outputs a row has: 1, or for multiclass the number of classes. */
  get classCount(): number {
    return this.tables.classCount;
  }

  get iterationCount(): number {
    return this.tables.leafCounts.length / this.tables.classCount;
  }

  /** Scores row by row: `rows × classes` numbers. Values are read where they are; NaN stands for a missing value. */
  predict(data: ScoreData, options: ScoreOptions = {}): Float64Array {
    return this.predictRows(rowSource(data), options);
  }

  /** @internal */
  predictRows(rows: RowSource, options: ScoreOptions): Float64Array {
    this.#checkWidth(rows.columnCount);
    const {classCount} = this;
    const result = new Float64Array(rows.rowCount * classCount);
    for (let start = 0; start < rows.rowCount; start += this.#mostRows) {
      const count = Math.min(this.#mostRows, rows.rowCount - start);
      this.#reserve(count);
      const strides = rows.readBlock(start, count, this.#rowsView);
      this.#score(count, 8 * strides.row, 8 * strides.feature, options);
      result.set(this.#outView.subarray(0, count * classCount), start * classCount);
    }
    return result;
  }

  /** Scores one row, without setting anything up: one number a class. */
  predictRow(row: ArrayLike<number>, options: ScoreOptions = {}): Float64Array {
    this.#checkWidth(row?.length ?? 0);
    this.#reserve(1);
    this.#rowsView.set(row);
    this.#score(1, 8 * row.length, 8, options);
    return this.#outView.slice(0, this.classCount);
  }

  /**
   * Of each feature with bins: how many values were missing, of rank 0, of rank 1, …
   * @internal
   */
  get rankCounts(): Uint32Array {
    return new Uint32Array(this.#kernel.memory.buffer, this.#counters, this.#layout.counterCount);
  }

  /**
   * Shows which way rows go, 16 rows at a time: a row's byte in a column is at `16 * column + row`.
   * @internal
   */
  visitRanks(rows: RowSource, visit: (columns: Int8Array, firstRow: number, count: number) => void): void {
    this.#checkWidth(rows.columnCount);
    const block = 1 << smallBlock;
    for (let start = 0; start < rows.rowCount; start += block) {
      const count = Math.min(block, rows.rowCount - start);
      const strides = rows.readBlock(start, count, this.#rowsView);
      this.#rank(this.#rows, 8 * strides.row, 8 * strides.feature, smallBlock, count, 0);
      visit(new Int8Array(this.#kernel.memory.buffer, this.#columns, this.#layout.columnCount * block), start, count);
    }
  }

  #checkWidth(columns: number): void {
    if (columns === this.featureCount) return;
    throw new LightGBMError(`The data has ${columns} columns, but the model has ${this.featureCount} features.`);
  }

  /** Makes room for this number of rows. Views are created again, because the memory may grow, which detaches older ones. */
  #reserve(rows: number): void {
    const isFirstOfFew = rows <= this.#fewRows && !this.#few;
    if (rows <= this.#room && !isFirstOfFew) return;
    const room = Math.max(this.#room, Math.min(this.#mostRows, Math.ceil(rows / 64) * 64));
    const {memory} = this.#kernel;
    const image = new Image(this.#sums);
    if (isFirstOfFew) this.#few = writeTrees(image, this.tables, this.#sumStumps, true);
    this.#sums = align(image.end);
    const outputs = room * this.classCount;
    const numbers = room * this.featureCount;
    // With one class, outputs replace the sums.
    this.#out = this.classCount === 1 ? this.#sums : align(this.#sums + 8 * outputs);
    this.#rows = align(this.#out + 8 * outputs);
    // An odd number of rows is read as an even one.
    const missing = this.#rows + 8 * numbers + 64 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    this.#sumsView = new Float64Array(memory.buffer, this.#sums, outputs);
    this.#outView = new Float64Array(memory.buffer, this.#out, outputs);
    this.#rowsView = new Float64Array(memory.buffer, this.#rows, numbers);
    this.#room = room;
    image.writeTo(memory);
  }

  #rank(rows: number, rowStride: number, featureStride: number, log2: number, n: number, counters: number): void {
    const {numeric, categorical} = this.#layout;
    const columns = this.#columns;
    this.#kernel.rank(numeric.at, numeric.count, rows, rowStride, featureStride, columns, log2, n, counters);
    if (categorical.count === 0) return;
    this.#kernel.categories(categorical.at, categorical.count, rows, rowStride, featureStride, columns, log2, n);
  }

  #score(
    count: number,
    rowStride: number,
    featureStride: number,
    {kind = "probability", countValues}: ScoreOptions
  ): void {
    const isRaw = kind === "raw";
    if (!isRaw && kind !== "probability") throw new LightGBMError(`There is no kind "${String(kind)}" of scores.`);
    const kernel = this.#kernel;
    const columns = this.#columns;
    const sumsStride = 8 * this.#room;
    const counters = countValues ? this.#counters : 0;
    this.#sumsView.fill(0);
    for (let row = 0; row < count; ) {
      const log2 = count - row > 1 << smallBlock ? largeBlock : smallBlock;
      const n = Math.min(count - row, 1 << log2);
      this.#rank(this.#rows + row * rowStride, rowStride, featureStride, log2, n, counters);
      const few = count <= this.#fewRows ? this.#few : undefined;
      for (const [k, segments] of (few ?? this.#layout.classes).entries()) {
        const sums = this.#sums + k * sumsStride + 8 * row;
        for (const segment of segments) kernel[segment.kernel](...segment.trees, columns, log2, sums, n);
      }
      row += n;
    }
    const output = outputs[isRaw ? "raw" : this.#output.kind];
    const divisor = this.tables.averageOutput && !isRaw ? this.iterationCount : 1;
    kernel.finish(output, this.#output.factor, divisor, this.#sums, this.#room, this.classCount, count, this.#out);
  }
}
