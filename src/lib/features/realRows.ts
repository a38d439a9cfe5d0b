/**
 * The rows that are not copied together from others. In a file where some rows were made by drawing each of their values
 * from the other rows, those have no value that occurs only once; nearly every other row has one. Where all rows have
 * one, or none has, they are all kept. (The competition's test file has 100,000 such rows.)
 */
export function realRows(columns: readonly Float64Array[]): readonly Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const unique = new Uint8Array(rows);
  for (const column of columns) {
    const firstAt = new Map<number, number>();
    for (let row = 0; row < rows; ++row) firstAt.set(column[row], firstAt.has(column[row]) ? -1 : row);
    for (const row of firstAt.values()) if (row >= 0) unique[row] = 1;
  }
  const kept = Uint32Array.from(unique.keys()).filter((row) => unique[row] === 1);
  if (kept.length === 0 || kept.length === rows) return columns;
  return columns.map((column) => Float64Array.from(kept, (row) => column[row]));
}
