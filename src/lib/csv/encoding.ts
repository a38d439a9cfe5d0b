import {UserError} from "../errors.js";

/** How a file's text turned out to be encoded; both at once where lines of different origin were joined. */
export type TextEncoding = "UTF-8" | "Windows-1252" | "UTF-8 and Windows-1252" | "UTF-16";

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const latin1 = new TextDecoder("windows-1252", {ignoreBOM: true});
const nothing = new Uint8Array(0);

/** Windows-1252 at 0x80 to 0x9F, where some decoders follow ISO 8859-1 instead; five positions are not in use. */
const windowsCharacters = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

export interface SeenText {
  utf8: boolean;
  windows1252: boolean;
}

/**
 * Turns a file's bytes into UTF-8, chunk by chunk, and cells into text. UTF-16 is known by its byte order mark, or by
 * the zero in every second of its first bytes. Everything else is taken for UTF-8 until a cell is not valid UTF-8: this
 * cell is read as Windows-1252, in which every byte is a character, and so are all after it, unless there has been text
 * beyond ASCII in UTF-8 before.
 */
export class EncodingReader {
  readonly #file: string | undefined;
  /** The first bytes, as long as there are fewer than four. */
  #held: Uint8Array | undefined = nothing;
  #utf16: TextDecoder | undefined;
  /** Which text beyond ASCII there has been. */
  seen: SeenText = {utf8: false, windows1252: false};

  constructor(file?: string) {
    this.#file = file;
  }

  get encoding(): TextEncoding {
    if (this.#utf16 !== undefined) return "UTF-16";
    if (!this.seen.windows1252) return "UTF-8";
    return this.seen.utf8 ? "UTF-8 and Windows-1252" : "Windows-1252";
  }

  /**
   * The next bytes of the file as UTF-8 (or as they are, if they are not UTF-16).
   * @param final whether the file ends with them
   * @throws UserError csv-not-text for broken UTF-16
   */
  toUtf8(chunk: Uint8Array, final = false): Uint8Array {
    let bytes = chunk;
    if (this.#held !== undefined) {
      bytes = joined(this.#held, chunk);
      if (bytes.length < 4 && !final) {
        this.#held = bytes;
        return nothing;
      }
      this.#held = undefined;
      const name = detectUtf16(bytes);
      if (name !== undefined) this.#utf16 = new TextDecoder(name, {fatal: true});
    }
    if (this.#utf16 === undefined) return bytes;
    try {
      return new TextEncoder().encode(this.#utf16.decode(bytes, {stream: !final}));
    } catch {
      throw new UserError("csv-not-text", "This file begins as UTF-16, but is not UTF-16 to its end.", {
        file: this.#file
      });
    }
  }

  /** The text of a cell or a line. */
  decode(bytes: Uint8Array): string {
    if (!this.seen.windows1252 || this.seen.utf8) {
      try {
        const text = utf8.decode(bytes);
        // Every character beyond ASCII has more bytes than UTF-16 units.
        if (text.length < bytes.length) this.seen.utf8 = true;
        return text;
      } catch {
        this.seen.windows1252 = true;
      }
    }
    return latin1
      .decode(bytes)
      .replace(/[\x80-\x9f]/g, (character) => windowsCharacters[character.charCodeAt(0) - 0x80]);
  }
}

function detectUtf16([first, second, third, fourth]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first > 0 && second === 0 && third > 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second > 0 && third === 0 && fourth > 0) return "utf-16be";
  return undefined;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** What a file that is no text probably is, by its first bytes; undefined for text. */
export function describeBinary(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const known = signatures.find(([signature]) => start.startsWith(signature));
  if (known === undefined) return undefined;
  // Letters alone may begin a column's name: binary files have zeros as well.
  return /[^\x20-\x7e]/.test(known[0]) || bytes.subarray(0, 1024).includes(0) ? known[1] : undefined;
}

/** The bytes that a file begins with, and how the message calls it. */
const signatures: readonly (readonly [string, string])[] = [
  ["\x1f\x8b", "a gzip archive; unpack it first"],
  ["PK\x03\x04", "a zip archive or an Excel workbook; unpack it or save it as CSV first"],
  ["PAR1", "a Parquet file; save it as CSV first"],
  ["ARROW1", "an Arrow file; save it as CSV first"],
  ["FEA1", "a Feather file; save it as CSV first"],
  ["\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV first"],
  ["SQLite format 3", "an SQLite database; export its table as CSV first"],
  ["\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"],
  ["\xfd7zXZ", "an xz archive; unpack it first"],
  ["7z\xbc\xaf", "a 7z archive; unpack it first"],
  ["BZh9\x31\x41\x59", "a bzip2 archive; unpack it first"],
  ["\x93NUMPY", "a NumPy array; save it as CSV first"],
  ["\x89PNG", "an image; save the table itself as CSV"],
  ["\xff\xd8\xff", "an image; save the table itself as CSV"],
  ["%PDF-", "a PDF document"]
];
