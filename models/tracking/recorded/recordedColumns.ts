/**
 * CSV files by column. The out-of-fold predictions of all runs share their ids, folds and targets; kept once, and
 * each column by itself, they take a fifth of the room.
 */
export class ColumnPool {
  readonly columns: string[];

  constructor(columns: string[] = []) {
    this.columns = columns;
  }

  /** Takes a CSV file apart; undefined if putting it together again would not give the very same text. */
  add(csv: string): number[] | undefined {
    const rows = csv.split("\n").map((line) => line.split(","));
    const columnCount = rows[0].length;
    const hasFinalNewline = rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === "";
    if (columnCount < 2 || !hasFinalNewline) return undefined;
    rows.pop();
    if (rows.some((row) => row.length !== columnCount)) return undefined;
    return rows[0].map((_, column) => {
      const text = rows.map((row) => row[column]).join(",");
      const known = this.columns.indexOf(text);
      return known >= 0 ? known : this.columns.push(text) - 1;
    });
  }

  read(indices: readonly number[]): string {
    const columns = indices.map((index) => this.columns[index].split(","));
    return columns[0].map((_, row) => `${columns.map((column) => column[row]).join(",")}\n`).join("");
  }
}
