import {describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {FeatureTable} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import {type CheckedParams, formatParams, withDefaults} from "./parameters.js";
import {SparseTable} from "./sparseTable.js";

// A zero is not stored in the sample from which LightGBM finds its bins; this is LightGBM's kZeroThreshold.
const zeroThreshold = Math.fround(1e-35);

/** Makes an empty dataset with the bins of another one. */
export function createByReference(native: NativeModule, reference: Pointer, rowCount: number): Pointer {
  const handle = native.query("LGBM_DatasetCreateByReference", reference, BigInt(rowCount));
  native.call("LGBM_DatasetResizeRaw", handle);
  return handle;
}

/** Which of `rowCount` rows LightGBM looks at to find its bins; all, unless there are many. */
export function sampleRows(native: NativeModule, rowCount: number, params: CheckedParams): Int32Array {
  return native.scope((allocate) => {
    const text = native.writeString(formatParams(withDefaults(params)), allocate);
    const capacity = native.query("LGBM_GetSampleCount", rowCount, text);
    const rows = allocate(capacity * 4);
    const count = native.query("LGBM_SampleIndices", rowCount, text, rows);
    return native.int32(rows, count).slice();
  });
}

// As many columns of the sample are in memory at once as fit into this, for the threads to share out.
const batchBytes = 1 << 24;

/**
 * Makes an empty dataset for `rowCount` rows, with bins found in a sample: the rows `rows` of the table. The result is
 * that of LGBM_DatasetCreateFromMat, which would need the whole matrix in its memory; this needs a few columns.
 */
export function createFromSample(
  native: NativeModule,
  table: FeatureTable,
  rowCount: number,
  params: CheckedParams,
  rows?: Int32Array
): Pointer {
  const {columnCount} = table;
  const sampleCount = rows?.length ?? table.rowCount;
  return native.scope((allocate) => {
    const text = native.writeString(formatParams(withDefaults(params)), allocate);
    const finder = native.query("LGBM_BinsCreate", columnCount, sampleCount, rowCount, text);
    try {
      const batch = new SampleBatch(native, sampleCount, allocate);
      const values = new Float64Array(sampleCount);
      const sparse = table instanceof SparseTable ? table.byColumn(rows) : undefined;
      for (let column = 0; column < columnCount; ++column) {
        if (sparse === undefined) {
          table.readColumn(column, values, rows);
          batch.add(values);
        } else {
          const [start, end] = sparse.starts.subarray(column, column + 2);
          batch.addSparse(sparse.places.subarray(start, end), sparse.values.subarray(start, end));
        }
        if (batch.isFull || column === columnCount - 1) batch.findBins(finder, column + 1);
      }
      return native.query("LGBM_BinsFinish", finder);
    } finally {
      native.discard("LGBM_BinsFree", finder);
    }
  });
}

/** Some columns of a sample in the module's memory, without zeros, which LightGBM does not want there. */
class SampleBatch {
  readonly #native: NativeModule;
  readonly #sampleCount: number;
  readonly #capacity: number;
  readonly #allocate: (bytes: number) => Pointer;
  readonly #values: Pointer;
  /** Columns without zeros, the most, share one list of positions. */
  readonly #everyRow: Pointer;
  /** Lists of positions for columns with zeros, made when there are some. */
  #positions: Pointer | undefined;
  readonly #columns: {positions: Pointer; count: number}[] = [];

  constructor(native: NativeModule, sampleCount: number, allocate: (bytes: number) => Pointer) {
    this.#native = native;
    this.#sampleCount = sampleCount;
    this.#allocate = allocate;
    this.#capacity = Math.max(1, Math.min(256, Math.floor(batchBytes / 8 / sampleCount)));
    this.#values = allocate(this.#capacity * sampleCount * 8);
    this.#everyRow = allocate(sampleCount * 4);
    const identity = native.int32(this.#everyRow, sampleCount);
    for (let i = 0; i < sampleCount; ++i) identity[i] = i;
  }

  get isFull(): boolean {
    return this.#columns.length === this.#capacity;
  }

  add(values: Float64Array): void {
    const native = this.#native;
    const place = this.#columns.length * this.#sampleCount;
    const positions = nonZeroPositions(values);
    const count = positions?.length ?? values.length;
    if (positions === undefined) {
      native.float64(this.#values + place * 8, count).set(values);
      this.#columns.push({positions: this.#everyRow, count});
      return;
    }
    this.#addPart(
      count,
      (i) => positions[i],
      (i) => values[positions[i]]
    );
  }

  /** Adds a column of which only values at some positions are given. */
  addSparse(positions: Int32Array, values: Float64Array): void {
    const stored = nonZeroPositions(values);
    const at = (i: number): number => (stored === undefined ? i : stored[i]);
    this.#addPart(
      stored?.length ?? values.length,
      (i) => positions[at(i)],
      (i) => values[at(i)]
    );
  }

  #addPart(count: number, position: (i: number) => number, value: (i: number) => number): void {
    const native = this.#native;
    const place = this.#columns.length * this.#sampleCount;
    this.#positions ??= this.#allocate(this.#capacity * this.#sampleCount * 4);
    const list = this.#positions + place * 4;
    const positions = native.int32(list, count);
    const values = native.float64(this.#values + place * 8, count);
    for (let i = 0; i < count; ++i) {
      positions[i] = position(i);
      values[i] = value(i);
    }
    this.#columns.push({positions: list, count});
  }

  /** Hands the columns over, the last of which is that before `end`, and begins anew. */
  findBins(finder: Pointer, end: number): void {
    const native = this.#native;
    const columns = this.#columns.splice(0);
    const {length} = columns;
    native.scope((allocate) => {
      const table = allocate(length * 12);
      const pointers = native.uint32(table, length * 3);
      for (const [i, {positions, count}] of columns.entries()) {
        pointers[i] = this.#values + i * this.#sampleCount * 8;
        pointers[length + i] = positions;
        pointers[2 * length + i] = count;
      }
      native.call("LGBM_BinsFind", finder, end - length, length, table, table + 4 * length, table + 8 * length);
    });
  }
}

/**
 * Puts the table's values into their bins, from `startRow` on; needs room for one column only. For linear trees, which
 * keep the values, zeros are not left out.
 */
export function pushTable(
  native: NativeModule,
  dataset: Pointer,
  table: FeatureTable,
  {startRow = 0, linear = false} = {}
): void {
  const {rowCount, columnCount} = table;
  if (table instanceof SparseTable && !linear) {
    table.eachBlock(native, rowCount, (csr, start) => {
      native.call("LGBM_DatasetPushRowsByCSR", dataset, ...csr, BigInt(startRow + start));
    });
    return;
  }
  native.scope((allocate) => {
    const values = allocate(rowCount * 8);
    for (let column = 0; column < columnCount; ++column) {
      table.readColumn(column, native.float64(values, rowCount));
      native.call("LGBM_DatasetPushColumn", dataset, column, values, rowCount, startRow);
    }
  });
}

/** Puts indices in place of names of categorical features. */
export function withCategorical(
  params: CheckedParams,
  features: readonly (number | string)[],
  columnCount: number,
  names: readonly string[] | undefined
): CheckedParams {
  if (features.length === 0) return params;
  const given = params.categorical_feature ?? [];
  const others = typeof given === "string" ? given.split(",").map(Number) : [given].flat();
  const indices = features.map((feature) => {
    const index = typeof feature === "number" ? feature : (names?.indexOf(feature) ?? -1);
    if (!(Number.isInteger(index) && index >= 0 && index < columnCount)) {
      throw new LightGBMError(`There is no feature ${describe(feature)} to be categorical.`);
    }
    return index;
  });
  return {...params, categorical_feature: [...new Set([...others.map(Number), ...indices])]};
}

/** Where the values are that LightGBM stores in its sample; undefined if that is everywhere. */
function nonZeroPositions(values: Float64Array): Int32Array | undefined {
  const isStored = (value: number): boolean => Math.abs(value) > zeroThreshold || Number.isNaN(value);
  let count = 0;
  for (const value of values) if (isStored(value)) ++count;
  if (count === values.length) return undefined;
  const positions = new Int32Array(count);
  let next = 0;
  for (let i = 0; i < values.length; ++i) if (isStored(values[i])) positions[next++] = i;
  return positions;
}
