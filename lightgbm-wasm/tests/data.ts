/** A small seeded generator (mulberry32): the same numbers on every machine. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Columns of numbers with four decimals, and a label that depends on the first two of them, not quite surely. */
export function binaryData(
  rows: number,
  columnCount: number,
  seed = 1
): {columns: Float64Array[]; label: Float64Array} {
  const next = random(seed);
  const columns = Array.from({length: columnCount}, () => new Float64Array(rows));
  const label = new Float64Array(rows);
  for (let row = 0; row < rows; ++row) {
    for (const column of columns) column[row] = Math.round(next() * 2e5 - 1e5) / 1e4;
    label[row] = Number(columns[0][row] + columns[1][row] + 4 * (next() - 0.5) > 0);
  }
  return {columns, label};
}
