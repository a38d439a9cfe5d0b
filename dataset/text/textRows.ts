import {UserError} from "../../src/lib/errors.js";

/** A table's header. */
export interface TextColumns {
  names: readonly string[];
  /** Whether numbers in the texts have a decimal point; otherwise the first one with a mark shows which it is. */
  hasDecimalPoint: boolean;
}

/** Where rows go, one by one, in the file's order. */
export interface TextSink {
  /** @param texts  by column, "" for a missing value; overwritten by the next row */
  row(texts: readonly string[], row: number): void;
}

export interface TextRowsOptions {
  /** Called once, with the header. */
  sink: (columns: TextColumns) => TextSink;
  /** Called with the share that has been read, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface TextRowsSummary {
  format: "CSV" | "Parquet" | "Arrow";
  rows: number;
}

/**
 * The text of a cell of a typed table.
 * @throws UserError table-nested-column for lists, structures and bytes
 */
export function textOf(value: unknown, place: {file: string; row: number; column: string}): string {
  if (value === null || value === undefined) return "";
  switch (typeof value) {
    case "string":
      return value.trim();
    case "number":
      return numberText(value);
    case "bigint":
      return String(value);
    case "boolean":
      // As pandas writes them to CSV.
      return value ? "True" : "False";
  }
  if (value instanceof Date) return value.toISOString().replace("T00:00:00.000Z", "");
  const message = `Column \`${place.column}\` holds lists or other values of many parts; a table for training has numbers, texts, dates and truth values only.`;
  throw new UserError("table-nested-column", message, place);
}

/** Not a number is a missing value. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "" : value > 0 ? "inf" : "-inf";
}

/** @throws UserError table-empty */
export function refuseEmpty(rows: number, file: string): void {
  if (rows === 0) throw new UserError("table-empty", "The table has no rows.", {file});
}
