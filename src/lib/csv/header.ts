import {UserError} from "../errors.js";
import {ascii} from "./ascii.js";
import {scanLine} from "./field.js";

const {lineFeed, carriageReturn} = ascii;

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** How the message calls what stands where commas should. */
const otherDelimiters = new Map([
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"]
]);

/**
 * The column names of the first line that is not empty, without blanks around them.
 * @param bytes  with a line feed at `end`, which does not belong to the file
 * @param final  whether the file ends at `end`
 * @returns the names and where the line's end is; undefined if there is no whole line
 * @throws UserError csv-wrong-delimiter, csv-unclosed-quote
 */
export function readHeader(
  bytes: Uint8Array,
  end: number,
  final: boolean,
  file?: string
): {names: string[]; next: number} | undefined {
  let start = byteOrderMark.every((byte, index) => bytes[index] === byte) ? byteOrderMark.length : 0;
  while (start < end && (bytes[start] === lineFeed || bytes[start] === carriageReturn)) ++start;
  if (start >= end) return undefined;
  const line = scanLine(bytes, start, end);
  if (line === undefined && final)
    throw new UserError("csv-unclosed-quote", "The header has a quote that is never closed.", {file});
  if (line === undefined || (line.next >= end && !final)) return undefined;
  const names = line.fields.map((name) => name.trim());
  if (names.length === 1) refuseOtherDelimiter(names[0], file);
  return {names, next: line.next};
}

function refuseOtherDelimiter(header: string, file: string | undefined): void {
  for (const [delimiter, name] of otherDelimiters) {
    if (!header.includes(delimiter)) continue;
    throw new UserError("csv-wrong-delimiter", `Columns are parted by ${name}, but must be by commas.`, {file});
  }
}
