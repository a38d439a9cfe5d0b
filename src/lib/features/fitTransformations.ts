import {UserError} from "../errors.js";
import {applyTransformations} from "./applyTransformations.js";
import {realRows} from "./realRows.js";
import type {FeatureTable, FittedTransformation, Transformation} from "./transformation.js";
import {countValues} from "./valueCounts.js";

export interface FittingRows {
  /** Rows of the table that a fold trains on: quantiles are of these alone. */
  training: Uint32Array;
  /**
   * Rows without labels, such as those of the test file. Values are counted in all rows of the table and in these, but
   * for those that are copied together from others: a count uses no label, and a row has to count itself in training
   * and in scoring alike.
   */
  unlabelled?: readonly Float64Array[];
}

/**
 * Learns what the transformations need, each from what the ones before it make.
 * @throws UserError unknown-feature
 */
export function fitTransformations(
  transformations: readonly Transformation[],
  table: FeatureTable,
  {training, unlabelled}: FittingRows
): FittedTransformation[] {
  const fitted: FittedTransformation[] = [];
  let current = table;
  const counted = unlabelled && realRows(unlabelled);
  let others = counted && {names: table.names, columns: counted};
  for (const transformation of transformations) {
    const step = fitOne(transformation, current, training, others);
    fitted.push(step);
    current = applyTransformations([step], current);
    others = others && applyTransformations([step], others);
  }
  return fitted;
}

function fitOne(
  transformation: Transformation,
  table: FeatureTable,
  training: Uint32Array,
  unlabelled: FeatureTable | undefined
): FittedTransformation {
  switch (transformation.kind) {
    case "value-counts": {
      const tables = chosen(table, transformation.features).map(({feature, index}) => {
        const columns = [table.columns[index], ...(unlabelled ? [unlabelled.columns[index]] : [])];
        return {feature, ...countValues(columns, transformation.cap)};
      });
      return {kind: "value-counts", tables};
    }
    case "rank":
      return {
        kind: "rank",
        edges: chosen(table, transformation.features).map(({feature, index}) => {
          const sorted = sortedValues(table.columns[index], training);
          const edges = Array.from({length: transformation.steps - 1}, (_, step) =>
            quantile(sorted, (step + 1) / transformation.steps)
          );
          return {feature, edges};
        })
      };
    case "clip":
      return {
        kind: "clip",
        ranges: chosen(table, transformation.features).map(({feature, index}) => {
          const sorted = sortedValues(table.columns[index], training);
          return {
            feature,
            minimum: quantile(sorted, transformation.lower),
            maximum: quantile(sorted, transformation.upper)
          };
        })
      };
    case "ratio":
      chosen(table, [transformation.numerator, transformation.denominator]);
      return transformation;
    case "drop":
      chosen(table, transformation.features);
      return transformation;
  }
}

function chosen({names}: FeatureTable, features: readonly string[] = names): {feature: string; index: number}[] {
  return features.map((feature) => {
    const index = names.indexOf(feature);
    if (index >= 0) return {feature, index};
    throw new UserError("unknown-feature", `There is no feature \`${feature}\` to transform.`, {column: feature});
  });
}

function sortedValues(column: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row])
    .filter(Number.isFinite)
    .sort();
}

/** The value at that share of the way; 0 of no values. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted.length === 0 ? 0 : sorted[Math.floor(share * (sorted.length - 1))];
}
