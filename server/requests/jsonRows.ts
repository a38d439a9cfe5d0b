import {CategoryReader} from "../../src/lib/csv/categories.js";
import type {CsvSummary} from "../../src/lib/csv/csvReader.js";
import {UserError} from "../../src/lib/errors.js";
import {isRecord} from "../../src/lib/json.js";
import {nearestName} from "../../src/lib/nearestName.js";
import type {ColumnsOfModel} from "../../src/lib/scoring/scoreCsv.js";

export interface JsonRows {
  ids: string[];
  /** Row by row, [rows × features] in the manifest's order, NaN where a value is missing. */
  features: Float64Array;
  /** Texts that are none of their feature's categories, which were read as missing values. */
  unseenCategories: CsvSummary["unseenCategories"];
}

type Row = Record<string, unknown>;

/**
 * Reads a JSON body's rows, or its only one, as a model takes them: numbers, texts of categories, and null for a
 * missing value. Rows count from 1. An unknown category is a missing value.
 * @param requireIds whether every row needs an id, unless the model's ids are rows' numbers; one without has its
 * number, from 0, for one
 * @throws {UserError} `json-not-rows`, `json-no-rows`, `json-missing-column`, `json-not-a-number`, `json-not-a-text`,
 * `json-bad-id`
 */
export function readRows(
  body: unknown,
  model: ColumnsOfModel,
  {requireIds = true}: {requireIds?: boolean} = {}
): JsonRows {
  const {idColumn, features, idIsRowNumber = false} = model;
  const categories = new CategoryReader(model);
  const rows: unknown = isRecord(body) ? [body] : body;
  if (!Array.isArray(rows))
    throw new UserError(
      "json-not-rows",
      "The body should be a row, an object with one value per column, or an array of rows."
    );
  if (rows.length === 0) throw new UserError("json-no-rows", "The array has no rows.");
  const columns = new Set(requireIds && !idIsRowNumber ? [idColumn, ...features] : features);
  const ids: string[] = [];
  const values = new Float64Array(rows.length * features.length);
  for (const [index, row] of rows.entries()) {
    const place = index + 1;
    requireColumns(row, columns, place);
    const hasId = row[idColumn] !== undefined;
    if (!hasId && idIsRowNumber && requireIds) ids.push(String(place));
    else ids.push(!requireIds && !hasId ? String(index) : readId(row, idColumn, place));
    features.forEach((feature, column) => {
      values[index * features.length + column] = categories.has(column)
        ? categories.read(readCategory(row, feature, place), column, place)
        : readNumber(row, feature, place);
    });
  }
  const unseenCategories = [...categories.unseen].map(([feature, unseen]) => ({
    column: features[feature] ?? "",
    ...unseen
  }));
  return {ids, features: values, unseenCategories};
}

function requireColumns(row: unknown, columns: ReadonlySet<string>, place: number): asserts row is Row {
  if (!isRecord(row))
    throw new UserError("json-not-rows", `Row ${place} should be an object with one value per column.`, {row: place});
  for (const column of columns) {
    if (Object.hasOwn(row, column)) continue;
    const otherColumns = Object.keys(row).filter((key) => !columns.has(key));
    const near = nearestName(column, otherColumns);
    const hint = near === undefined ? "." : `; did you mean \`${near}\`?`;
    throw new UserError("json-missing-column", `Row ${place} has no \`${column}\`${hint}`, {row: place, column});
  }
}

function readId(row: Row, column: string, place: number): string {
  const value = row[column];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new UserError("json-bad-id", `The id of row ${place} should be a string or a number.`, {
    row: place,
    column,
    value: JSON.stringify(value)
  });
}

function readNumber(row: Row, column: string, place: number): number {
  const value = row[column];
  if (value === null) return Number.NaN;
  if (typeof value === "number") return value;
  throw new UserError("json-not-a-number", `The value of \`${column}\` in row ${place} is not a number.`, {
    row: place,
    column,
    value: JSON.stringify(value)
  });
}

/** Truth values and numbers are categories by their texts, as they are in a file. */
function readCategory(row: Row, column: string, place: number): string {
  const value = row[column];
  if (value === null) return "";
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new UserError("json-not-a-text", `The value of \`${column}\` in row ${place} is not a text.`, {
    row: place,
    column,
    value: JSON.stringify(value)
  });
}
