import {shorten, UserError} from "../errors.js";
import {type ColumnRoles, idRole, ignoredRole, targetRole} from "../schema/tableSchema.js";
import type {CategoryReader} from "./categories.js";
import {
  ascii,
  type Decode,
  fieldText,
  incomplete,
  type PlainColumns,
  parseDecimal,
  readPlainCells,
  scanField,
  scanLine,
  strayQuote,
  unclosed
} from "./cells.js";
import {NumberReader, undecided} from "./numbers.js";

const {nul, tab, lineFeed, carriageReturn, substitute, space, quote, comma, dot} = ascii;

export interface RowParserOptions {
  header: readonly string[];
  roles: ColumnRoles["roles"];
  featureCount: number;
  delimiter: number;
  decode: Decode;
  categories: CategoryReader;
  /** The name of the column that was taken as the id without being asked for, for messages. */
  assumedId?: string;
  file?: string;
}

/** Turns the bytes of a row into an id, a target and numbers; all are overwritten by the next row. */
export class RowParser {
  id = "";
  /** 0 or 1; NaN where it is not known. */
  target = Number.NaN;
  readonly features: Float64Array;
  readonly numbers: NumberReader;
  readonly categories: CategoryReader;
  readonly #options: RowParserOptions;
  readonly #roles: Int32Array;
  readonly #delimiter: number;
  /** As many columns a row must have; those after them have no name and no use. */
  readonly #requiredColumns: number;
  readonly #plain: PlainColumns;
  /** Rows have no id of their own, but their number. */
  readonly numbersRows: boolean;
  #decimalMark: number;

  constructor(options: RowParserOptions) {
    const {header, roles, featureCount, delimiter, categories} = options;
    this.features = new Float64Array(featureCount);
    // One more for the target.
    this.numbers = new NumberReader(featureCount + 1, delimiter === comma ? dot : undecided);
    this.#decimalMark = this.numbers.decimalMark;
    this.categories = categories;
    this.#options = options;
    this.#roles = roles;
    const isPlain = (role: number) => delimiter === comma && role >= 0 && !categories.has(role);
    this.#plain = {
      positions: roles.map((role) => (isPlain(role) ? role : ignoredRole)),
      features: this.features,
      isClear: this.numbers.isClear,
      lastRead: 0
    };
    this.numbersRows = !roles.includes(idRole);
    this.#delimiter = delimiter;
    this.#requiredColumns = 1 + header.findLastIndex((name, column) => name !== "" || roles[column] !== ignoredRole);
  }

  set decimalMark(mark: number) {
    this.#decimalMark = mark;
    this.numbers.decimalMark = mark;
  }

  /** Whether the row has neither an id nor any value: spreadsheets leave such rows where others were deleted. */
  get isEmpty(): boolean {
    const hasId = !this.numbersRows && this.id.trim() !== "";
    return !hasId && Number.isNaN(this.target) && this.features.every(Number.isNaN);
  }

  /**
   * Where the line at `start` ends if it holds delimiters, quotes and blanks only, and whether it has delimiters;
   * undefined for every other line.
   */
  skipBlankLine(bytes: Uint8Array, start: number, end: number): {next: number; isRow: boolean} | undefined {
    const delimiter = this.#delimiter;
    let isRow = false;
    for (let position = start; ; ++position) {
      const byte = bytes[position];
      if (byte === delimiter) isRow = true;
      else if (byte === lineFeed || byte === carriageReturn) {
        // In quotes there may be line ends, and quotes.
        if (!bytes.subarray(start, position).includes(quote)) return {next: position, isRow};
        const line = scanLine(bytes, start, end, this.#dialect);
        return line?.fields.every((field) => field.trim() === "") ? {next: line.next, isRow: true} : undefined;
      } else if (byte !== space && byte !== tab && byte !== quote && byte !== nul && byte !== substitute) {
        return undefined;
      }
    }
  }

  /**
   * Reads the row that begins at `start`.
   * @param bytes  with a line feed at `end`, which does not belong to the file
   * @param final  whether the file ends at `end`
   * @param row    the row's number, for messages
   * @returns where the line's end is, or `incomplete`
   * @throws UserError csv-ragged-row, csv-not-a-number, csv-not-a-target, csv-unclosed-quote, csv-stray-quote
   */
  parse(bytes: Uint8Array, start: number, end: number, final: boolean, row: number): number {
    const roles = this.#roles;
    const delimiter = this.#delimiter;
    const plain = this.#plain;
    const last = roles.length - 1;
    let position = start;
    if (this.numbersRows) this.id = String(row);
    for (let column = 0; ; ++column) {
      let next = readPlainCells(bytes, position, column, plain);
      if (next < 0) next = this.#readCell(bytes, position, end, final, {row, column});
      else column = plain.lastRead;
      if (next < 0 || (next >= end && !final)) return incomplete;
      const isLast = bytes[next] !== delimiter;
      if (isLast !== (column === last)) return this.#endRaggedRow(bytes, start, end, final, row);
      if (isLast) return next;
      position = next + 1;
    }
  }

  /**
   * Reads one cell of a row, all of whose bytes are there.
   * @returns the role of its column, by which its value is found
   */
  readCell(bytes: Uint8Array, start: number, end: number, place: CellPlace): number {
    this.#readCell(bytes, start, end, true, place);
    return this.#roles[place.column];
  }

  /** The long way, for every kind of cell. Returns its end, or `incomplete`. */
  #readCell(bytes: Uint8Array, start: number, end: number, final: boolean, place: CellPlace): number {
    const next = scanField(bytes, start, end, this.#delimiter);
    if (next === strayQuote) throw this.#error("csv-stray-quote", "continues after its closing quote", place);
    if (next === unclosed) {
      if (!final) return incomplete;
      throw this.#error("csv-unclosed-quote", "begins with a quote that is never closed", place);
    }
    const {roles, decode, categories} = this.#options;
    const role = roles[place.column];
    if (role === ignoredRole || (next >= end && !final)) return next;
    if (role === idRole) {
      this.id = fieldText(bytes, start, next, decode);
      return next;
    }
    if (role >= 0 && categories.has(role)) {
      this.features[role] = categories.read(fieldText(bytes, start, next, decode), role, place.row);
      return next;
    }
    const number = this.#readNumber(bytes, start, next, role === targetRole ? this.features.length : role, place.row);
    if (role === targetRole) {
      if (number !== 0 && number !== 1) throw this.#badCell("csv-not-a-target", "0 or 1", bytes, start, next, place);
      this.target = number;
    } else {
      if (number === undefined) throw this.#badCell("csv-not-a-number", "a number", bytes, start, next, place);
      this.features[role] = number;
    }
    return next;
  }

  #readNumber(bytes: Uint8Array, start: number, end: number, feature: number, row: number): number | undefined {
    const {numbers} = this;
    const mark = this.#decimalMark;
    const decimal = parseDecimal(bytes, start, end, mark);
    if (decimal !== undefined) {
      if (numbers.isClear[feature] === 0 && bytes.subarray(start, end).includes(mark)) numbers.isClear[feature] = 1;
      return decimal;
    }
    const number = numbers.read(fieldText(bytes, start, end, this.#options.decode), feature, row);
    this.#decimalMark = numbers.decimalMark;
    return number;
  }

  /** Cells beyond the header's are forgiven if they are blank, and missing ones if their columns have no name. */
  #endRaggedRow(bytes: Uint8Array, start: number, end: number, final: boolean, row: number): number {
    const {header, file} = this.#options;
    const line = scanLine(bytes, start, end, this.#dialect);
    if (!final && (line === undefined || line.next >= end)) return incomplete;
    if (line === undefined) {
      const message = `Row ${row} has a quote that is never closed, or that text follows.`;
      throw new UserError("csv-unclosed-quote", message, {file, row});
    }
    const surplus = line.fields.slice(header.length);
    const fits = line.fields.length >= this.#requiredColumns;
    if (fits && surplus.every((field) => field.trim() === "")) return line.next;
    const message = `Row ${row} has ${counted(line.fields.length, "field")}, but the header has ${header.length}.`;
    throw new UserError("csv-ragged-row", message, {file, row});
  }

  get #dialect(): {delimiter: number; decode: Decode} {
    return this.#options;
  }

  #badCell(code: string, wanted: string, bytes: Uint8Array, start: number, end: number, place: CellPlace): UserError {
    const value = fieldText(bytes, start, end, this.#options.decode);
    const found = value.trim() === "" ? `is empty; it must be ${wanted}` : `is “${shorten(value)}”, not ${wanted}`;
    const hint = /^\s*[+-]?\d+,\d+\s*$/.test(value) ? "; write its decimals after a point" : "";
    return this.#error(code, found + hint, place, value);
  }

  #error(code: string, predicate: string, {row, column}: CellPlace, value?: string): UserError {
    const {header, assumedId, file} = this.#options;
    const name = header[column] || `${column + 1} (without a name)`;
    // Text in a first row is often the id, elsewhere than expected.
    const isTextColumn = row === 1 && code === "csv-not-a-number" && assumedId !== undefined;
    const hint = isTextColumn
      ? ` (The first column, ${assumedId === "" ? "which has no name" : `\`${assumedId}\``}, is taken as the id.)`
      : "";
    const message = `Row ${row}, column \`${name}\` ${predicate}.${hint}`;
    return new UserError(code, message, {file, row, column: name, value});
  }
}

export interface CellPlace {
  row: number;
  column: number;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
