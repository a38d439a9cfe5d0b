import {isDeepStrictEqual} from "node:util";
import type {FoldRows} from "../../dataset/foldRows.js";
import {type AdditiveModelParams, fitAdditiveModel} from "../../src/lib/estimators/additiveModel.js";
import type {LabelledTable} from "../../src/lib/estimators/estimator.js";

/** What boosting goes on from in one fold. */
export interface FoldStart {
  /** LightGBM's text. */
  text: string;
  /** Log-odds of all rows. */
  scores: Float64Array;
}

export interface StartOptions {
  /** The same number for the same table. */
  dataNumber: number;
  params: AdditiveModelParams;
  /** Positions of features whose values have no order. */
  unordered: readonly number[];
}

/** The additive models that boosting goes on from: the latest ones, for trainings that start from the same. */
export class KeptStarts {
  #of: {rows: readonly FoldRows[]; options: StartOptions} | undefined;
  #starts: readonly FoldStart[] = [];

  /** A model of each fold, fitted on its training rows. */
  get(table: LabelledTable, rows: readonly FoldRows[], options: StartOptions): readonly FoldStart[] {
    const of = {rows, options};
    if (!isDeepStrictEqual(this.#of, of)) {
      this.#starts = rows.map(({training}) => {
        const {text, logOdds} = fitAdditiveModel(table, training, options.params, options.unordered);
        return {text, scores: Float64Array.from(table.target.keys(), logOdds)};
      });
      this.#of = of;
    }
    return this.#starts;
  }
}
