import {describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {Column} from "./features.js";

/** The categories of text columns, as pandas has them: a value's code is its place in its column's list. */
export interface Categories {
  lists: readonly (readonly unknown[])[];
  /** The columns that they belong to; undefined if the model does not say, and then they follow the text columns. */
  columns?: readonly number[];
}

type Codes = ReadonlyMap<string, number>;

const pandasLine = /^pandas_categorical:(.*)$/m;

/** The line with categories that Python writes after a model text; undefined if there is none. */
export function readPandasLine(text: string): string | undefined {
  return pandasLine.exec(text.slice(text.lastIndexOf("\npandas_categorical:") + 1))?.[1];
}

/** The categories of such a line, for the columns that the text's parameters name as categorical, if they are as many. */
export function parseCategories(line: string | undefined, text: string): Categories | undefined {
  if (line === undefined) return undefined;
  let lists: unknown;
  try {
    lists = JSON.parse(line);
  } catch (error) {
    throw new LightGBMError("The model text's pandas_categorical is not JSON.", {cause: error});
  }
  if (!Array.isArray(lists) || lists.length === 0) return undefined;
  if (!lists.every((list) => Array.isArray(list))) throw new LightGBMError("pandas_categorical must be lists.");
  const [, indices = ""] = /^\[categorical_feature: ([\d,]+)\]$/m.exec(text) ?? [];
  const columns = indices
    .split(",")
    .filter(Boolean)
    .map(Number)
    .sort((a, b) => a - b);
  return columns.length === lists.length ? {lists, columns} : {lists};
}

/** Writes categories as Python does, which reads them again for its data frames. */
export function formatCategories({lists}: Categories): string {
  const quote = (value: unknown): string =>
    JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `[${lists.map((list) => `[${list.map(quote).join(", ")}]`).join(", ")}]`;
}

/** @internal The categories of the text columns: their values, sorted. Undefined if no column is text. */
export function findCategories(columns: readonly Column[]): Categories | undefined {
  const texts = textColumns(columns);
  if (texts.length === 0) return undefined;
  const lists = texts.map((column) => {
    const values = new Set<string>();
    for (const value of columns[column]) {
      if (typeof value === "string") values.add(value);
      else if (value !== null) throw new LightGBMError(`Column ${column} holds text and ${describe(value)}.`);
    }
    return [...values].sort();
  });
  return {lists, columns: texts};
}

/** @internal For each text column the codes of its values. Throws a `LightGBMError` if the categories are of other columns. */
export function codesOf(texts: readonly number[], categories: Categories | undefined): Map<number, Codes> {
  if (texts.length === 0) return new Map();
  if (categories === undefined) {
    throw new LightGBMError(`Column ${texts[0]} holds text, but there are no categories that it could mean.`);
  }
  const {lists, columns = texts} = categories;
  if (columns.length !== lists.length) {
    throw new LightGBMError(
      `There are ${texts.length} columns of text, but the model has categories for ${lists.length}.`
    );
  }
  return new Map(
    texts.map((column) => {
      const list = lists[columns.indexOf(column)];
      if (list === undefined)
        throw new LightGBMError(`Column ${column} holds text, but the model has no categories for it.`);
      return [column, new Map(list.map((value, code) => [String(value), code]))];
    })
  );
}

/** @internal The columns whose first value that is not missing is text. */
export function textColumns(columns: readonly Column[]): number[] {
  return [...columns.keys()].filter((index) => {
    const column = columns[index];
    if (ArrayBuffer.isView(column)) return false;
    for (const value of column) if (value !== null) return typeof value === "string";
    return false;
  });
}

/** @internal One row of numbers and texts as numbers; a text that is no category is a missing value, as in pandas. */
export function encodeRow(row: ArrayLike<number | string | null>, categories: Categories | undefined): Float64Array {
  const values = Array.from(row);
  const codes = codesOf(
    [...values.keys()].filter((index) => typeof values[index] === "string"),
    categories
  );
  return Float64Array.from(values, (value, index) => {
    if (typeof value === "string") return codes.get(index)?.get(value) ?? Number.NaN;
    return value ?? Number.NaN;
  });
}
