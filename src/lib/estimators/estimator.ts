/** A table to learn from. */
export interface LabelledTable {
  featureNames: readonly string[];
  /** By feature; NaN is missing. */
  columns: readonly Float64Array[];
  /** 0 or 1 by row. */
  target: Uint8Array;
}

/** A model as it was fitted on some rows. */
export interface FittedModel {
  /** LightGBM's text, or JSON of what is no tree model. */
  text: string;
  /** By feature; what is no tree model has no splits but its own counterpart of them, which it describes. */
  importance: {gain: number[]; split: number[]};
  /** The probability of a row of the table. */
  predict(row: number): number;
}
