import type {ValueCounts} from "./valueCounts.js";

/** Columns and their names, as a model takes them or as they are made ready for it. NaN is missing. */
export interface FeatureTable {
  names: readonly string[];
  columns: readonly Float64Array[];
}

/**
 * What a model does with the features before it sees them. `features` are those concerned; all if left out. None looks
 * at the target.
 */
export type Transformation =
  /** Adds `NAME_count`: how often the value occurs, up to `cap`, which is at most 255; 0 where it is missing. */
  | {kind: "value-counts"; features?: readonly string[]; cap: number}
  /** Adds `NUMERATOR_per_DENOMINATOR`; missing where the denominator is 0. */
  | {kind: "ratio"; numerator: string; denominator: string}
  /** Replaces a value by the share of the training rows' values that are smaller, in steps. */
  | {kind: "rank"; features?: readonly string[]; steps: number}
  /** Limits values to quantiles of the training rows. */
  | {kind: "clip"; features?: readonly string[]; lower: number; upper: number}
  | {kind: "drop"; features: readonly string[]};

/** What a transformation has learnt, of each feature concerned. */
export type FittedTransformation =
  | {kind: "value-counts"; tables: ValueCounts[]}
  | {kind: "ratio"; numerator: string; denominator: string}
  | {kind: "rank"; edges: {feature: string; edges: number[]}[]}
  | {kind: "clip"; ranges: {feature: string; minimum: number; maximum: number}[]}
  | {kind: "drop"; features: readonly string[]};

/** What is fitted on the training rows of a fold, and so differs from fold to fold. */
export function differsByFold(transformations: readonly Transformation[]): boolean {
  return transformations.some(({kind}) => kind === "rank" || kind === "clip");
}

/** The features whose values become others: codes of categories are none then. */
export function replacedFeatures(
  transformations: readonly Transformation[],
  names: readonly string[]
): ReadonlySet<string> {
  return new Set(
    transformations.flatMap((transformation) =>
      transformation.kind === "rank" || transformation.kind === "clip" ? (transformation.features ?? names) : []
    )
  );
}

/** Value counts are better for rows without labels, which are counted as well. */
export function takesUnlabelled(transformations: readonly Transformation[]): boolean {
  return transformations.some(({kind}) => kind === "value-counts");
}
