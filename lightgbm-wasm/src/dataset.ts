import {LightGBMError} from "./error.js";
import {type FeatureData, FeatureTable, type NumberArray, type RowIndices} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import {formatParams, type Params, withDefaults} from "./parameters.js";
import {readNames, writeStrings} from "./strings.js";

export interface DatasetOptions {
  /** One number a row. Like `weight` and `initScore` it is read at `rows`, if rows are chosen. */
  label?: NumberArray | readonly number[];
  weight?: NumberArray | readonly number[];
  /** Scores to start from; for several classes class by class. */
  initScore?: NumberArray | readonly number[];
  /** For ranking: how many rows, in order, belong to each query. Counts rows in use. */
  group?: NumberArray | readonly number[];
  featureNames?: readonly string[];
  /** Indices or names of the features whose values are category numbers. */
  categoricalFeatures?: readonly (number | string)[];
  /** The training data whose bins a validation set shares. */
  reference?: Dataset;
  /** Parameters that shape bins: max_bin, min_data_in_bin, … */
  params?: Params;
}

// LightGBM's type of each field: 0 is float32, 1 float64, 2 int32.
const fieldTypes = {label: 0, weight: 0, init_score: 1, group: 2} as const;
type Field = keyof typeof fieldTypes;

// A zero is not stored in the sample from which LightGBM finds its bins; this is LightGBM's kZeroThreshold.
const zeroThreshold = Math.fround(1e-35);

/** Binned training or validation data inside the module's memory. */
export class Dataset {
  readonly params: Params;
  readonly rowCount: number;
  readonly featureCount: number;
  readonly #native: NativeModule;
  #handle: Pointer;

  /** Used by `LightGBM.dataset`. */
  constructor(native: NativeModule, handle: Pointer, params: Params) {
    this.#native = native;
    this.#handle = handle;
    this.params = params;
    [this.rowCount, this.featureCount] = native.scope((allocate) => {
      const out = allocate(8);
      native.call("LGBM_DatasetGetNumData", handle, out);
      native.call("LGBM_DatasetGetNumFeature", handle, out + 4);
      return [...native.int32(out, 2)];
    });
  }

  static create(native: NativeModule, options: FeatureData & DatasetOptions): Dataset {
    const {featureNames, reference, params = {}, categoricalFeatures = []} = options;
    const table = new FeatureTable(options);
    if (featureNames !== undefined && featureNames.length !== table.columnCount) {
      throw new LightGBMError(`There are ${featureNames.length} feature names for ${table.columnCount} columns.`);
    }
    const categorical = categoricalFeatures.map((feature) => featureIndex(feature, featureNames));
    const allParams: Params = categorical.length > 0 ? {...params, categorical_feature: categorical} : params;
    const handle = reference
      ? createByReference(native, reference.handle, table)
      : createFromSample(native, table, formatParams(withDefaults(allParams)));
    const dataset = new Dataset(native, handle, reference?.params ?? allParams);
    try {
      pushColumns(native, handle, table);
      dataset.#setFields(options, table);
      if (featureNames !== undefined) dataset.#setFeatureNames(featureNames);
      return dataset;
    } catch (error) {
      dataset.free();
      throw error;
    }
  }

  /** The address that LightGBM knows this dataset by. */
  get handle(): Pointer {
    if (this.#handle === 0) throw new LightGBMError("This dataset has been freed.");
    return this.#handle;
  }

  get featureNames(): string[] {
    return readNames(this.#native, "LGBM_DatasetGetFeatureNames", this.handle);
  }

  /** Copies some rows, with their labels and weights, into a dataset with the same bins. */
  subset(rows: RowIndices, params: Params = this.params): Dataset {
    const native = this.#native;
    const handle = native.scope((allocate) => {
      const indices = allocate(rows.length * 4);
      native.int32(indices, rows.length).set(rows);
      const out = allocate(4);
      const text = native.writeString(formatParams(withDefaults(params)), allocate);
      native.call("LGBM_DatasetGetSubset", this.handle, indices, rows.length, text, out);
      return native.uint32(out)[0];
    });
    return new Dataset(native, handle, params);
  }

  free(): void {
    if (this.#handle === 0) return;
    this.#native.call("LGBM_DatasetFree", this.#handle);
    this.#handle = 0;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #setFields({label, weight, initScore, group}: DatasetOptions, {rows, rowCount}: FeatureTable): void {
    if (label !== undefined) this.#setField("label", atRows(label, rows, rowCount, "label"));
    if (weight !== undefined) this.#setField("weight", atRows(weight, rows, rowCount, "weight"));
    if (initScore !== undefined) this.#setField("init_score", atRows(initScore, rows, rowCount, "initScore"));
    if (group !== undefined) this.#setField("group", group);
  }

  #setField(field: Field, values: ArrayLike<number>): void {
    const native = this.#native;
    const type = fieldTypes[field];
    native.scope((allocate) => {
      const data = allocate(values.length * 8);
      if (type === 0) native.float32(data, values.length).set(values);
      else if (type === 1) native.float64(data, values.length).set(values);
      else native.int32(data, values.length).set(values);
      const name = native.writeString(field, allocate);
      native.call("LGBM_DatasetSetField", this.handle, name, data, values.length, type);
    });
  }

  #setFeatureNames(names: readonly string[]): void {
    const native = this.#native;
    native.scope((allocate) => {
      native.call("LGBM_DatasetSetFeatureNames", this.handle, writeStrings(native, names, allocate), names.length);
    });
  }
}

function createByReference(native: NativeModule, reference: Pointer, {rowCount}: FeatureTable): Pointer {
  const handle = native.scope((allocate) => {
    const out = allocate(4);
    native.call("LGBM_DatasetCreateByReference", reference, BigInt(rowCount), out);
    return native.uint32(out)[0];
  });
  native.call("LGBM_DatasetResizeRaw", handle);
  return handle;
}

/** Lets LightGBM choose its sample of rows, then find bins in exactly these: the same as for a whole matrix. */
function createFromSample(native: NativeModule, table: FeatureTable, params: string): Pointer {
  const {rowCount, columnCount} = table;
  return native.scope((allocate) => {
    const out = allocate(8);
    const text = native.writeString(params, allocate);
    const rows = sampleRows(native, rowCount, text, allocate);
    const values = new Float64Array(rows.length);
    const everyRow = allocate(rows.length * 4);
    const identity = native.int32(everyRow, rows.length);
    for (let i = 0; i < identity.length; ++i) identity[i] = i;

    const samples = allocate(columnCount * 12);
    for (let column = 0; column < columnCount; ++column) {
      table.readColumn(column, values, rows);
      const positions = nonZeroPositions(values);
      const count = positions?.length ?? values.length;
      const data = allocate(count * 8);
      let indices = everyRow;
      if (positions === undefined) {
        native.float64(data, count).set(values);
      } else {
        indices = allocate(count * 4);
        native.int32(indices, count).set(positions);
        const target = native.float64(data, count);
        for (let i = 0; i < count; ++i) target[i] = values[positions[i]];
      }
      const pointers = native.uint32(samples, columnCount * 3);
      pointers[column] = data;
      pointers[columnCount + column] = indices;
      pointers[2 * columnCount + column] = count;
    }
    native.call(
      "LGBM_DatasetCreateFromSampledColumn",
      samples,
      samples + 4 * columnCount,
      columnCount,
      samples + 8 * columnCount,
      rows.length,
      rowCount,
      BigInt(rowCount),
      text,
      out
    );
    return native.uint32(out)[0];
  });
}

function sampleRows(
  native: NativeModule,
  rowCount: number,
  params: Pointer,
  allocate: (bytes: number) => Pointer
): Int32Array {
  const out = allocate(4);
  native.call("LGBM_GetSampleCount", rowCount, params, out);
  const rows = allocate(native.int32(out)[0] * 4);
  native.call("LGBM_SampleIndices", rowCount, params, rows, out);
  return native.int32(rows, native.int32(out)[0]).slice();
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

function pushColumns(native: NativeModule, handle: Pointer, table: FeatureTable): void {
  const {rowCount, columnCount} = table;
  native.scope((allocate) => {
    const values = allocate(rowCount * 8);
    for (let column = 0; column < columnCount; ++column) {
      table.readColumn(column, native.float64(values, rowCount));
      native.call("LGBM_DatasetPushColumn", handle, column, values, rowCount, 0);
    }
  });
  native.call("LGBM_DatasetMarkFinished", handle);
}

function featureIndex(feature: number | string, names: readonly string[] | undefined): number {
  if (typeof feature === "number") return feature;
  const index = names?.indexOf(feature) ?? -1;
  if (index < 0) throw new LightGBMError(`There is no feature "${feature}" to be categorical.`);
  return index;
}

/** Picks the rows in use from a field, which may hold several values a row, class by class. */
function atRows(
  field: ArrayLike<number>,
  rows: RowIndices | undefined,
  rowCount: number,
  name: string
): ArrayLike<number> {
  if (rows === undefined) {
    if (field.length % rowCount !== 0) {
      throw new LightGBMError(`The ${name} has ${field.length} values for ${rowCount} rows.`);
    }
    return field;
  }
  return Float64Array.from(rows, (row) => {
    if (row >= field.length) throw new LightGBMError(`The ${name} has no value for row ${row}.`);
    return field[row];
  });
}
