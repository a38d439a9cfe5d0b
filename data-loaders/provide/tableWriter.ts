import {createHash} from "node:crypto";
import {closeSync, openSync, writeSync} from "node:fs";
import {csvField} from "../../src/lib/csv/csvWriter.js";
import type {FileDigest} from "../raw/rawSource.js";

const chunkLength = 2 ** 20;

/** Writes a CSV file row by row as its rows are pushed by a reader that does not wait. */
export class TableWriter {
  readonly #file: number;
  readonly #hash = createHash("sha256");
  #waiting = "";
  #bytes = 0;
  #rows = 0;

  constructor(path: string, header: readonly string[]) {
    this.#file = openSync(path, "wx");
    this.#waiting = lineOf(header);
  }

  row(fields: readonly string[]): void {
    this.#waiting += lineOf(fields);
    ++this.#rows;
    if (this.#waiting.length > chunkLength) this.#flush();
  }

  get rows(): number {
    return this.#rows;
  }

  end(): FileDigest {
    this.#flush();
    return {bytes: this.#bytes, sha256: this.#hash.digest("hex")};
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#waiting = "";
  }
}

const lineOf = (fields: readonly string[]) => `${fields.map(csvField).join(",")}\n`;
