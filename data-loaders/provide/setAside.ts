import {writeSchemaBeside} from "../../dataset/schemaFile.js";
import {UserError} from "../../src/lib/errors.js";
import type {TableSchema} from "../../src/lib/schema/tableSchema.js";

/**
 * Takes a column out of the features of a training file, as `schema.json` then says: a group or a time that folds go by
 * would tell a model what it may not know of new rows.
 * @returns whether it was a feature
 * @throws UserError csv-missing-column if it is the only one
 */
export async function setAside(train: string, schema: TableSchema, column: string): Promise<boolean> {
  const features = schema.features.filter((name) => name !== column);
  if (features.length === schema.features.length) return false;
  if (features.length === 0) {
    const message = `\`${column}\` is the only feature; nothing would be left to train on. --keep-feature leaves it one.`;
    throw new UserError("csv-missing-column", message, {file: train, column});
  }
  const categories = Object.fromEntries(Object.entries(schema.categories ?? {}).filter(([name]) => name !== column));
  await writeSchemaBeside(train, {...schema, features, categories});
  return true;
}
