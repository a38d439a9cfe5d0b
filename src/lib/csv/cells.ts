/** The bytes that mean something in a CSV file. */
export const ascii = {
  nul: 0,
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  /** Control-Z, by which programs of old marked a file's end. */
  substitute: 26,
  space: 32,
  quote: 34,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48,
  semicolon: 59,
  bar: 124
} as const;

const {lineFeed, carriageReturn, quote, plus, comma, minus, dot, zero} = ascii;
const exponentMark = 101; // e; E with the bit of lower case

/** `scanField` found a quote that is not closed before the end of the bytes. */
export const unclosed = -1;
/** `scanField` found something between a closing quote and the next delimiter. */
export const strayQuote = -2;

export type Decode = (bytes: Uint8Array) => string;

/**
 * Where the field that begins at `start` ends: the position of its delimiter or of its line's end.
 * The byte at `end` must be a line feed, so that every field has an end.
 */
export function scanField(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  let position = start;
  if (bytes[position] === quote) {
    do {
      position = bytes.indexOf(quote, position + 1);
      if (position < 0 || position >= end) return unclosed;
      // A doubled quote stands for one and closes nothing.
    } while (bytes[++position] === quote);
    const byte = bytes[position];
    return byte === delimiter || byte === lineFeed || byte === carriageReturn ? position : strayQuote;
  }
  let byte = bytes[position];
  while (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) byte = bytes[++position];
  return position;
}

/** The text of a field from `start` to where scanField found its end. */
export function fieldText(bytes: Uint8Array, start: number, end: number, decode: Decode): string {
  if (bytes[start] !== quote) return decode(bytes.subarray(start, end));
  return decode(bytes.subarray(start + 1, end - 1)).replaceAll('""', '"');
}

/** All fields of the line that begins at `start`, and where its end is; undefined if `end` comes first. */
export function scanLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  {delimiter, decode}: {delimiter: number; decode: Decode}
): {fields: string[]; next: number} | undefined {
  const fields: string[] = [];
  let position = start;
  for (;;) {
    const next = scanField(bytes, position, end, delimiter);
    if (next < 0) return undefined;
    fields.push(fieldText(bytes, position, next, decode));
    if (bytes[next] !== delimiter || next >= end) return {fields, next};
    position = next + 1;
  }
}

/** 10⁰ to 10²²: the powers of ten that are doubles. */
const powersOfTen = Float64Array.from({length: 23}, (_, power) => Number(`1e${power}`));

/** Any integer of so many digits is a double. */
const exactDigits = 15;

/**
 * The number written between `start` and `end`, if it is a decimal number of at most 15 significant digits and a small
 * exponent. It is equal to `Number(text)`, bit for bit: an integer below 2⁵³ and a power of ten up to 10²² are doubles,
 * so the one multiplication or division rounds once, and correctly (Clinger, “How to read floating point numbers
 * accurately”, 1990). Undefined for every other text.
 * @param decimalMark the byte between integer and fraction
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number, decimalMark: number): number | undefined {
  let position = start;
  const negative = bytes[position] === minus;
  if (negative || bytes[position] === plus) ++position;
  let integer = 0;
  let digits = 0;
  let significant = 0;
  let exponent = 0;
  let markSeen = false;
  for (; position < end; ++position) {
    const digit = bytes[position] - zero;
    if (digit >= 0 && digit <= 9) {
      ++digits;
      if (digit > 0 || significant > 0) ++significant;
      integer = integer * 10 + digit;
      if (markSeen) --exponent;
    } else if (bytes[position] === decimalMark && !markSeen) {
      markSeen = true;
    } else {
      break;
    }
  }
  if (digits === 0 || significant > exactDigits) return undefined;
  if (position < end) {
    const written = readExponent(bytes, position, end);
    if (written === undefined) return undefined;
    exponent += written;
  }
  if (Math.abs(exponent) >= powersOfTen.length) return undefined;
  const value = exponent < 0 ? integer / powersOfTen[-exponent] : integer * powersOfTen[exponent];
  return negative ? -value : value;
}

/** The exponent written as `e-5`, of at most three digits. */
function readExponent(bytes: Uint8Array, start: number, end: number): number | undefined {
  if ((bytes[start] | 32) !== exponentMark) return undefined;
  let position = start + 1;
  const negative = bytes[position] === minus;
  if (negative || bytes[position] === plus) ++position;
  if (position >= end || end - position > 3) return undefined;
  let exponent = 0;
  for (; position < end; ++position) {
    const digit = bytes[position] - zero;
    if (digit < 0 || digit > 9) return undefined;
    exponent = exponent * 10 + digit;
  }
  return negative ? -exponent : exponent;
}

/** Any integer of so many digits is in 31 bits. */
const smallDigits = 9;

/** What readers return for a row or a cell that goes on beyond the bytes, or that needs the long way. */
export const incomplete = -1;

/** Columns of numbers between commas with decimals after points, as nearly everywhere. */
export interface PlainColumns {
  /** By column: where its value goes in `features`; negative for a column of another kind. */
  positions: Int32Array;
  features: Float64Array;
  /** By feature: 1 once a point was seen. */
  isClear: Uint8Array;
  /** The column of the last cell that `readPlainCells` read. */
  lastRead: number;
}

/**
 * The quick way, for nearly every cell: reads the cells from `start` on that are decimals of at most nine digits in
 * plain columns, as exactly as parseDecimal and for the same reason, and stops at the first that wants the long way.
 * @param column  that of the cell at `start`
 * @returns where the last cell ends that was read, whose column is then `lastRead`; `incomplete` if none was
 */
export function readPlainCells(bytes: Uint8Array, start: number, column: number, plain: PlainColumns): number {
  const {positions, features, isClear} = plain;
  const last = positions.length - 1;
  let end = incomplete;
  let position = start;
  for (let current = column; ; ++current) {
    const feature = positions[current];
    if (feature < 0) return end;
    let byte = bytes[position];
    const negative = byte === minus;
    if (negative) byte = bytes[++position];
    const first = position;
    let integer = 0;
    let decimals = 0;
    // More than nine digits overflow here, and are not used. Unsigned, a byte below "0" is a large number.
    while ((byte - zero) >>> 0 < 10) {
      integer = (Math.imul(integer, 10) + byte - zero) | 0;
      byte = bytes[++position];
    }
    let digits = position - first;
    if (byte === dot) {
      byte = bytes[++position];
      const firstDecimal = position;
      while ((byte - zero) >>> 0 < 10) {
        integer = (Math.imul(integer, 10) + byte - zero) | 0;
        byte = bytes[++position];
      }
      decimals = position - firstDecimal;
      digits += decimals;
      isClear[feature] = 1;
    }
    if (digits === 0 || digits > smallDigits) return end;
    if (byte !== comma && byte !== lineFeed && byte !== carriageReturn) return end;
    const value = integer / powersOfTen[decimals];
    features[feature] = negative ? -value : value;
    plain.lastRead = current;
    if (byte !== comma || current === last) return position;
    end = position++;
  }
}
