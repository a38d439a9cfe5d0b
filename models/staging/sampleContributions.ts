import {compileTables, contributions, loadScorer} from "lightgbm-wasm/scorer";
import type {SampledContributions} from "../../src/lib/profile/sampledShape.js";

/** A contribution of a row takes about a millisecond. */
const sampledRows = 2000;

/**
 * What each feature adds to the scores of rows, taken evenly.
 * @param text     LightGBM's
 * @param columns  by position in the model's features
 */
export async function sampleContributions(
  text: string,
  columns: readonly Float64Array[]
): Promise<SampledContributions> {
  const width = columns.length;
  const all = columns[0]?.length ?? 0;
  const rows = Math.min(all, sampledRows);
  const matrix = new Float64Array(rows * width);
  for (const [column, values] of columns.entries())
    for (let row = 0; row < rows; ++row)
      matrix[row * width + column] = values[Math.floor((row * all) / rows)] ?? Number.NaN;
  const scorer = await loadScorer(compileTables(text));
  return {matrix, contributions: contributions(scorer, {matrix, columnCount: width})};
}
