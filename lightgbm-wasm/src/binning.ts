import {describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {FeatureTable} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import {type CheckedParams, formatParams, withDefaults} from "./parameters.js";

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

/**
 * Makes an empty dataset for `rowCount` rows, with bins found in a sample: the rows `rows` of the table. The result is
 * that of LGBM_DatasetCreateFromMat, which would need the whole matrix in its memory.
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
    const values = new Float64Array(sampleCount);
    // Columns without zeros, the most, share one list of positions.
    const everyRow = allocate(sampleCount * 4);
    const identity = native.int32(everyRow, sampleCount);
    for (let i = 0; i < sampleCount; ++i) identity[i] = i;

    const samples = allocate(columnCount * 12);
    for (let column = 0; column < columnCount; ++column) {
      table.readColumn(column, values, rows);
      const positions = nonZeroPositions(values);
      const count = positions?.length ?? sampleCount;
      const data = allocate(count * 8);
      const indices = positions ? allocate(count * 4) : everyRow;
      const target = native.float64(data, count);
      if (positions === undefined) {
        target.set(values);
      } else {
        native.int32(indices, count).set(positions);
        for (let i = 0; i < count; ++i) target[i] = values[positions[i]];
      }
      const pointers = native.uint32(samples, columnCount * 3);
      pointers[column] = data;
      pointers[columnCount + column] = indices;
      pointers[2 * columnCount + column] = count;
    }
    return native.query(
      "LGBM_DatasetCreateFromSampledColumn",
      samples,
      samples + 4 * columnCount,
      columnCount,
      samples + 8 * columnCount,
      sampleCount,
      rowCount,
      BigInt(rowCount),
      native.writeString(formatParams(withDefaults(params)), allocate)
    );
  });
}

/** Puts the table's values into their bins, from `startRow` on; needs room for one column only. */
export function pushColumns(native: NativeModule, dataset: Pointer, table: FeatureTable, startRow = 0): void {
  const {rowCount, columnCount} = table;
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
  const indices = features.map((feature) => {
    const index = typeof feature === "number" ? feature : (names?.indexOf(feature) ?? -1);
    if (!(Number.isInteger(index) && index >= 0 && index < columnCount)) {
      throw new LightGBMError(`There is no feature ${describe(feature)} to be categorical.`);
    }
    return index;
  });
  return {...params, categorical_feature: indices};
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
