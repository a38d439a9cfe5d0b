import {ascii} from "./ascii.js";

const {lineFeed, carriageReturn, comma, quote} = ascii;

const decoder = new TextDecoder("utf-8", {ignoreBOM: true});

/** `scanField` found a quote that is not closed before the end of the bytes. */
export const unclosed = -1;
/** `scanField` found something between a closing quote and the next comma. */
export const strayQuote = -2;

/**
 * Where the field that begins at `start` ends: the position of its comma or of its line's end.
 * The byte at `end` must be a line feed, so that every field has an end.
 */
export function scanField(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  if (bytes[position] === quote) {
    do {
      position = bytes.indexOf(quote, position + 1);
      if (position < 0 || position >= end) return unclosed;
      // A doubled quote stands for one and closes nothing.
    } while (bytes[++position] === quote);
    return isFieldEnd(bytes[position]) ? position : strayQuote;
  }
  while (!isFieldEnd(bytes[position])) ++position;
  return position;
}

/** The text of a field from `start` to where scanField found its end; bytes that are not UTF-8 become U+FFFD. */
export function fieldText(bytes: Uint8Array, start: number, end: number): string {
  if (bytes[start] !== quote) return decoder.decode(bytes.subarray(start, end));
  return decoder.decode(bytes.subarray(start + 1, end - 1)).replaceAll('""', '"');
}

/** All fields of the line that begins at `start`, and where its end is; undefined if `end` comes first. */
export function scanLine(bytes: Uint8Array, start: number, end: number): {fields: string[]; next: number} | undefined {
  const fields: string[] = [];
  let position = start;
  for (;;) {
    const next = scanField(bytes, position, end);
    if (next < 0) return undefined;
    fields.push(fieldText(bytes, position, next));
    if (bytes[next] !== comma || next >= end) return {fields, next};
    position = next + 1;
  }
}

function isFieldEnd(byte: number): boolean {
  return byte === comma || byte === lineFeed || byte === carriageReturn;
}
