import {findStep} from "../trees/stepFunctions.js";
import type {FeatureTable, FittedTransformation} from "./transformation.js";
import {lookUpCounts} from "./valueCounts.js";

/** Makes features ready as a model has learnt them; the table itself is left as it is. */
export function applyTransformations(fitted: readonly FittedTransformation[], table: FeatureTable): FeatureTable {
  return fitted.reduce(applyOne, table);
}

function applyOne({names, columns}: FeatureTable, fitted: FittedTransformation): FeatureTable {
  const columnOf = (feature: string) => {
    const column = columns[names.indexOf(feature)];
    if (column === undefined) throw new RangeError(`There is no feature ${feature}.`);
    return column;
  };
  const replace = (changed: ReadonlyMap<string, Float64Array>): FeatureTable => ({
    names,
    columns: names.map((name, index) => changed.get(name) ?? columns[index])
  });
  switch (fitted.kind) {
    case "value-counts":
      return {
        names: [...names, ...fitted.tables.map(({feature}) => `${feature}_count`)],
        columns: [...columns, ...fitted.tables.map((table) => lookUpCounts(table, columnOf(table.feature)))]
      };
    case "ratio": {
      const [numerator, denominator] = [columnOf(fitted.numerator), columnOf(fitted.denominator)];
      const ratio = numerator.map((value, row) => (denominator[row] === 0 ? Number.NaN : value / denominator[row]));
      return {names: [...names, `${fitted.numerator}_per_${fitted.denominator}`], columns: [...columns, ratio]};
    }
    case "rank":
      return replace(
        new Map(
          fitted.edges.map(({feature, edges}) => [
            feature,
            columnOf(feature).map((value) =>
              Number.isNaN(value) ? value : findStep(edges, value) / Math.max(1, edges.length)
            )
          ])
        )
      );
    case "clip":
      return replace(
        new Map(
          fitted.ranges.map(({feature, minimum, maximum}) => [
            feature,
            columnOf(feature).map((value) => Math.min(Math.max(value, minimum), maximum))
          ])
        )
      );
    case "drop": {
      const kept = names.flatMap((name, index) => (fitted.features.includes(name) ? [] : [index]));
      return {names: kept.map((index) => names[index]), columns: kept.map((index) => columns[index])};
    }
  }
}

/** Rows of a file as a model takes them: of several pipelines, the features of each side by side. */
export function transformRows(
  pipelines: readonly (readonly FittedTransformation[])[],
  names: readonly string[],
  {features, rows}: {features: Float64Array; rows: number}
): {features: Float64Array; width: number} {
  const columns = names.map((_, column) => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; ++row) values[row] = features[row * names.length + column];
    return values;
  });
  const made = pipelines.flatMap((fitted) => applyTransformations(fitted, {names, columns}).columns);
  const result = new Float64Array(rows * made.length);
  for (const [column, values] of made.entries()) {
    for (let row = 0; row < rows; ++row) result[row * made.length + column] = values[row];
  }
  return {features: result, width: made.length};
}
