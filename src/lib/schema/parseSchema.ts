import {
  expected,
  isRecord,
  type JsonValue,
  parseDocument,
  type Read,
  readEntries,
  readField,
  readList,
  readText
} from "../json.js";
import type {Categories, TableSchema} from "./tableSchema.js";

/**
 * Reads the text of a `schema.json`.
 * @throws UserError schema-not-json, schema-missing-field, schema-bad-field
 */
export function parseSchema(text: string, file: string): TableSchema {
  const json = parseDocument(text, {title: "The table's schema", file, code: "schema"});
  const features = readField(json, "features", readFeatures);
  return {
    idColumn: readField(json, "idColumn", readText),
    targetColumn: readField(json, "targetColumn", readText),
    features,
    ...readKinds(json, features)
  };
}

/** The schema's text, one line a feature of categories. */
export function formatSchema({categories, ...schema}: TableSchema): string {
  const entries = Object.entries(categories ?? {}).map(
    ([name, texts]) => `    ${JSON.stringify(name)}: ${JSON.stringify(texts)}`
  );
  const fields = Object.entries(schema).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (entries.length > 0) fields.push(`  "categories": {\n${entries.join(",\n")}\n  }`);
  return `{\n${fields.join(",\n")}\n}\n`;
}

/** What a schema or a manifest says about its columns besides their names; nothing in older ones. */
export function readKinds(
  json: JsonValue,
  features: readonly string[]
): Pick<TableSchema, "categories" | "idIsRowNumber"> {
  const given = isRecord(json.value) ? json.value : {};
  return {
    ...(given.categories !== undefined && {categories: readField(json, "categories", readCategories(features))}),
    ...(given.idIsRowNumber !== undefined && {idIsRowNumber: readField(json, "idIsRowNumber", readTrue)})
  };
}

const readTrue: Read<boolean> = (json) => (json.value === true ? true : expected("true", json));

/** A list of different names, one at least. */
export const readFeatures: Read<string[]> = (json) => {
  const features = readList(readText)(json);
  return features.length > 0 && new Set(features).size === features.length
    ? features
    : expected("a list of different names", json);
};

function readCategories(features: readonly string[]): Read<Categories> {
  const known = new Set(features);
  return (json) =>
    Object.fromEntries(
      readEntries(readFeatures)(json).filter(
        ([name]) => known.has(name) || expected(`of features only, not of ${name}`, json)
      )
    );
}
