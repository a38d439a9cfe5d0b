import {readTextRows} from "../../dataset/text/readTextRows.js";
import type {TextColumns, TextRowsOptions} from "../../dataset/text/textRows.js";
import {ascii} from "../../src/lib/csv/cells.js";
import {ColumnSurvey} from "../../src/lib/csv/columnSurvey.js";
import {findAmbiguous, missingWords, NumberReader, undecided} from "../../src/lib/csv/numbers.js";
import {shorten, UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {type TargetValues, targetValues} from "../../src/lib/schema/binaryTarget.js";
import {defaultTargetColumn} from "../../src/lib/schema/tableSchema.js";

export interface ColumnChoices {
  /** The id column, or `none` for rows' numbers. */
  id?: string;
  target?: string;
  /** The value of the target that is 1. */
  positive?: string;
}

/** What a training table holds: which column means what, and what the others are. */
export interface SurveyedTable {
  names: readonly string[];
  rows: number;
  /** Undefined where rows' numbers serve. */
  idColumn: string | undefined;
  targetColumn: string;
  values: TargetValues;
  /** 0 or 1 by row. */
  target: Uint8Array;
  features: string[];
  /** Texts by feature of categories. */
  categories: Record<string, string[]>;
  /** Columns that are no features, and why. */
  leftOut: {column: string; reason: string}[];
  numbers: NumberForm;
}

/** How numbers are written in a table; a further pass through it reads them alike. */
export interface NumberForm {
  columns: number;
  decimalMark: number;
}

export function numberReader({columns, decimalMark}: NumberForm): NumberReader {
  return new NumberReader(columns, decimalMark);
}

export function numberFormOf({names, hasDecimalPoint}: TextColumns): NumberForm {
  return {columns: names.length, decimalMark: hasDecimalPoint ? ascii.dot : undecided};
}

/**
 * Reads a training table through to learn its columns.
 * @throws UserError table-…, csv-…, target-…, positive-unknown, id-missing, training-duplicate-id
 */
export async function surveyTable(
  file: string,
  choices: ColumnChoices,
  options: Pick<TextRowsOptions, "onProgress" | "signal"> = {}
): Promise<SurveyedTable> {
  let survey: TableSurvey | undefined;
  const {rows} = await readTextRows(file, {
    ...options,
    sink: (columns) => {
      survey = new TableSurvey(columns, choices, file);
      return survey;
    }
  });
  if (survey === undefined) throw new Error("A table that was read has no header.");
  return {...survey.finish(), rows};
}

/** Names that columns of ids have. */
const idName = /^(?:id|id_code|index|uuid|key)$|[_ .-]id$/i;
const camelIdName = /[a-z](?:Id|ID)$/;

class TableSurvey {
  readonly #names: readonly string[];
  readonly #choices: ColumnChoices;
  readonly #file: string;
  readonly #form: NumberForm;
  readonly #numbers: NumberReader;
  readonly #columns: ColumnSurvey[];
  readonly #targetColumn: number | undefined;
  readonly #target: string[] = [];
  /** By column that may hold ids: those so far; undefined once one is missing or there twice. */
  readonly #ids = new Map<number, Set<string>>();

  constructor(columns: TextColumns, choices: ColumnChoices, file: string) {
    const {names} = columns;
    this.#names = names;
    this.#choices = choices;
    this.#file = file;
    this.#form = numberFormOf(columns);
    this.#numbers = numberReader(this.#form);
    this.#columns = names.map((_, column) => new ColumnSurvey(this.#numbers, column));
    const target = choices.target ?? defaultTargetColumn;
    const found = names.indexOf(target);
    if (found < 0 && choices.target !== undefined) throw this.#missing(choices.target, "target-missing");
    this.#targetColumn = found < 0 ? undefined : found;
    if (choices.id === "none") return;
    if (choices.id !== undefined && !names.includes(choices.id)) throw this.#missing(choices.id, "id-missing");
    names.forEach((name, column) => {
      const isCandidate = choices.id === undefined ? idName.test(name) || camelIdName.test(name) : name === choices.id;
      if (isCandidate && column !== found) this.#ids.set(column, new Set());
    });
  }

  row(texts: readonly string[], row: number): void {
    for (const [column, survey] of this.#columns.entries()) survey.add(texts[column] ?? "", row);
    for (const [column, ids] of this.#ids) this.#addId(column, ids, texts[column] ?? "", row);
    if (this.#targetColumn === undefined) return;
    const text = texts[this.#targetColumn] ?? "";
    if (missingWords.has(text)) {
      const column = this.#names[this.#targetColumn];
      const message = `Row ${row} has no value in the target column \`${column}\`. Take rows without one out of the training file; they may be in the test file.`;
      throw new UserError("target-missing-value", message, {file: this.#file, row, column});
    }
    this.#target.push(text);
  }

  finish(): Omit<SurveyedTable, "rows"> {
    if (this.#targetColumn === undefined) throw this.#noTarget();
    this.#refuseAmbiguous();
    const targetColumn = this.#names[this.#targetColumn] ?? "";
    const isNumber = this.#columns[this.#targetColumn]?.isNumber ?? false;
    const form = {...this.#form, decimalMark: this.#numbers.decimalMark};
    const reader = numberReader(form);
    const normal = (text: string, row: number) => (isNumber ? String(reader.read(text, 0, row)) : text);
    const targets = this.#target.map((text, index) => normal(text, index + 1));
    const values = targetValues(targetColumn, countsOf(targets), {positive: this.#choices.positive, file: this.#file});
    const [id] = this.#ids.keys();
    const categories: Record<string, string[]> = {};
    const features: string[] = [];
    const leftOut: SurveyedTable["leftOut"] = [];
    for (const [column, name] of this.#names.entries()) {
      if (column === this.#targetColumn || column === id) continue;
      const kind = this.#columns[column]?.kind;
      if (kind?.kind === "text") leftOut.push({column: name, reason: kind.reason});
      else features.push(name);
      if (kind?.kind === "category") categories[name] = kind.texts;
    }
    if (features.length === 0)
      throw new UserError("csv-missing-column", "The file has no feature columns.", {file: this.#file});
    return {
      names: this.#names,
      idColumn: id === undefined ? undefined : this.#names[id],
      targetColumn,
      values,
      target: Uint8Array.from(targets, (text) => (text === values.positive ? 1 : 0)),
      features,
      categories,
      leftOut,
      numbers: form
    };
  }

  #addId(column: number, ids: Set<string>, text: string, row: number): void {
    if (text !== "" && !ids.has(text)) {
      ids.add(text);
      return;
    }
    if (this.#choices.id === undefined) {
      this.#ids.delete(column);
      return;
    }
    const name = this.#names[column];
    const what = text === "" ? "no id" : `the id “${shorten(text)}” of an earlier row`;
    const message = `Row ${row} has ${what} in column \`${name}\`. Ids must differ; --id none takes the rows' numbers instead.`;
    throw new UserError("training-duplicate-id", message, {file: this.#file, row, column: name, value: text});
  }

  #missing(name: string, code: string): UserError {
    const near = nearestName(name, this.#names);
    const hint =
      near === undefined ? `Its columns are ${quoted(this.#names.slice(0, 8))}.` : `Did you mean \`${near}\`?`;
    return new UserError(code, `The training file has no column \`${name}\`. ${hint}`, {
      file: this.#file,
      column: name
    });
  }

  #noTarget(): UserError {
    const binary = this.#names.filter((_, column) => this.#columns[column]?.counts?.size === 2);
    const hint =
      binary.length === 0
        ? "No column has two values."
        : `${binary.length === 1 ? "One column has" : "Columns with"} two values: ${quoted(binary.slice(0, 8))}.`;
    const message = `Which column is the target? The training file has none named \`${defaultTargetColumn}\`; name it with --target. ${hint}`;
    return new UserError("target-missing", message, {file: this.#file});
  }

  #refuseAmbiguous(): void {
    for (const [column, survey] of this.#columns.entries()) if (!survey.isNumber) this.#numbers.isClear[column] = 1;
    refuseAmbiguous(this.#numbers, this.#names, this.#file);
  }
}

/** @throws UserError csv-ambiguous-number for a column of which it is not clear whether `1,234` is 1234 */
export function refuseAmbiguous(numbers: NumberReader, names: readonly string[], file: string): void {
  const found = findAmbiguous(numbers);
  if (found === undefined) return;
  const {row, value} = found;
  const column = names[found.feature];
  const message = `Row ${row}, column \`${column}\` is “${shorten(value)}”, which may be a number with thousands separated or one with decimals; nothing else in the column shows which.`;
  throw new UserError("csv-ambiguous-number", message, {file, row, column, value});
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size > 1000) return undefined;
  }
  return counts;
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
