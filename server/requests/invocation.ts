import {UserError} from "../../src/lib/errors.js";
import {isRecord} from "../../src/lib/json.js";
import type {ColumnsOfModel} from "../../src/lib/scoring/scoreCsv.js";
import {type JsonRows, readRows} from "./jsonRows.js";

/**
 * Reads a body as MLflow's scoring server takes it: `dataframe_split` (`{columns, data}`), `dataframe_records`,
 * `instances` (rows as objects, or as lists in the model's order) or `inputs` (the same, or a list a column). Ids are
 * optional, as in MLflow.
 * @throws {UserError} `invocation-form`, `json-…`
 */
export function readInvocation(body: unknown, manifest: ColumnsOfModel): JsonRows {
  const given = isRecord(body) ? forms.filter((form) => Object.hasOwn(body, form)) : [];
  const [form] = given;
  if (!isRecord(body) || form === undefined || given.length > 1)
    throw new UserError("invocation-form", `The body should be an object with one of ${forms.join(", ")}.`);
  return readRows(rowsOf(form, body[form], manifest.features), manifest, {requireIds: false});
}

const forms = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;

function rowsOf(form: (typeof forms)[number], value: unknown, features: readonly string[]): unknown {
  if (form === "dataframe_records") return value;
  if (form === "dataframe_split") {
    if (!isRecord(value) || !Array.isArray(value.columns) || !Array.isArray(value.data))
      throw new UserError("invocation-form", "`dataframe_split` should have `columns` and `data`, both lists.");
    const columns = value.columns.map(String);
    const twice = columns.find((column, index) => columns.indexOf(column) < index);
    if (twice !== undefined)
      throw new UserError("json-duplicate-key", `\`dataframe_split\` has the column \`${twice}\` twice.`, {
        column: twice
      });
    return value.data.map((row: unknown, index) => named(row, columns, index + 1));
  }
  if (form === "inputs" && isRecord(value) && Object.values(value).some(Array.isArray)) return byColumn(value);
  if (!Array.isArray(value)) return value;
  return value.map((row: unknown, index) => (Array.isArray(row) ? named(row, features, index + 1) : row));
}

/** A list as a row with the columns' names. */
function named(row: unknown, columns: readonly string[], place: number): Record<string, unknown> {
  if (!Array.isArray(row) || row.length !== columns.length)
    throw new UserError("json-not-rows", `Row ${place} should be a list of ${columns.length} values.`, {row: place});
  return Object.fromEntries(columns.map((column, index) => [column, row[index]]));
}

function byColumn(table: Record<string, unknown>): Record<string, unknown>[] {
  const columns = Object.entries(table);
  const rows = Array.isArray(columns[0]?.[1]) ? columns[0][1].length : 0;
  for (const [column, values] of columns)
    if (!Array.isArray(values) || values.length !== rows)
      throw new UserError("json-not-rows", `\`${column}\` should be a list of ${rows} values.`, {column});
  return Array.from({length: rows}, (_, row) =>
    Object.fromEntries(columns.map(([column, values]) => [column, Array.isArray(values) ? values[row] : undefined]))
  );
}
