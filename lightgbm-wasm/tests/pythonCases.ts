import type {Booster, LightGBM} from "../src/index.js";
import {baseParams, cases} from "./cases.js";
import {tables} from "./tables.js";

/** The cases whose models Python's lightgbm has predicted with: one for each thing that a model's text can say. */
export const pythonCases = ["binary", "missing values", "categorical", "rf", "multiclass", "poisson", "dart"] as const;

const rowCount = 10;

/** Trains a case; returns its booster and the first rows of its table, row by row. */
export async function trainCase(
  lightgbm: LightGBM,
  name: (typeof pythonCases)[number]
): Promise<{booster: Booster; rows: Float64Array; columnCount: number}> {
  const {table, params: caseParams} = cases[name];
  const {columns, label, categoricalFeatures} = tables[table]();
  const params = {...baseParams, ...caseParams};
  using dataset = lightgbm.dataset({columns, label, categoricalFeatures, params});
  const booster = await lightgbm.train(params, dataset);
  const columnCount = columns.length;
  const rows = Float64Array.from(
    {length: rowCount * columnCount},
    (_, i) => columns[i % columnCount][Math.floor(i / columnCount)]
  );
  return {booster, rows, columnCount};
}
