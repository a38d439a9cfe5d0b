import {gunzipSync} from "fflate";
import {UserError} from "../errors.js";
import {
  expected,
  type JsonDocument,
  type JsonValue,
  parseDocument,
  readField,
  readList,
  readNumber,
  readText
} from "../json.js";
import {readRising, readWholeNumbers, writeRising, writeWholeNumbers} from "./numberText.js";
import type {FittedTransformation} from "./transformation.js";
import type {ValueCounts} from "./valueCounts.js";

/** What is done to the features before a model takes them; of models that transform some. */
export const transformationsFile = "transformations.json.gz";

/** What a model takes: the features that files have, and what is done to them first. */
export interface FittedInput {
  features: readonly string[];
  /** One for all fold models, or one each: then the model takes what each makes, side by side. */
  pipelines: readonly (readonly FittedTransformation[])[];
}

/** The text of `transformations.json.gz`, before it is packed. The tables of value counts are texts in it. */
export function formatFitted({features, pipelines}: FittedInput): string {
  const lines = pipelines.map((pipeline) => `    ${JSON.stringify(pipeline.map(withTexts))}`);
  return `{\n  "features": ${JSON.stringify(features)},\n  "pipelines": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** @throws UserError transformations-not-json, transformations-missing-field, transformations-bad-field */
export function unpackFitted(bytes: Uint8Array): FittedInput {
  const document: JsonDocument = {
    title: "The list of transformations",
    file: transformationsFile,
    code: "transformations"
  };
  const json = parseDocument(textOf(bytes, document), document);
  return {
    features: readField(json, "features", readList(readText)),
    pipelines: readField(json, "pipelines", readList(readList(readFitted)))
  };
}

function textOf(bytes: Uint8Array, {title, file, code}: JsonDocument): string {
  try {
    return new TextDecoder().decode(gunzipSync(bytes));
  } catch {
    throw new UserError(`${code}-not-json`, `${title} is not a JSON file, packed by gzip.`, {file});
  }
}

function withTexts(fitted: FittedTransformation) {
  if (fitted.kind !== "value-counts") return fitted;
  const tables = fitted.tables.map(({feature, values, counts}) => ({
    feature,
    values: writeRising(values),
    counts: writeWholeNumbers(counts)
  }));
  return {...fitted, tables};
}

function readFitted(json: JsonValue): FittedTransformation {
  const kind = readField(json, "kind", readText);
  const eachFeature = <T>(name: string, read: (entry: JsonValue) => T) =>
    readField(
      json,
      name,
      readList((entry) => ({feature: readField(entry, "feature", readText), ...read(entry)}))
    );
  switch (kind) {
    case "value-counts":
      return {kind, tables: eachFeature("tables", readTable)};
    case "ratio":
      return {
        kind,
        numerator: readField(json, "numerator", readText),
        denominator: readField(json, "denominator", readText)
      };
    case "rank":
      return {
        kind,
        edges: eachFeature("edges", (entry) => ({edges: readField(entry, "edges", readList(readNumber()))}))
      };
    case "clip":
      return {
        kind,
        ranges: eachFeature("ranges", (entry) => ({
          minimum: readField(entry, "minimum", readNumber()),
          maximum: readField(entry, "maximum", readNumber())
        }))
      };
    case "drop":
      return {kind, features: readField(json, "features", readList(readText))};
    default:
      return expected("a transformation that this version knows", {...json, value: kind, path: `${json.path}.kind`});
  }
}

function readTable(json: JsonValue): Omit<ValueCounts, "feature"> {
  const values = readField(json, "values", (list) => readRising(list.value) ?? expected("rising numbers", list));
  const counts = readField(json, "counts", (text) => {
    const numbers = readWholeNumbers(text.value);
    return numbers?.length === values.length ? numbers : expected(`${values.length} counts`, text);
  });
  return {values, counts: Uint8Array.from(counts)};
}
