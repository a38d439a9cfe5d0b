import {checkInteger} from "./arguments.js";
import {createByReference, createFromSample, pushTable, sampleRows, withCategorical} from "./binning.js";
import type {Booster} from "./booster.js";
import {type Categories, findCategories} from "./categories.js";
import {LightGBMError} from "./error.js";
import {checkColumns, checkRows, type FeatureData, type FeatureTable, type RowIndices} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";
import {NativeObject} from "./nativeObject.js";
import {type CheckedParams, checkParams, formatParams, isTrue, type Params, withDefaults} from "./parameters.js";
import {queriesOf, type RowFields, readFloats, readQueries, writeField, writeFields} from "./rowFields.js";
import {tableOf} from "./sparseTable.js";
import {readNames, writeStrings} from "./strings.js";

export interface FeatureDescription {
  featureNames?: readonly string[];
  /** Indices or names of the features whose values are category numbers. */
  categoricalFeatures?: readonly (number | string)[];
  /** Parameters that shape bins: max_bin, min_data_in_bin, … Best give all those of the training. */
  params?: Params;
}

export interface DatasetOptions extends RowFields, FeatureDescription {
  /** The training data whose bins a validation set shares. */
  reference?: Dataset;
  /** A model that training on this dataset goes on from; validation sets take it over from their reference. */
  initModel?: Booster;
}

/** Binned training or validation data inside the module's memory. */
export class Dataset {
  readonly rowCount: number;
  readonly featureCount: number;
  readonly #native: NativeModule;
  readonly #object: NativeObject;
  #hasLabel = false;

  /** @internal Used by `LightGBM.dataset` and its like. */
  constructor(
    native: NativeModule,
    handle: Pointer,
    readonly params: CheckedParams,
    readonly initModel?: Booster,
    /** What the codes of text columns mean. */
    readonly categories?: Categories
  ) {
    this.#native = native;
    this.#object = new NativeObject(native, "dataset", handle);
    this.rowCount = native.query("LGBM_DatasetGetNumData", handle);
    this.featureCount = native.query("LGBM_DatasetGetNumFeature", handle);
  }

  /** @internal */
  static create(native: NativeModule, options: FeatureData & DatasetOptions, known?: Categories): Dataset {
    const {featureNames, reference} = options;
    const categories =
      known ?? reference?.categories ?? ("columns" in options ? findCategories(options.columns) : undefined);
    const table = tableOf(options, categories);
    const texts = known ? [] : (categories?.columns ?? []);
    const categoricalFeatures = [...new Set([...(options.categoricalFeatures ?? []), ...texts])];
    if (table.rowCount === 0) throw new LightGBMError("A dataset needs at least one row.");
    const params =
      reference?.params ??
      withCategorical(checkParams(options.params ?? {}), categoricalFeatures, table.columnCount, featureNames);
    const initModel = options.initModel ?? reference?.initModel;
    initModel?.handleIn(native);
    if (reference) checkColumns(table, reference.featureCount);
    const handle = reference
      ? createByReference(native, reference.handleIn(native), table.rowCount)
      : createFromSample(native, table, table.rowCount, params, sampleRows(native, table.rowCount, params));
    const dataset = new Dataset(native, handle, params, initModel, categories);
    try {
      pushTable(native, handle, table, {linear: isTrue(params.linear_tree)});
      native.call("LGBM_DatasetMarkFinished", handle);
      dataset.setFields(options, table);
      if (featureNames !== undefined) dataset.setFeatureNames(featureNames);
      if (initModel !== undefined)
        writeField(native, handle, "init_score", scoresByClass(initModel, options, table.rowCount));
      return dataset;
    } catch (error) {
      dataset.free();
      throw error;
    }
  }

  /** @internal Reads a dataset that `toBinary` has written, or a text file that LightGBM understands, from memory. */
  static fromFile(native: NativeModule, name: string, params: CheckedParams, reference?: Dataset): Dataset {
    const handle = native.scope((allocate) =>
      native.query(
        "LGBM_DatasetCreateFromFile",
        native.writeString(name, allocate),
        native.writeString(formatParams(withDefaults(params)), allocate),
        reference?.handleIn(native) ?? 0
      )
    );
    const dataset = new Dataset(native, handle, params);
    dataset.#hasLabel = true;
    return dataset;
  }

  /** @internal The address that LightGBM knows this dataset by. */
  get handle(): Pointer {
    return this.#object.address;
  }

  /** @internal The address in an instance, which must be the dataset's own. */
  handleIn(native: NativeModule): Pointer {
    return this.#object.addressIn(native);
  }

  /** @internal Keeps the dataset in memory until the function that is returned has been called. */
  retain(): () => void {
    return this.#object.retain();
  }

  /** Whether labels were given; LightGBM itself would take zeros for them. */
  get hasLabel(): boolean {
    return this.#hasLabel;
  }

  get featureNames(): string[] {
    return readNames(this.#native, "LGBM_DatasetGetFeatureNames", this.handle);
  }

  /** A copy of the labels; undefined if there are none. */
  get label(): Float32Array | undefined {
    return readFloats(this.#native, this.handle, "label");
  }

  get weight(): Float32Array | undefined {
    return readFloats(this.#native, this.handle, "weight");
  }

  /** How many rows belong to each query of ranking data; undefined if there are none. */
  get group(): Int32Array | undefined {
    return readQueries(this.#native, this.handle);
  }

  /** How many bins a feature has got. */
  binCount(feature: number): number {
    checkInteger("The index of a feature", feature, 0, this.featureCount - 1);
    return this.#native.query("LGBM_DatasetGetFeatureNumBin", this.handle, feature);
  }

  /** Copies some rows, in ascending order, with their labels and weights, into a dataset with the same bins. */
  subset(rows: RowIndices): Dataset {
    const native = this.#native;
    checkRows(rows, this.rowCount);
    if (rows.length === 0) throw new LightGBMError("A subset needs at least one row.");
    if (rows.some((row, i) => row <= rows[i - 1])) throw new LightGBMError("The rows of a subset must ascend.");
    const handle = native.scope((allocate) => {
      const indices = allocate(rows.length * 4);
      native.int32(indices, rows.length).set(rows);
      const text = native.writeString(formatParams(withDefaults(this.params)), allocate);
      return native.query("LGBM_DatasetGetSubset", this.handle, indices, rows.length, text);
    });
    const part = new Dataset(native, handle, this.params, this.initModel, this.categories);
    part.#hasLabel = this.#hasLabel;
    // LightGBM leaves the queries out of a subset.
    const queries = this.group;
    if (queries !== undefined) writeField(native, handle, "group", queriesOf(rows, queries));
    return part;
  }

  /**
   * LightGBM's binary form, from which `LightGBM.datasetFromBinary` makes the same dataset, for instance in a worker:
   * much smaller than the values, and there is no binning to be done again.
   */
  toBinary(): Uint8Array {
    const native = this.#native;
    const name = "dataset.bin";
    native.scope((allocate) => {
      native.call("LGBM_DatasetSaveBinary", this.handle, native.writeString(name, allocate));
    });
    const bytes = native.files.get(name);
    native.files.delete(name);
    if (bytes === undefined) throw new LightGBMError("LightGBM has not written the dataset.");
    return bytes;
  }

  free(): void {
    this.#object.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** @internal Used while a dataset is made. */
  setFields(fields: RowFields, table: FeatureTable): void {
    writeFields(this.#native, this.handle, fields, table);
    if (fields.label !== undefined) this.#hasLabel = true;
  }

  /** @internal Used while a dataset is made. */
  setFeatureNames(names: readonly string[]): void {
    const native = this.#native;
    native.scope((allocate) => {
      native.call("LGBM_DatasetSetFeatureNames", this.handle, writeStrings(native, names, allocate), names.length);
    });
  }
}

/** A model's raw scores in the order of initial scores: class by class. */
function scoresByClass(model: Booster, data: FeatureData, rowCount: number): Float64Array {
  const byRow = model.predict(data, {kind: "raw"});
  const classes = byRow.length / rowCount;
  return Float64Array.from(byRow, (_, i) => byRow[(i % rowCount) * classes + Math.floor(i / rowCount)]);
}
