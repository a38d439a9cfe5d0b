import {UserError} from "../errors.js";
import type {TableSchema} from "../schema/tableSchema.js";
import {CategoryReader} from "./categories.js";
import {ascii} from "./cells.js";
import {describeBinary, EncodingReader} from "./encoding.js";
import {findColumns} from "./fileColumns.js";
import {undecided} from "./numbers.js";
import {type CsvColumns, type CsvSummary, type ReadingFacts, type ReadingState, summarize} from "./readingFacts.js";
import {RowKernel} from "./rowKernel.js";
import {RowParser} from "./rowParser.js";
import {type CsvSink, leastKernelBytes, RowReader} from "./rowReader.js";

export type {CsvColumns, CsvSummary} from "./readingFacts.js";
export type {CsvSink} from "./rowReader.js";

const {nul, lineFeed, substitute} = ascii;
const nothing = new Uint8Array(0);

export interface CsvReaderOptions {
  /**
   * The wanted columns. `infer` takes the first as the id, `target` as the target, and all others as features; `text`
   * takes all columns that have a name as features of text.
   */
  schema: TableSchema | "infer" | "text";
  /** The target's name when the schema is inferred. */
  targetColumn?: string;
  /**
   * Called once, with the header.
   * @param texts  where the schema is `text`: those of the row that the sink is given, by position of the feature
   */
  sink: (columns: CsvColumns, texts: readonly string[]) => CsvSink;
  /** The file's name, for messages. */
  file?: string;
  /** Rows are read by the WebAssembly kernel where at least so many bytes are at hand; the result is the same. */
  kernelFrom?: number;
}

/** Longer than any row that is meant; a quote that is never closed would otherwise swallow the file. */
const longestRow = 8 * 2 ** 20;

/**
 * Reads a CSV file of numbers as its bytes arrive: RFC 4180 and what people's programs make of it. See `EncodingReader`
 * for encodings, `findHeader` for delimiters and for what may stand before the header, `columnRoles` for names,
 * `NumberReader` for numbers and missing values. Any kind of line ends will do; a NUL or Control-Z at a line's beginning
 * or the file's end means nothing. Empty lines are skipped, and so are rows without id and values; neither is counted in
 * a row's number. Memory is that of a few rows.
 *
 * Every mistake in the file is a UserError with the row (from 1, without the header) and the column: csv-empty,
 * csv-header-only, csv-not-text, csv-no-header, csv-missing-column, csv-duplicate-column, csv-ragged-row,
 * csv-not-a-number, csv-ambiguous-number, csv-not-a-target, csv-unclosed-quote, csv-stray-quote, csv-row-too-long.
 */
export class CsvReader {
  readonly #options: CsvReaderOptions;
  readonly #encoding: EncodingReader;
  /** The bytes from the beginning of the first unfinished row, and room for a line feed after them. */
  #buffer = new Uint8Array(1);
  #length = 0;
  /** A row of so many bytes was incomplete: no use in trying again before there are twice as many. */
  #tried = 0;
  #table: {columns: CsvColumns; headerEnd: number; parser: RowParser; sink: CsvSink; reader: RowReader} | undefined;
  #bytes = 0;
  /** Where the buffer begins in the file. */
  #position = 0;
  /** How many bytes of the part are left, once bytes after it were taken. */
  #partLeft: number | undefined;

  constructor(options: CsvReaderOptions) {
    this.#options = options;
    this.#encoding = new EncodingReader(options.file);
  }

  /** Rows handed on so far. */
  get rows(): number {
    return this.#table?.reader.rows ?? 0;
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the next bytes of the file, cut anywhere; the sink gets the rows that they complete. */
  push(chunk: Uint8Array): void {
    this.#append(this.#encoding.toUtf8(chunk));
    this.#bytes += chunk.length;
    if (this.#length >= 2 * this.#tried) this.#read(false);
  }

  /** Takes the end of the file. */
  finish(): CsvSummary {
    const {file} = this.#options;
    this.#append(this.#encoding.toUtf8(nothing, true));
    this.#readToEnd();
    if (this.#table === undefined) throw new UserError("csv-empty", "The file is empty.", {file});
    const {columns, sink} = this.#table;
    const summary = summarize(columns, this.facts, {...this.state, bytes: this.#bytes, file});
    sink.end?.();
    return summary;
  }

  /** What was noticed so far. */
  get facts(): ReadingFacts {
    if (this.#table === undefined) throw new Error("There is no header yet.");
    const {parser, reader} = this.#table;
    const {thousands, otherMinus, isClear, ambiguous} = parser.numbers;
    const {unseen} = parser.categories;
    const {rows, skippedRows} = reader;
    return {rows, skippedRows, thousands, otherMinus, isClear, ambiguous, unseen};
  }

  /** What the rows that follow depend on. */
  get state(): ReadingState {
    const decimalMark = this.#table?.parser.numbers.decimalMark ?? undecided;
    return {decimalMark, encoding: this.#encoding.encoding, seenText: {...this.#encoding.seen}};
  }

  /** Where the header ends, in bytes, and what it says; undefined before it was read. */
  get header(): {end: number; columns: CsvColumns} | undefined {
    return this.#table && {end: this.#table.headerEnd, columns: this.#table.columns};
  }

  /** Where the next row begins, in bytes of a file that is not UTF-16. */
  get position(): number {
    return this.#position;
  }

  /**
   * Goes on elsewhere in the file, once the header has been read.
   * @param position where a line begins
   * @param rows how many rows there are before it, for messages
   */
  resume(position: number, {decimalMark, seenText}: ReadingState, rows = 0): void {
    if (this.#table === undefined || this.#length > 0) throw new Error("More than the header was read.");
    this.#position = position;
    this.#table.parser.decimalMark = decimalMark;
    this.#table.reader.rows = rows;
    this.#encoding.seen = {...seenText};
  }

  /**
   * Takes the bytes after a part of the file: the row that reaches into them is read, and those that begin in them are
   * not. Nothing else may be pushed afterwards.
   * @param final whether the file ends with them
   * @returns whether the part's last row was there to its end, which the sink is told; if not, more bytes are wanted
   */
  pushBeyond(chunk: Uint8Array, final: boolean): boolean {
    if (this.#partLeft === undefined) {
      this.#read(false);
      this.#partLeft = this.#length;
    }
    this.#append(chunk);
    if (final) this.#readToEnd();
    else if (this.#partLeft > 0) this.#read(false);
    if (!final && this.#partLeft > 0) return false;
    this.#table?.sink.end?.();
    return true;
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length >= this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length + 1, 2 * this.#length));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  #readToEnd(): void {
    const bytes = this.#buffer;
    while (this.#length > 0 && (bytes[this.#length - 1] === nul || bytes[this.#length - 1] === substitute))
      --this.#length;
    this.#read(true);
  }

  /** Reads what rows there are and keeps the rest. */
  #read(final: boolean): void {
    const bytes = this.#buffer;
    const end = this.#length;
    bytes[end] = lineFeed;
    let position = 0;
    if (this.#table === undefined) position = this.#readHeader(bytes, end, final);
    if (this.#table !== undefined) position = this.#table.reader.read(bytes, position, end, final, this.#partLeft);
    if (end - position > longestRow) throw this.#rowTooLong();
    bytes.copyWithin(0, position, end);
    this.#length = end - position;
    this.#tried = this.#length;
    this.#position += position;
    if (this.#partLeft !== undefined) this.#partLeft -= position;
  }

  /** Returns where the header's end is, or 0 if there is more of it to come. */
  #readHeader(bytes: Uint8Array, end: number, final: boolean): number {
    const {schema, targetColumn, sink: openSink, file, kernelFrom = leastKernelBytes} = this.#options;
    const kind = describeBinary(bytes.subarray(0, end));
    if (kind !== undefined) throw new UserError("csv-not-text", `This is not a CSV file but ${kind}.`, {file});
    const decode = (text: Uint8Array) => this.#encoding.decode(text);
    const found = findColumns(bytes, end, final, {schema, targetColumn, decode, file});
    if (found === undefined) return 0;
    const {names, delimiter, skippedLines, next} = found.header;
    const {roles, ...described} = found.roles;
    const idIsAssumed = schema === "infer";
    const categories = new CategoryReader(found.schema, schema === "text");
    const columns = {schema: found.schema, ...described, idIsAssumed, delimiter, skippedLines};
    const parser = new RowParser({
      header: names,
      roles,
      featureCount: found.schema.features.length,
      delimiter: delimiter.charCodeAt(0),
      decode,
      categories,
      assumedId: idIsAssumed ? found.schema.idColumn : undefined,
      file
    });
    const sink = openSink(columns, categories.texts);
    const kernel =
      kernelFrom === Number.POSITIVE_INFINITY
        ? undefined
        : RowKernel.of(
            {
              roles,
              featureCount: found.schema.features.length,
              delimiter: delimiter.charCodeAt(0),
              isText: (feature) => categories.has(feature)
            },
            parser.numbers.isClear
          );
    this.#table = {columns, headerEnd: next, parser, sink, reader: new RowReader({parser, sink, kernel, kernelFrom})};
    return next;
  }

  #rowTooLong(): UserError {
    const row = this.#table === undefined ? "The header" : `Row ${this.rows + 1}`;
    const message = `${row} has more than ${longestRow / 2 ** 20} MB; is a quote not closed?`;
    return new UserError("csv-row-too-long", message, {file: this.#options.file, row: this.rows + 1});
  }
}
