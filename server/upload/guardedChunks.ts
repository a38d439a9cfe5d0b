import {UserError} from "../../src/lib/errors.js";
import type {Limits} from "../configuration.js";

const newline = 10;
const comma = 44;
/** Room for 2,000 columns with all digits that a number can have; a line is held in memory as a whole. */
const lineBytes = 1_000_000;

/**
 * Passes a file's chunks on as long as it keeps to the limits, so that no file, however malformed, takes more memory
 * than a line and a chunk.
 * @throws {UserError} `upload-too-large`, `too-many-columns`, `line-too-long`
 */
export async function* guardedChunks(
  chunks: AsyncIterable<Uint8Array>,
  {uploadBytes, columns}: Limits
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let commas = 0;
  let headerEnded = false;
  let unfinished = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > uploadBytes) throw uploadTooLarge(uploadBytes);
    if (!headerEnded) {
      const end = chunk.indexOf(newline);
      headerEnded = end >= 0;
      commas += count(headerEnded ? chunk.subarray(0, end) : chunk, comma);
      if (commas >= columns)
        throw new UserError("too-many-columns", `The file has more than ${columns.toLocaleString("en")} columns.`);
    }
    const last = chunk.lastIndexOf(newline);
    unfinished = last < 0 ? unfinished + chunk.length : chunk.length - 1 - last;
    if (unfinished > lineBytes)
      throw new UserError("line-too-long", `The file has a line of more than ${lineBytes.toLocaleString("en")} bytes.`);
    yield chunk;
  }
}

export function uploadTooLarge(uploadBytes: number): UserError {
  return new UserError("upload-too-large", `The file is larger than ${uploadBytes.toLocaleString("en")} bytes.`);
}

function count(bytes: Uint8Array, wanted: number): number {
  let found = 0;
  for (const byte of bytes) if (byte === wanted) found++;
  return found;
}
