import {UserError} from "../errors.js";
import {columnRoles} from "../schema/columnRoles.js";
import {inferSchema, type TableSchema} from "../schema/tableSchema.js";
import {ascii} from "./ascii.js";
import {describeBinary} from "./fileKind.js";
import {readHeader} from "./header.js";
import {incomplete, RowParser} from "./rowParser.js";

const {lineFeed, carriageReturn} = ascii;

/** What a file turned out to hold, known once its header has been read. */
export interface CsvColumns {
  schema: TableSchema;
  hasTarget: boolean;
  /** Columns of the file that the schema does not want. */
  ignoredColumns: string[];
}

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

export interface CsvReaderOptions {
  /** The wanted columns; `infer` takes the first as the id, `target` as the target, and all others as features. */
  schema: TableSchema | "infer";
  /** The target's name when the schema is inferred. */
  targetColumn?: string;
  /** Called once, with the header. */
  sink: (columns: CsvColumns) => CsvSink;
  /** The file's name, for messages. */
  file?: string;
}

export interface CsvSummary extends CsvColumns {
  rows: number;
  bytes: number;
}

/** Longer than any row that is meant; a quote that is never closed would otherwise swallow the file. */
const longestRow = 8 * 2 ** 20;

/**
 * Reads a CSV file of numbers as its bytes arrive: RFC 4180, in UTF-8, with or without byte order mark, with any kind
 * of line ends. Empty lines are skipped and not counted. Numbers equal `Number(text)`, bit for bit; see `parseNumber`
 * for what counts as a number and what as missing. Memory is that of a few rows.
 *
 * Every mistake in the file is a UserError with the row (from 1, without the header) and the column: csv-empty,
 * csv-header-only, csv-not-text, csv-wrong-delimiter, csv-missing-column, csv-duplicate-column, csv-ragged-row,
 * csv-not-a-number, csv-not-a-target, csv-unclosed-quote, csv-stray-quote, csv-row-too-long.
 */
export class CsvReader {
  readonly #options: CsvReaderOptions;
  /** The bytes from the beginning of the first unfinished row, and room for a line feed after them. */
  #buffer = new Uint8Array(2 ** 16);
  #length = 0;
  /** A row of so many bytes was incomplete: no use in trying again before there are twice as many. */
  #tried = 0;
  #table: {columns: CsvColumns; parser: RowParser; sink: CsvSink} | undefined;
  #rows = 0;
  #bytes = 0;

  constructor(options: CsvReaderOptions) {
    this.#options = options;
  }

  /** Rows handed on so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the next bytes of the file, cut anywhere; the sink gets the rows that they complete. */
  push(chunk: Uint8Array): void {
    this.#append(chunk);
    this.#bytes += chunk.length;
    if (this.#length >= 2 * this.#tried) this.#read(false);
  }

  /** Takes the end of the file. */
  finish(): CsvSummary {
    const {file} = this.#options;
    this.#read(true);
    if (this.#table === undefined) throw new UserError("csv-empty", "The file is empty.", {file});
    if (this.#rows === 0) throw new UserError("csv-header-only", "The file has a header but no rows.", {file});
    const {columns, sink} = this.#table;
    sink.end?.();
    return {...columns, rows: this.#rows, bytes: this.#bytes};
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

  /** Reads what rows there are and keeps the rest. */
  #read(final: boolean): void {
    const bytes = this.#buffer;
    const end = this.#length;
    bytes[end] = lineFeed;
    let position = 0;
    if (this.#table === undefined) position = this.#readHeader(bytes, end, final);
    if (this.#table !== undefined) position = this.#readRows(this.#table, position, end, final);
    if (end - position > longestRow) throw this.#rowTooLong();
    bytes.copyWithin(0, position, end);
    this.#length = end - position;
    this.#tried = this.#length;
  }

  #readRows({parser, sink}: {parser: RowParser; sink: CsvSink}, start: number, end: number, final: boolean): number {
    const bytes = this.#buffer;
    let position = start;
    for (;;) {
      while (position < end && (bytes[position] === lineFeed || bytes[position] === carriageReturn)) ++position;
      if (position >= end) return end;
      const next = parser.parse(bytes, position, end, final, this.#rows + 1);
      if (next === incomplete) return position;
      ++this.#rows;
      sink.row(parser.id, parser.features, parser.target);
      position = next;
    }
  }

  /** Returns where the header's end is, or 0 if there is more of it to come. */
  #readHeader(bytes: Uint8Array, end: number, final: boolean): number {
    const {schema, targetColumn, sink, file} = this.#options;
    const kind = describeBinary(bytes.subarray(0, end));
    if (kind !== undefined) throw new UserError("csv-not-text", `This is not a CSV file but ${kind}.`, {file});
    const header = readHeader(bytes, end, final, file);
    if (header === undefined) return 0;
    const wanted = schema === "infer" ? inferSchema(header.names, {targetColumn, file}) : schema;
    const {roles, hasTarget, ignoredColumns} = columnRoles(header.names, wanted, file);
    const columns = {schema: wanted, hasTarget, ignoredColumns};
    const parser = new RowParser({header: header.names, roles, featureCount: wanted.features.length, file});
    this.#table = {columns, parser, sink: sink(columns)};
    return header.next;
  }

  #rowTooLong(): UserError {
    const row = this.#table === undefined ? "The header" : `Row ${this.#rows + 1}`;
    const message = `${row} has more than ${longestRow / 2 ** 20} MB; is a quote not closed?`;
    return new UserError("csv-row-too-long", message, {file: this.#options.file, row: this.#rows + 1});
  }
}
