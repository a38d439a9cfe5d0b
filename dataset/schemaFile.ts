import {dirname, join} from "node:path";
import {formatSchema, parseSchema} from "../src/lib/schema/parseSchema.js";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";
import {readTextIfPresent, writeFileWhole} from "./files.js";

/** Says which columns of the tables beside it mean what. */
export const schemaFile = "schema.json";

/** Undefined where there is none. @throws UserError schema-… */
export async function readSchemaBeside(table: string): Promise<TableSchema | undefined> {
  const path = join(dirname(table), schemaFile);
  const text = await readTextIfPresent(path);
  return text === undefined ? undefined : parseSchema(text, path);
}

export async function writeSchemaBeside(table: string, schema: TableSchema): Promise<void> {
  await writeFileWhole(join(dirname(table), schemaFile), formatSchema(schema));
}
