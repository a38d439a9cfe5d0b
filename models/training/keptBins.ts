import type {Dataset, LightGBM, Params} from "lightgbm-wasm";
import {readParams} from "lightgbm-wasm";

/** The parameters that bins depend on, besides `min_data_in_leaf`: those that LightGBM's Python package lists. */
const binParams = [
  "bin_construct_sample_cnt",
  "categorical_feature",
  "data_random_seed",
  "enable_bundle",
  "feature_pre_filter",
  "forcedbins_filename",
  "is_enable_sparse",
  "linear_tree",
  "max_bin",
  "max_bin_by_feature",
  "min_data_in_bin",
  // Draws the sample that bins are found on.
  "seed",
  "use_missing",
  "zero_as_missing"
] as const;

/** LightGBM's own. */
const defaultLeafRows = 20;

export interface BinnedTable {
  columns: readonly Float64Array[];
  label: Uint8Array;
  featureNames: readonly string[];
}

interface Bins {
  key: string;
  /** `min_data_in_leaf` that it was made with. */
  leafRows: number;
  dataset: Dataset;
  /** With at most this `min_data_in_leaf` no feature is left out. */
  completeUpTo: number;
}

/**
 * Binned tables that trainings share, the latest few of them. A training gets what it would make for itself: LightGBM
 * leaves out features that cannot be split into leaves of `min_data_in_leaf` rows, so that bins serve another such
 * number only where none is left out with either.
 */
export class KeptBins implements Disposable {
  readonly #most: number;
  /** Latest first. */
  readonly #kept: Bins[] = [];
  #passing: Dataset | undefined;

  constructor(most = 2) {
    this.#most = most;
  }

  /**
   * The dataset, which stays this one's own until the next is asked for, and the parameters to train on it with.
   * @param dataNumber the same for the same table
   */
  get(
    lightgbm: LightGBM,
    table: BinnedTable,
    params: Params,
    dataNumber: number
  ): {dataset: Dataset; trainingParams: Params} {
    this.#passing?.free();
    this.#passing = undefined;
    const known = readParams(params);
    const leafRows = Number(known.min_data_in_leaf ?? defaultLeafRows);
    const shaping = Object.fromEntries(binParams.flatMap((name) => (name in known ? [[name, known[name]]] : [])));
    const key = JSON.stringify([dataNumber, shaping]);
    // What the dataset was made with is not to be taken over from it.
    const trainingParams = {...known, min_data_in_leaf: leafRows};

    const place = this.#kept.findIndex((bins) => bins.key === key);
    const [kept] = place < 0 ? [] : this.#kept.splice(place, 1);
    if (kept !== undefined) this.#kept.unshift(kept);
    if (kept !== undefined && serves(kept, leafRows)) return {dataset: kept.dataset, trainingParams};

    const dataset = lightgbm.dataset({...table, params: {...shaping, min_data_in_leaf: leafRows}});
    const isComplete = table.columns.every((_, feature) => dataset.binCount(feature) > 0);
    const completeUpTo = Math.max(isComplete ? leafRows : 0, kept?.completeUpTo ?? 0);
    if (kept !== undefined && kept.leafRows < leafRows) {
      // LightGBM takes bins for more rows a leaf than they were made with, but not for less.
      kept.completeUpTo = completeUpTo;
      this.#passing = dataset;
    } else {
      if (kept !== undefined) this.#kept.shift()?.dataset.free();
      this.#kept.unshift({key, leafRows, dataset, completeUpTo});
      for (const {dataset: old} of this.#kept.splice(this.#most)) old.free();
    }
    return {dataset, trainingParams};
  }

  [Symbol.dispose](): void {
    this.#passing?.free();
    for (const {dataset} of this.#kept.splice(0)) dataset.free();
  }
}

function serves({leafRows: made, completeUpTo}: Bins, leafRows: number): boolean {
  return made === leafRows || (made < leafRows && leafRows <= completeUpTo);
}
