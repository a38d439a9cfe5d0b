import {ascii} from "./ascii.js";

const {plus, minus, dot, zero} = ascii;
const exponentMark = 101; // e; E with the bit of lower case

/** 10⁰ to 10²²: the powers of ten that are doubles. */
export const powersOfTen = Float64Array.from({length: 23}, (_, power) => Number(`1e${power}`));

/** Any integer of so many digits is a double. */
const exactDigits = 15;

/**
 * The number written between `start` and `end`, if it is a decimal number of at most 15 significant digits and a small
 * exponent. It is equal to `Number(text)`, bit for bit: an integer below 2⁵³ and a power of ten up to 10²² are doubles,
 * so the one multiplication or division rounds once, and correctly (Clinger, “How to read floating point numbers
 * accurately”, 1990). Undefined for every other text.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number | undefined {
  let position = start;
  const negative = bytes[position] === minus;
  if (negative || bytes[position] === plus) ++position;
  let integer = 0;
  let digits = 0;
  let significant = 0;
  let exponent = 0;
  let pointSeen = false;
  for (; position < end; ++position) {
    const digit = bytes[position] - zero;
    if (digit >= 0 && digit <= 9) {
      ++digits;
      if (digit > 0 || significant > 0) ++significant;
      integer = integer * 10 + digit;
      if (pointSeen) --exponent;
    } else if (bytes[position] === dot && !pointSeen) {
      pointSeen = true;
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
