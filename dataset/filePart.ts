import {open} from "node:fs/promises";
import type {UserErrorData} from "../src/lib/errors.js";
import type {DatasetColumns} from "./readColumns.js";

/** Some lines of a file, as its worker is told of them. */
export interface FilePart {
  path: string;
  /** The file's first line. */
  header: Uint8Array;
  /** Where the part's first line begins. */
  start: number;
  /** Where the next part begins. */
  end: number;
}

export type PartMessage =
  | {kind: "progress"; bytes: number}
  | {kind: "read"; columns: DatasetColumns}
  | {kind: "refused"; error: UserErrorData};

const lineFeed = 10;
/** Far longer than the lines of the competition's files, which have 1,600 bytes. */
const longestLine = 2 ** 18;

/**
 * Where lines begin that cut a file into parts of about the same size, the first of them at 0, and the file's first
 * line. A line feed in a quoted cell is taken for a line's end. Undefined if lines are too long for that.
 */
export async function findParts(
  path: string,
  size: number,
  count: number
): Promise<{header: Uint8Array; borders: number[]} | undefined> {
  const file = await open(path);
  try {
    const lineFrom = async (position: number) => {
      const {buffer, bytesRead} = await file.read(new Uint8Array(longestLine), 0, longestLine, position);
      const end = buffer.subarray(0, bytesRead).indexOf(lineFeed);
      return end < 0 ? undefined : buffer.slice(0, end + 1);
    };
    const header = await lineFrom(0);
    if (header === undefined) return undefined;
    const borders = [0];
    for (let part = 1; part < count; ++part) {
      const middle = Math.max(header.length, Math.floor((size * part) / count));
      const rest = await lineFrom(middle);
      if (rest === undefined) return undefined;
      borders.push(middle + rest.length);
    }
    return {header, borders};
  } finally {
    await file.close();
  }
}
