import {expect, test} from "vitest";
import {formatSchema, parseSchema} from "../../../../src/lib/schema/parseSchema.js";
import type {TableSchema} from "../../../../src/lib/schema/tableSchema.js";

const schema: TableSchema = {
  idColumn: "row",
  idIsRowNumber: true,
  targetColumn: "y",
  features: ["age", "city", "constructor"],
  categories: {city: ["Köln", "Bad Ems, Lahn"], constructor: ["a"]}
};

test("what is formatted is read back", () => {
  expect(parseSchema(formatSchema(schema), "schema.json")).toEqual(schema);
  const plain = {idColumn: "id", targetColumn: "y", features: ["x"]};
  expect(parseSchema(formatSchema(plain), "schema.json")).toEqual(plain);
});

test.each([
  ["categories of no feature", {...schema, categories: {rome: ["a"]}}, "schema-bad-field"],
  ["the same category twice", {...schema, categories: {city: ["a", "a"]}}, "schema-bad-field"],
  ["duplicate features", {...schema, features: ["age", "age"]}, "schema-bad-field"],
  ["no features", {...schema, features: undefined}, "schema-missing-field"]
])("a schema with %s is refused with its file", (_, value, code) => {
  expect(() => parseSchema(JSON.stringify(value), "data/raw/schema.json")).toThrow(
    expect.objectContaining({code, place: expect.objectContaining({file: "data/raw/schema.json"})})
  );
});
