import {shorten, UserError} from "../errors.js";
import {nearestName} from "../nearestName.js";
import {defaultTargetColumn, looseName, type TableSchema} from "../schema/tableSchema.js";
import {ascii, type Decode, scanLine} from "./cells.js";

const {nul, tab, lineFeed, carriageReturn, substitute, space} = ascii;

const byteOrderMark = [0xef, 0xbb, 0xbf];
const delimiters = [",", ";", "\t", "|"];
/** Titles and comments before the header; more of them are another kind of file. */
const mostSkippedLines = 20;

export interface Header {
  /** Without blanks around them. */
  names: string[];
  /** Where the header's line ends. */
  next: number;
  delimiter: string;
  /** Titles and comments before it. */
  skippedLines: string[];
}

export interface HeaderOptions {
  schema: TableSchema | "infer";
  decode: Decode;
  file?: string;
}

interface Line {
  fields: string[];
  next: number;
  delimiter: string;
  /** How many of the wanted columns it names. */
  matches: number;
}

/**
 * Finds the line that names the columns: the first one that has any of the wanted columns in it, or two cells at least
 * where the schema is inferred. Before it there may be titles, comments and `sep=;`. The delimiter is that of commas,
 * semicolons, tabs and vertical bars with which most of the wanted columns are found, or most columns.
 * @param bytes  with a line feed at `end`, which does not belong to the file
 * @param final  whether the file ends at `end`
 * @returns undefined if there is no whole header yet, or nothing at all
 * @throws UserError csv-unclosed-quote, csv-missing-column, csv-no-header, csv-not-text
 */
export function findHeader(bytes: Uint8Array, end: number, final: boolean, options: HeaderOptions): Header | undefined {
  let position = byteOrderMark.every((byte, index) => bytes[index] === byte) ? byteOrderMark.length : 0;
  let declared: string | undefined;
  const skippedLines: string[] = [];
  let fullest: Line | undefined;
  for (;;) {
    position = skipBlank(bytes, position, end);
    if (position >= end) break;
    const line = readLine(bytes, position, end, declared, options);
    if (line === undefined)
      refuseForeign(String.fromCharCode(...bytes.subarray(position, Math.min(end, position + 80))), options);
    if (line === undefined && final)
      throw new UserError("csv-unclosed-quote", "The header has a quote that is never closed, or that text follows.", {
        file: options.file
      });
    if (line === undefined || (line.next >= end && !final)) return undefined;
    if (line.matches > 0) return headerOf(line, skippedLines);
    const text = options.decode(bytes.subarray(position, line.next)).trimStart();
    refuseForeign(text, options);
    if (options.schema === "infer" && isInferableHeader(line)) return headerOf(line, skippedLines);
    const separator = /^"?sep=(.)"?\s*$/i.exec(text)?.[1];
    if (fullest === undefined || line.fields.length > fullest.fields.length) fullest = line;
    if (separator !== undefined) declared = separator;
    else if (line.fields.some((field) => field !== "")) {
      if (skippedLines.length === mostSkippedLines || !isTitle(line, text, options.schema)) break;
      skippedLines.push(text.trimEnd());
    }
    position = line.next;
  }
  if (fullest === undefined || (position >= end && !final)) return undefined;
  throw headerMissing(fullest, options);
}

function headerOf({fields, next, delimiter}: Line, skippedLines: string[]): Header {
  return {names: fields, next, delimiter, skippedLines};
}

/** The beginning of the next line that has more than blanks in it. */
function skipBlank(bytes: Uint8Array, start: number, end: number): number {
  const blanks: number[] = [nul, tab, lineFeed, carriageReturn, substitute, space];
  let lineStart = start;
  for (let position = start; position < end; ++position) {
    if (!blanks.includes(bytes[position])) return lineStart;
    if (bytes[position] === lineFeed || bytes[position] === carriageReturn) lineStart = position + 1;
  }
  return end;
}

function readLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  declared: string | undefined,
  {schema, decode}: HeaderOptions
): Line | undefined {
  const wanted = schema === "infer" ? undefined : new Set([schema.idColumn, ...schema.features].map(looseName));
  let best: Line | undefined;
  let isOpen = false;
  for (const delimiter of declared === undefined ? delimiters : [declared]) {
    const line = scanLine(bytes, start, end, {delimiter: delimiter.charCodeAt(0), decode});
    if (line === undefined) {
      isOpen = true;
      continue;
    }
    const fields = line.fields.map((name) => name.trim());
    const matches = new Set(fields.map(looseName).filter((name) => wanted?.has(name))).size;
    const isBetter =
      best === undefined ||
      matches > best.matches ||
      // A comma is never given up for another delimiter that may stand in a name.
      (matches === best.matches &&
        fields.length > best.fields.length &&
        (best.delimiter !== "," || best.fields.length === 1));
    if (isBetter) best = {...line, fields, delimiter, matches};
  }
  // Where another delimiter makes a quoted cell that is not closed, a line of one cell may be the beginning of its text.
  return isOpen && best?.matches === 0 && best.fields.length === 1 ? undefined : best;
}

function isInferableHeader({fields}: Line): boolean {
  return fields.filter((name) => name !== "").length >= 2 && !isDataRow(fields, fraction);
}

/** A comment, or a few cells where the table has more columns. */
function isTitle({fields}: Line, text: string, schema: TableSchema | "infer"): boolean {
  const columns = schema === "infer" ? 2 : 1 + schema.features.length;
  const filled = fields.filter((name) => name !== "").length;
  return /^"?(#|\/\/|%|--)/.test(text) || filled < Math.min(4, columns);
}

/** Columns may be named 0, 1, 2, but hardly 0.2176. */
const fraction = /^[+-]?\d*[.,]\d+(e[+-]?\d+)?$/i;
const number = /^[+-]?\d*[.,]?\d+(e[+-]?\d+)?$/i;

/** Whether half of the cells after the first are numbers: so are those of a table without a header. */
function isDataRow(fields: readonly string[], kind: RegExp): boolean {
  const numbers = fields.filter((field) => kind.test(field));
  return numbers.length > 0 && numbers.length >= (fields.length - 1) / 2 && !fields.includes(defaultTargetColumn);
}

const foreign: readonly (readonly [RegExp, string])[] = [
  [
    /^<(!doctype\s+html|html|head|body)\b/i,
    "a web page; perhaps a sign-in or an error page was saved in place of the data"
  ],
  [/^<\?xml|^<\w+[^>]*>/i, "XML; save the table as CSV first"],
  [/^(\[\s*([[{"]|$)|\{\s*("|$))/, "JSON; save the table as CSV first"],
  [/^version https:\/\/git-lfs/, "a Git LFS pointer to it; run `git lfs pull` to get the file itself"],
  [/^(PAR1|ARROW1|%PDF-|\{\\rtf)/, "a file of another program; save the table as CSV first"]
];

function refuseForeign(line: string, {file}: HeaderOptions): void {
  const kind = foreign.find(([pattern]) => pattern.test(line))?.[1];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a binary file
  const isBinary = /[\x00-\x08\x0e-\x1f]/.test(line);
  if (kind === undefined && !isBinary) return;
  const begins = kind === undefined ? "" : ` It begins with “${shorten(line)}”.`;
  throw new UserError("csv-not-text", `This is not a CSV file but ${kind ?? "a binary file"}.${begins}`, {file});
}

function headerMissing({fields}: Line, {schema, file}: HeaderOptions): UserError {
  if (isDataRow(fields, schema === "infer" ? fraction : number)) {
    const example = schema === "infer" ? "" : `: \`${schema.idColumn}\`, \`${schema.features[0]}\` and so on`;
    return new UserError(
      "csv-no-header",
      `The first line is not a header but looks like a row of data: ${quoted(fields)}. Add a line with the columns’ names before it${example}.`,
      {file}
    );
  }
  if (schema === "infer") return new UserError("csv-missing-column", "The file has no feature columns.", {file});
  const {idColumn, features} = schema;
  const near = nearestName(idColumn, fields);
  const question = near === undefined ? "." : `; did you mean \`${near}\` by \`${idColumn}\`?`;
  return new UserError(
    "csv-missing-column",
    `Column \`${idColumn}\` and all ${features.length} feature columns are missing. The file’s columns are ${quoted(fields)}${question}`,
    {file, column: idColumn}
  );
}

function quoted(fields: readonly string[]): string {
  const shown = fields.slice(0, 3).map((name) => (name === "" ? "(no name)" : `\`${shorten(name)}\``));
  const more = fields.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
