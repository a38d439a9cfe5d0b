import {random} from "../../lightgbm-wasm/tests/data.js";

export interface SpeedData {
  columns: Float64Array[];
  label: Float32Array;
}

/** Like the Santander data: columns that look normal, with four decimals, each with a small effect on the label. */
export function speedData(rows: number, columnCount = 200): SpeedData {
  const next = random(2019);
  const scores = new Float64Array(rows);
  const columns = Array.from({length: columnCount}, (_, c) => {
    const effect = ((c * 7) % 11) - 5;
    // Shared memory reaches the workers of the cross-validation without a copy.
    const column = new Float64Array(new SharedArrayBuffer(rows * 8));
    for (let row = 0; row < rows; ++row) {
      const normal = next() + next() + next() + next() - 2;
      column[row] = Math.round(normal * 5e4) / 1e4;
      scores[row] += normal * effect;
    }
    return column;
  });
  return {columns, label: Float32Array.from(scores, (score) => Number(score + 20 * (next() - 0.5) > 25))};
}
