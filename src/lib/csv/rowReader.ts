import {idRole, targetRole} from "../schema/tableSchema.js";
import {ascii, incomplete} from "./cells.js";
import type {RowKernel} from "./rowKernel.js";
import type {RowParser} from "./rowParser.js";

const {nul, lineFeed, carriageReturn, substitute} = ascii;

/** Fewer bytes than these are not worth setting up the kernel for. */
export const leastKernelBytes = 1 << 14;

/** Where rows go, one by one, in the file's order. */
export interface CsvSink {
  /**
   * @param features  in the schema's order, NaN for a missing value; overwritten by the next row: copy what you keep
   * @param target    0 or 1, or NaN where the file has no target
   */
  row(id: string, features: Float64Array, target: number): void;
  /** After the last row. */
  end?(): void;
}

export interface RowReaderOptions {
  parser: RowParser;
  sink: CsvSink;
  kernel: RowKernel | undefined;
  /** The kernel is used where at least so many bytes are at hand. */
  kernelFrom: number;
}

/** Hands a table's rows to a sink: most of them from the kernel, and from the parser those that it leaves. */
export class RowReader {
  /** Handed on so far. */
  rows = 0;
  /** Those with neither id nor values, which were not. */
  skippedRows = 0;
  readonly #options: RowReaderOptions;

  constructor(options: RowReaderOptions) {
    this.#options = options;
  }

  /**
   * Reads the rows that begin in the bytes from `start` on, which begin a line.
   * @param bytes with a line feed at `end`, which does not belong to the file
   * @param final whether the file ends at `end`
   * @param limit rows that begin here, or after, are not read
   * @returns where the first row begins that was not read
   */
  read(bytes: Uint8Array, start: number, end: number, final: boolean, limit = end): number {
    const {parser, sink} = this.#options;
    const isWorthIt = end - start >= this.#options.kernelFrom && limit === end;
    const kernel = isWorthIt ? this.#options.kernel : undefined;
    kernel?.forget();
    let position = start;
    for (;;) {
      while (position < end && isNothing(bytes[position])) ++position;
      if (position >= limit || position >= end) return position;
      const plainRows = kernel?.read(bytes, position, end, parser.numbers.decimalMark) ?? 0;
      if (kernel !== undefined && plainRows > 0) {
        this.#handOn(kernel, plainRows, bytes, end);
        position = kernel.next;
        continue;
      }
      const blank = parser.skipBlankLine(bytes, position, end);
      const next = blank?.next ?? parser.parse(bytes, position, end, final, this.rows + 1);
      if (next === incomplete || (next >= end && !final)) return position;
      position = next;
      if (blank === undefined ? parser.isEmpty : blank.isRow) {
        ++this.skippedRows;
      } else if (blank === undefined) {
        ++this.rows;
        sink.row(parser.id, parser.features, parser.target);
      }
    }
  }

  /** Rows that the kernel has read, once the parser has read the cells that it left. */
  #handOn(kernel: RowKernel, rows: number, bytes: Uint8Array, end: number): void {
    const {parser, sink} = this.#options;
    const ids = parser.numbersRows ? undefined : kernel.ids(rows);
    const left = kernel.leftCells;
    let next = 0;
    for (let row = 0; row < rows; ++row) {
      const features = kernel.values[row];
      let id = ids?.[row] ?? String(this.rows + 1);
      let target = kernel.targets[row];
      for (; left[next]?.row === row; ++next) {
        const {column, start} = left[next];
        const role = parser.readCell(bytes, start, end, {row: this.rows + 1, column});
        if (role === idRole) id = parser.id;
        else if (role === targetRole) target = parser.target;
        else features[role] = parser.features[role];
      }
      ++this.rows;
      sink.row(id, features, target);
    }
  }
}

/** What ends lines, and what old programs and devices leave at a file's end. */
function isNothing(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn || byte === nul || byte === substitute;
}
