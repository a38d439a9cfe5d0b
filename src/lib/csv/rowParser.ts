import {shorten, UserError} from "../errors.js";
import {idRole, ignoredRole, targetRole} from "../schema/columnRoles.js";
import {ascii} from "./ascii.js";
import {parseDecimal, powersOfTen} from "./decimal.js";
import {fieldText, scanField, scanLine, strayQuote, unclosed} from "./field.js";
import {parseNumber} from "./numberText.js";

const {lineFeed, carriageReturn, comma, minus, dot, zero} = ascii;

/** Any integer of so many digits is in 31 bits. */
const smallDigits = 9;

/** What `parse` returns for a row that may go on beyond the bytes. */
export const incomplete = -1;

export interface RowParserOptions {
  header: readonly string[];
  /** By column: a position in `features`, or one of columnRoles' negative numbers. */
  roles: Int32Array;
  featureCount: number;
  file?: string;
}

/** Turns the bytes of a row into an id, a target and numbers; all are overwritten by the next row. */
export class RowParser {
  id = "";
  /** 0 or 1; NaN where it is not known. */
  target = Number.NaN;
  readonly features: Float64Array;
  readonly #header: readonly string[];
  readonly #roles: Int32Array;
  readonly #file: string | undefined;

  constructor({header, roles, featureCount, file}: RowParserOptions) {
    this.features = new Float64Array(featureCount);
    this.#header = header;
    this.#roles = roles;
    this.#file = file;
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
    const last = roles.length - 1;
    let position = start;
    for (let column = 0; ; ++column) {
      const role = roles[column];
      let next = role >= 0 ? this.#readShortDecimal(bytes, position, role) : incomplete;
      if (next < 0) next = this.#readCell(bytes, position, end, final, {row, column});
      if (next < 0 || (next >= end && !final)) return incomplete;
      const isLast = bytes[next] !== comma;
      if (isLast !== (column === last)) return this.#refuseRaggedRow(bytes, start, end, final, row);
      if (isLast) return next;
      position = next + 1;
    }
  }

  /**
   * The quick way, for nearly every cell: a plain decimal of at most nine digits, as exact as parseDecimal and for the
   * same reason. Returns its end, or `incomplete` for whatever needs the long way.
   */
  #readShortDecimal(bytes: Uint8Array, start: number, feature: number): number {
    let position = start;
    let byte = bytes[position];
    const negative = byte === minus;
    if (negative) byte = bytes[++position];
    const first = position;
    let integer = 0;
    let digits = 0;
    let decimals = 0;
    // More than nine digits overflow here, and are not used. Unsigned, a byte below "0" is a large number.
    while ((byte - zero) >>> 0 < 10) {
      integer = (Math.imul(integer, 10) + byte - zero) | 0;
      byte = bytes[++position];
    }
    digits = position - first;
    if (byte === dot) {
      byte = bytes[++position];
      const firstDecimal = position;
      while ((byte - zero) >>> 0 < 10) {
        integer = (Math.imul(integer, 10) + byte - zero) | 0;
        byte = bytes[++position];
      }
      decimals = position - firstDecimal;
      digits += decimals;
    }
    if (digits === 0 || digits > smallDigits) return incomplete;
    if (byte !== comma && byte !== lineFeed && byte !== carriageReturn) return incomplete;
    const value = integer / powersOfTen[decimals];
    this.features[feature] = negative ? -value : value;
    return position;
  }

  /** The long way, for every kind of cell. Returns its end, or `incomplete`. */
  #readCell(bytes: Uint8Array, start: number, end: number, final: boolean, place: CellPlace): number {
    const next = scanField(bytes, start, end);
    if (next === strayQuote) throw this.#error("csv-stray-quote", "goes on after its closing quote", place);
    if (next === unclosed) {
      if (!final) return incomplete;
      throw this.#error("csv-unclosed-quote", "begins with a quote that is never closed", place);
    }
    const role = this.#roles[place.column];
    if (role === ignoredRole || (next >= end && !final)) return next;
    if (role === idRole) {
      this.id = fieldText(bytes, start, next);
      return next;
    }
    const number = parseDecimal(bytes, start, next) ?? parseNumber(fieldText(bytes, start, next));
    if (role === targetRole) {
      if (number !== 0 && number !== 1) throw this.#badCell("csv-not-a-target", "0 or 1", bytes, start, next, place);
      this.target = number;
    } else {
      if (number === undefined) throw this.#badCell("csv-not-a-number", "a number", bytes, start, next, place);
      this.features[role] = number;
    }
    return next;
  }

  #refuseRaggedRow(bytes: Uint8Array, start: number, end: number, final: boolean, row: number): number {
    const line = scanLine(bytes, start, end);
    if (!final && (line === undefined || line.next >= end)) return incomplete;
    const fields = line === undefined ? "another number of fields" : counted(line.fields.length, "field");
    const message = `Row ${row} has ${fields}, but the header has ${this.#header.length}.`;
    throw new UserError("csv-ragged-row", message, {file: this.#file, row});
  }

  #badCell(code: string, wanted: string, bytes: Uint8Array, start: number, end: number, place: CellPlace): UserError {
    const value = fieldText(bytes, start, end);
    return this.#error(
      code,
      value.trim() === "" ? `is empty; it must be ${wanted}` : `is “${shorten(value)}”, not ${wanted}`,
      place,
      value
    );
  }

  #error(code: string, predicate: string, {row, column}: CellPlace, value?: string): UserError {
    const name = this.#header[column];
    const message = `Row ${row}, column \`${name}\` ${predicate}.`;
    return new UserError(code, message, {file: this.#file, row, column: name, value});
  }
}

interface CellPlace {
  row: number;
  column: number;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
