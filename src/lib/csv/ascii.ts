/** The bytes that mean something in a CSV file. */
export const ascii = {
  lineFeed: 10,
  carriageReturn: 13,
  quote: 34,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  zero: 48
} as const;
