import {checkInteger} from "./arguments.js";
import {createByReference, createFromSample, pushTable, withCategorical} from "./binning.js";
import {Dataset, type FeatureDescription} from "./dataset.js";
import {LightGBMError} from "./error.js";
import {checkColumns, type FeatureData} from "./features.js";
import type {NativeModule} from "./native.js";
import {checkParams, isTrue} from "./parameters.js";
import type {RowFields} from "./rowFields.js";
import {tableOf} from "./sparseTable.js";

export interface DatasetBuilderOptions extends FeatureDescription {
  /** How many rows will be pushed in all. */
  rowCount: number;
  /** The rows to find bins in, unless there is a reference; `LightGBM.sampleRows` says which LightGBM would take. */
  sample?: FeatureData;
  /** The training data whose bins a validation set shares. */
  reference?: Dataset;
}

/** Makes a dataset from chunks of rows, so that all values need never be in memory at once. */
export class DatasetBuilder {
  readonly #native: NativeModule;
  readonly #dataset: Dataset;
  #rows = 0;
  #isFinished = false;

  /** @internal Used by `LightGBM.datasetBuilder`. */
  constructor(native: NativeModule, options: DatasetBuilderOptions) {
    const {rowCount, sample, reference, featureNames, categoricalFeatures = []} = options;
    this.#native = native;
    checkInteger("rowCount", rowCount, 1);
    if (reference) {
      const {params} = reference;
      this.#dataset = new Dataset(
        native,
        createByReference(native, reference.handleIn(native), rowCount),
        params,
        undefined,
        reference.categories
      );
    } else if (sample) {
      const table = tableOf(sample);
      const given = checkParams(options.params ?? {});
      const params = withCategorical(given, categoricalFeatures, table.columnCount, featureNames);
      this.#dataset = new Dataset(native, createFromSample(native, table, rowCount, params), params);
    } else {
      throw new LightGBMError("A dataset builder needs a sample of the rows, or a reference, to know the bins.");
    }
    if (featureNames !== undefined) this.#dataset.setFeatureNames(featureNames);
  }

  /** Takes the next rows. */
  push(chunk: FeatureData): this {
    const table = tableOf(chunk, this.#dataset.categories);
    const {rowCount, handle, params} = this.#dataset;
    this.#checkOpen();
    checkColumns(table, this.#dataset.featureCount);
    if (this.#rows + table.rowCount > rowCount) {
      throw new LightGBMError(`There are more rows than the ${rowCount} that the builder was made for.`);
    }
    pushTable(this.#native, handle, table, {startRow: this.#rows, linear: isTrue(params.linear_tree)});
    this.#rows += table.rowCount;
    return this;
  }

  /** Completes the dataset with what is known about all its rows. */
  finish(fields: RowFields = {}): Dataset {
    const {rowCount, handle} = this.#dataset;
    this.#checkOpen();
    if (this.#rows < rowCount) throw new LightGBMError(`Only ${this.#rows} of ${rowCount} rows have been pushed.`);
    this.#native.call("LGBM_DatasetMarkFinished", handle);
    this.#dataset.setFields(fields, tableOf({columns: [new Uint8Array(rowCount)]}));
    this.#isFinished = true;
    return this.#dataset;
  }

  /** Gives the memory back if the dataset is not to be finished. */
  free(): void {
    if (!this.#isFinished) this.#dataset.free();
  }

  #checkOpen(): void {
    if (this.#isFinished) throw new LightGBMError("This dataset builder has finished its dataset.");
  }
}
