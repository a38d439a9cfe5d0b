import {shorten, UserError} from "../errors.js";
import type {TableSchema} from "../schema/tableSchema.js";
import {CategoryReader, type UnseenCategory} from "./categories.js";
import {ascii} from "./cells.js";
import {describeBinary, EncodingReader, type TextEncoding} from "./encoding.js";
import {findColumns} from "./fileColumns.js";
import {RowKernel} from "./rowKernel.js";
import {RowParser} from "./rowParser.js";
import {type CsvSink, leastKernelBytes, RowReader} from "./rowReader.js";

export type {CsvSink} from "./rowReader.js";

const {nul, lineFeed, comma, substitute} = ascii;

/** What a file turned out to hold, known once its header has been read. */
export interface CsvColumns {
  schema: TableSchema;
  hasTarget: boolean;
  /** Whether rows' numbers serve as ids. */
  idIsNumbered: boolean;
  /** Columns of the file that the schema does not want; those without a name are "". */
  ignoredColumns: string[];
  /** Columns that were found by a name in other letters, such as `VAR_0` for `var_0`. */
  renamedColumns: {found: string; wanted: string}[];
  /** Whether the first column was taken as the id without being asked for. */
  idIsAssumed: boolean;
  /** A comma, a semicolon, a tab, a vertical bar, or what `sep=` says. */
  delimiter: string;
  /** Titles and comments before the header. */
  skippedLines: string[];
}

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

export interface CsvSummary extends CsvColumns {
  rows: number;
  bytes: number;
  /** Rows with neither id nor values, which were not handed on; empty lines are not counted. */
  skippedRows: number;
  encoding: TextEncoding;
  decimalMark: "." | ",";
  /** Features that have cells such as `1,234.5`. */
  thousandsColumns: string[];
  /** Features that have a minus sign other than ASCII's. */
  otherMinusColumns: string[];
  /** Categories that the schema does not have, which were read as missing values. */
  unseenCategories: (UnseenCategory & {column: string})[];
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
  #table: {columns: CsvColumns; parser: RowParser; sink: CsvSink; reader: RowReader} | undefined;
  #bytes = 0;

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
    this.#append(this.#encoding.toUtf8(new Uint8Array(0), true));
    const bytes = this.#buffer;
    while (this.#length > 0 && (bytes[this.#length - 1] === nul || bytes[this.#length - 1] === substitute))
      --this.#length;
    this.#read(true);
    if (this.#table === undefined) throw new UserError("csv-empty", "The file is empty.", {file});
    if (this.rows === 0) throw new UserError("csv-header-only", "The file has a header but no rows.", {file});
    const {columns, parser, sink, reader} = this.#table;
    this.#refuseAmbiguousNumber(columns, parser);
    sink.end?.();
    const namesOf = (features: Iterable<number>) =>
      [...features].sort((a, b) => a - b).flatMap((index) => columns.schema.features[index] ?? []);
    return {
      ...columns,
      rows: reader.rows,
      bytes: this.#bytes,
      skippedRows: reader.skippedRows,
      encoding: this.#encoding.encoding,
      decimalMark: parser.numbers.decimalMark === comma ? "," : ".",
      thousandsColumns: namesOf(parser.numbers.thousands),
      otherMinusColumns: namesOf(parser.numbers.otherMinus),
      unseenCategories: [...parser.categories.unseen].map(([feature, unseen]) => ({
        column: columns.schema.features[feature],
        ...unseen
      }))
    };
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
    if (this.#table !== undefined) position = this.#table.reader.read(bytes, position, end, final);
    if (end - position > longestRow) throw this.#rowTooLong();
    bytes.copyWithin(0, position, end);
    this.#length = end - position;
    this.#tried = this.#length;
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
    this.#table = {columns, parser, sink, reader: new RowReader({parser, sink, kernel, kernelFrom})};
    return next;
  }

  #refuseAmbiguousNumber({schema}: CsvColumns, {numbers}: RowParser): void {
    const found = numbers.findAmbiguous();
    if (found === undefined) return;
    const {row, value} = found;
    const column = schema.features[found.feature];
    const [integer, fraction] = value.split(/[.,]/);
    const message = `Row ${row}, column \`${column}\` is “${shorten(value)}”, which may be ${integer}${fraction} or ${integer}.${fraction}; nothing else in the column shows which.`;
    throw new UserError("csv-ambiguous-number", message, {file: this.#options.file, row, column, value});
  }

  #rowTooLong(): UserError {
    const row = this.#table === undefined ? "The header" : `Row ${this.rows + 1}`;
    const message = `${row} has more than ${longestRow / 2 ** 20} MB; is a quote not closed?`;
    return new UserError("csv-row-too-long", message, {file: this.#options.file, row: this.rows + 1});
  }
}
