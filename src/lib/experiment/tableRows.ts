import {groupMean, groupRows} from "./groupRuns.js";
import {type RunColumn, sortKeys} from "./runColumns.js";

/** A row of the table: a run, or a group of runs over those that it holds, if it is open. */
export type TableRow =
  | {kind: "run"; row: number; isMember: boolean}
  | {kind: "group"; value: string | undefined; rows: number[]; isOpen: boolean};

export interface TableOrder {
  column: RunColumn;
  descending: boolean;
}

/** Rows by a column; those without a value last either way, equal ones in their own order. */
export function sortRuns(rows: readonly number[], {column, descending}: TableOrder): number[] {
  const keys = sortKeys(column);
  return rows.toSorted((a, b) => compareKeys(keys[a], keys[b], descending) || a - b);
}

function compareKeys(a: number, b: number, descending: boolean): number {
  const isAbsent = Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (isAbsent !== 0 || Number.isNaN(a)) return isAbsent;
  return descending ? b - a : a - b;
}

interface TableRowsOptions {
  order: TableOrder;
  groupBy?: RunColumn;
  /** Whether a group shows its runs. */
  isOpen?: (value: string | undefined) => boolean;
}

/** What the table shows of the runs in `rows`: sorted, or in groups sorted by their means. */
export function tableRows(
  rows: readonly number[],
  {order, groupBy, isOpen = () => false}: TableRowsOptions
): TableRow[] {
  const sorted = sortRuns(rows, order);
  if (groupBy === undefined) return sorted.map((row) => ({kind: "run", row, isMember: false}));
  const keys = sortKeys(order.column);
  return groupRows(sorted, groupBy)
    .map((group) => ({...group, mean: groupMean(group.rows, keys)?.mean ?? Number.NaN}))
    .sort((a, b) => compareKeys(a.mean, b.mean, order.descending))
    .flatMap(({value, rows: members}): TableRow[] => {
      const open = isOpen(value);
      const header: TableRow = {kind: "group", value, rows: members, isOpen: open};
      return open ? [header, ...members.map((row): TableRow => ({kind: "run", row, isMember: true}))] : [header];
    });
}
