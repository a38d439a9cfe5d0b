import {shorten, UserError} from "../errors.js";
import type {TableSchema} from "../schema/tableSchema.js";
import type {UnseenCategory} from "./categories.js";
import {ascii} from "./cells.js";
import type {SeenText, TextEncoding} from "./encoding.js";
import {findAmbiguous, type NumberForms} from "./numbers.js";

/** What a file turned out to hold, known once its header has been read. */
export interface CsvColumns {
  schema: TableSchema;
  hasTarget: boolean;
  /** Whether rows' numbers serve as ids. */
  idIsNumbered: boolean;
  /** Columns of the file that the schema does not want; those without a name are "". */
  ignoredColumns: string[];
  /** Columns that were found by a name in other letters, such as `VAR_0` for `var_0`. */
  renamedColumns: {found: string; wanted: string}[];
  /** Whether the first column was taken as the id without being asked for. */
  idIsAssumed: boolean;
  /** A comma, a semicolon, a tab, a vertical bar, or what `sep=` says. */
  delimiter: string;
  /** Titles and comments before the header. */
  skippedLines: string[];
}

/** What a whole file turned out to hold. */
export interface CsvSummary extends CsvColumns {
  rows: number;
  bytes: number;
  /** Rows with neither id nor values, which were not handed on; empty lines are not counted. */
  skippedRows: number;
  encoding: TextEncoding;
  decimalMark: "." | ",";
  /** Features that have cells such as `1,234.5`. */
  thousandsColumns: string[];
  /** Features that have a minus sign other than ASCII's. */
  otherMinusColumns: string[];
  /** Categories that the schema does not have, which were read as missing values. */
  unseenCategories: (UnseenCategory & {column: string})[];
}

/** What the meaning of a row depends on besides the header: what was in the rows before it. */
export interface ReadingState {
  /** Of `NumberReader`. */
  decimalMark: number;
  encoding: TextEncoding;
  seenText: SeenText;
}

/** What was noticed about the rows of a file or of a part of it; rows count from the part's first. */
export interface ReadingFacts extends NumberForms {
  /** Handed on. */
  rows: number;
  /** With neither id nor values. */
  skippedRows: number;
  /** By feature: 1 if a cell has shown which mark is the decimal one. */
  isClear: Uint8Array;
  /** By feature: its first cell with a separator that may be a decimal mark or not. */
  ambiguous: Map<number, {row: number; value: string}>;
  /** By feature. */
  unseen: Map<number, UnseenCategory>;
}

/** Of two parts that follow each other. */
export function joinFacts(first: ReadingFacts, second: ReadingFacts): ReadingFacts {
  const ambiguous = new Map(first.ambiguous);
  for (const [feature, {row, value}] of second.ambiguous)
    if (!ambiguous.has(feature)) ambiguous.set(feature, {row: row + first.rows, value});
  const unseen = new Map(first.unseen);
  for (const [feature, {row, lastRow, ...more}] of second.unseen) {
    const before = unseen.get(feature) ?? {...more, values: 0, row: row + first.rows};
    unseen.set(feature, {...before, values: before.values + more.values, lastRow: lastRow + first.rows});
  }
  return {
    rows: first.rows + second.rows,
    skippedRows: first.skippedRows + second.skippedRows,
    thousands: new Set([...first.thousands, ...second.thousands]),
    otherMinus: new Set([...first.otherMinus, ...second.otherMinus]),
    isClear: first.isClear.map((clear, feature) => clear | second.isClear[feature]),
    ambiguous,
    unseen
  };
}

/** @throws UserError csv-header-only, csv-ambiguous-number */
export function summarize(
  columns: CsvColumns,
  facts: ReadingFacts,
  {encoding, decimalMark, bytes, file}: ReadingState & {bytes: number; file: string | undefined}
): CsvSummary {
  const {rows, skippedRows} = facts;
  const {features} = columns.schema;
  if (rows === 0) throw new UserError("csv-header-only", "The file has a header but no rows.", {file});
  refuseAmbiguousNumber(facts, features, file);
  const namesOf = (positions: Iterable<number>) =>
    [...positions].sort((a, b) => a - b).flatMap((position) => features[position] ?? []);
  return {
    ...columns,
    rows,
    bytes,
    skippedRows,
    encoding,
    decimalMark: decimalMark === ascii.comma ? "," : ".",
    thousandsColumns: namesOf(facts.thousands),
    otherMinusColumns: namesOf(facts.otherMinus),
    unseenCategories: [...facts.unseen].map(([feature, unseen]) => ({column: features[feature], ...unseen}))
  };
}

function refuseAmbiguousNumber(facts: ReadingFacts, features: readonly string[], file: string | undefined): void {
  const found = findAmbiguous(facts);
  if (found === undefined) return;
  const {feature, row, value} = found;
  const column = features[feature];
  const [integer, fraction] = value.split(/[.,]/);
  const message = `Row ${row}, column \`${column}\` is “${shorten(value)}”, which may be ${integer}${fraction} or ${integer}.${fraction}; nothing else in the column shows which.`;
  throw new UserError("csv-ambiguous-number", message, {file, row, column, value});
}
