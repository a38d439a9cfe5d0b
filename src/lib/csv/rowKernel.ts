import {ignoredRole} from "../schema/tableSchema.js";
import {ascii} from "./cells.js";
import {type Kernel, startKernel} from "./kernel/kernel.js";
import {missingWords} from "./numbers.js";

/** What the kernel has to know of a table. */
export interface KernelTable {
  /** By column, as in `ColumnRoles`. */
  roles: Int32Array;
  featureCount: number;
  delimiter: number;
  /** Whether a feature is text, which is left to the caller. */
  isText: (feature: number) => boolean;
}

/** A cell that the kernel has left to the caller, and where it begins. */
export interface LeftCell {
  row: number;
  column: number;
  start: number;
}

/** So many bytes are read at a time: with the positions of their cells they stay in the processor's cache. */
const pieceBytes = 1 << 16;
/** A vector that is read or written at a number's end may reach so far beyond it. */
const slack = 64;
const batchRows = 64;
const batchBytes = 1 << 20;
const mostCells = 4096;
const mostColumns = 1 << 15;
const pageBytes = 1 << 16;

/** The kernel's `text`; its other roles are those of `ColumnRoles`. */
const textRole = ignoredRole - 1;
/** The kernel's `Outcome`s of which something follows. */
const needsBytes = 0;
const delimiters: readonly number[] = [ascii.comma, ascii.semicolon, ascii.tab, ascii.bar];

/** The words of the kernel's `Table` that change, by position. */
const field = {mark: 4, cellCount: 15, position: 16, cursor: 17, outcome: 18} as const;
const tableWords = 19;

/** The kernel is one for all readers of a thread: whose table it has. */
let owner: RowKernel | undefined;

/** The missing words that fit into one of the kernel's words. */
const shortWords = Uint32Array.from(
  [...missingWords].filter((word) => word.length > 0 && word.length <= 4),
  (word) => [...word].reduce((number, character, index) => number | (character.charCodeAt(0) << (8 * index)), 0)
);

const latin1 = new TextDecoder("windows-1252");

/**
 * Reads rows of numbers many times as fast as `RowParser`, some at a time, and leaves to it the cells and rows that are
 * not plain. What it has read is overwritten by the next call, of whichever reader.
 */
export class RowKernel {
  /** Of the rows read last, by row; the views of their values are in the order of features, NaN where one is missing. */
  values: Float64Array[] = [];
  targets = new Float64Array();
  /** Where the row after them begins. */
  next = 0;
  readonly #table: KernelTable;
  readonly #mostRows: number;
  readonly #isClear: Uint8Array;
  #words = new Uint32Array();
  #memory = new Uint8Array();
  /** Addresses: see the kernel's `Table`, and `rows`. */
  #clear = 0;
  #ids = 0;
  #idEnds = 0;
  #cells = 0;
  #ends = 0;
  #input = 0;
  /** Where the bytes begin that the kernel has, how many they are, and how many cells end in them. */
  #piece = {start: 0, length: 0, endCount: 0};

  /** Undefined for a table, or an engine, that the kernel is not made for. */
  static of(table: KernelTable, isClear: Uint8Array): RowKernel | undefined {
    const {roles, delimiter, featureCount, isText} = table;
    const fits = roles.length <= mostColumns && featureCount <= mostColumns && delimiters.includes(delimiter);
    if (!fits || !roles.some((role) => role >= 0 && !isText(role))) return undefined;
    return new RowKernel(table, isClear);
  }

  /** @param isClear by feature, and for the target: set to 1 where there is a decimal mark */
  private constructor(table: KernelTable, isClear: Uint8Array) {
    this.#table = table;
    this.#isClear = isClear;
    this.#mostRows = Math.max(1, Math.min(batchRows, Math.floor(batchBytes / 8 / table.featureCount)));
  }

  /** To be called before bytes are read that lie elsewhere than those before. */
  forget(): void {
    this.#piece = {start: 0, length: 0, endCount: 0};
  }

  /**
   * Reads rows from `start` on, at most `batchRows`. Returns how many; none where the next row is not plain, or where
   * it goes on beyond the end.
   * @param mark the decimal mark, or a negative number where it is not known
   */
  read(bytes: Uint8Array, start: number, end: number, mark: number): number {
    const kernel = startKernel();
    if (kernel === undefined) return 0;
    if (owner !== this || this.#memory.buffer !== kernel.memory.buffer) this.#layOut(kernel);
    const words = this.#words;
    words[field.mark] = mark;
    this.#memory.set(this.#isClear, this.#clear);
    let rows = 0;
    if (!this.#moveTo(start)) this.#load(kernel, bytes, start, end);
    for (;;) {
      const {start: pieceStart, length, endCount} = this.#piece;
      rows = kernel.rows(words.byteOffset, this.#input, length, this.#ends, endCount);
      const isCut = rows === 0 && words[field.outcome] === needsBytes && pieceStart + length < end;
      if (!isCut || words[field.position] + pieceStart === pieceStart) break;
      this.#load(kernel, bytes, pieceStart + words[field.position], end);
    }
    this.next = this.#piece.start + words[field.position];
    this.#isClear.set(this.#memory.subarray(this.#clear, this.#clear + this.#isClear.length));
    return rows;
  }

  /** Of the rows read last: in the order of rows and columns. */
  get leftCells(): LeftCell[] {
    const count = this.#words[field.cellCount];
    const cells = new Uint32Array(this.#memory.buffer, this.#cells, 3 * count);
    return Array.from({length: count}, (_, i) => ({
      row: cells[3 * i],
      column: cells[3 * i + 1],
      start: this.#piece.start + cells[3 * i + 2]
    }));
  }

  /** The ids of the rows read last; "" for those that are among the cells left. */
  ids(rows: number): string[] {
    const ends = new Uint32Array(this.#memory.buffer, this.#idEnds, rows);
    const at = this.#ids;
    const text = latin1.decode(this.#memory.subarray(at, at + ends[rows - 1]));
    return Array.from(ends, (end, row) => text.slice(row === 0 ? 0 : ends[row - 1], end));
  }

  /** Goes on at `position` in the bytes that the kernel has; false if it is not in them. */
  #moveTo(position: number): boolean {
    const {start, length, endCount} = this.#piece;
    if (position < start || position >= start + length) return false;
    const words = this.#words;
    const ends = new Uint32Array(this.#memory.buffer, this.#ends, endCount);
    let cursor = words[field.cursor];
    while (cursor < endCount && ends[cursor] < position - start) ++cursor;
    words[field.cursor] = cursor;
    words[field.position] = position - start;
    return true;
  }

  #load(kernel: Kernel, bytes: Uint8Array, start: number, end: number): void {
    const length = Math.min(pieceBytes, end - start);
    this.#memory.set(bytes.subarray(start, start + length), this.#input);
    this.#piece = {
      start,
      length,
      endCount: kernel.findEnds(this.#input, length, this.#table.delimiter, this.#ends)
    };
    this.#words[field.position] = 0;
    this.#words[field.cursor] = 0;
  }

  #layOut({memory, __heap_base}: Kernel): void {
    const {roles, featureCount, delimiter, isText} = this.#table;
    const kernelRoles = roles.map((role) => (role >= 0 && isText(role) ? textRole : role));
    const rows = this.#mostRows;
    let end = Number(__heap_base.value);
    const place = (bytes: number) => {
      const at = Math.ceil(end / slack) * slack;
      end = at + bytes;
      return at;
    };
    const table = place(4 * tableWords);
    const rolesAt = place(4 * roles.length);
    const wordsAt = place(4 * shortWords.length);
    const valuesAt = place(8 * rows * featureCount);
    const targetsAt = place(8 * rows);
    this.#clear = place(featureCount + 1);
    this.#ids = place(pieceBytes + slack);
    this.#idEnds = place(4 * rows);
    this.#cells = place(12 * mostCells);
    this.#ends = place(4 * pieceBytes + slack);
    this.#input = place(slack) + slack;
    place(pieceBytes + 2 * slack);
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    const {buffer} = memory;
    this.#memory = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer, table, tableWords);
    // In the order of the kernel's `Table`; the mark is 0 here.
    const limits = [wordsAt, shortWords.length, rows, mostCells];
    const results = [this.#clear, valuesAt, targetsAt, this.#ids, this.#idEnds, this.#cells];
    this.#words.set([rolesAt, roles.length, featureCount, delimiter, 0, ...limits, ...results]);
    new Int32Array(buffer, rolesAt, roles.length).set(kernelRoles);
    new Uint32Array(buffer, wordsAt, shortWords.length).set(shortWords);
    // Of a feature that the file does not have, or that the caller reads.
    new Float64Array(buffer, valuesAt, rows * featureCount).fill(Number.NaN);
    this.values = Array.from(
      {length: rows},
      (_, row) => new Float64Array(buffer, valuesAt + 8 * row * featureCount, featureCount)
    );
    this.targets = new Float64Array(buffer, targetsAt, rows);
    this.forget();
    owner = this;
  }
}
