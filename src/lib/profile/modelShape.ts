import {parseDocument, readCount, readField, readFlag, readList, readNumber, readOptional, readText} from "../json.js";
import type {Absent} from "../metrics/metricSpread.js";
import {findStep} from "../trees/stepFunctions.js";
import {ArrowColumns, writeColumns} from "./arrowColumns.js";

/** What the model adds to the log-odds along a feature: a value a step, with the mean over the training rows 0. */
export interface FeatureShape {
  name: string;
  /** Rising; a value up to the first is in the first step, and so on. */
  thresholds: Float64Array;
  /** By step: one more than there are thresholds. */
  values: Float64Array;
  /** By step, over the models of the folds. */
  least: Float64Array;
  greatest: Float64Array;
  /** What a missing value adds, if the model treats it in a way of its own. */
  missing?: number;
  /** Mean of |value| over the training rows: how much the feature moves the score. */
  meanAbsolute: number;
}

export interface ModelShape {
  model: string;
  /** Whether the score is the intercept and these values, and nothing else. */
  exact: boolean;
  /** The log-odds of a row where all features add 0. */
  intercept: number;
  folds: number;
  /** Training rows that means are over, and, of a model that is no such sum, contributions. */
  rows: number;
  /** The share of the score's variance that the values explain; of an exact model 1. */
  explained: number;
  /** Of a model that is no such sum: pairs by their share of the gain of splits right below each other. */
  pairs?: {a: string; b: string; share: number}[];
  /** The feature that moves the score most first. */
  features: FeatureShape[];
}

export function shapeAt({thresholds, values, missing}: FeatureShape, value: number): number | undefined {
  return Number.isNaN(value) ? missing : values[findStep(thresholds, value)];
}

/** As the file that pages read. */
export function writeModelShape(shape: ModelShape | Absent): Uint8Array {
  if ("reason" in shape) return writeColumns({}, JSON.stringify(shape));
  const {features, ...rest} = shape;
  const lists = (of: (feature: FeatureShape) => Float64Array) => ({kind: "lists" as const, values: features.map(of)});
  return writeColumns(
    {
      name: {kind: "texts", values: features.map(({name}) => name)},
      thresholds: lists(({thresholds}) => thresholds),
      values: lists(({values}) => values),
      least: {kind: "short lists", values: features.map(({least}) => least)},
      greatest: {kind: "short lists", values: features.map(({greatest}) => greatest)},
      missing: {kind: "numbers", values: features.map(({missing}) => missing)},
      meanAbsolute: {kind: "numbers", values: features.map(({meanAbsolute}) => meanAbsolute)}
    },
    JSON.stringify(rest)
  );
}

const document = {title: "The file of the model's shape", code: "shape"};

/** @throws UserError shape-not-arrow, shape-missing-field, shape-bad-field */
export function readModelShape(bytes: Uint8Array): ModelShape | Absent {
  const columns = new ArrowColumns(bytes, document);
  const json = parseDocument(columns.metadata, document);
  const reason = readField(json, "reason", readOptional(readText));
  if (reason !== undefined) return {reason};
  const [thresholds, values] = [columns.lists("thresholds"), columns.lists("values")];
  const [least, greatest] = [columns.lists("least"), columns.lists("greatest")];
  const [missing, meanAbsolute] = [columns.numbers("missing"), columns.numbers("meanAbsolute")];
  return {
    model: readField(json, "model", readText),
    exact: readField(json, "exact", readFlag),
    intercept: readField(json, "intercept", readNumber()),
    folds: readField(json, "folds", readCount),
    rows: readField(json, "rows", readCount),
    explained: readField(json, "explained", readNumber(-Infinity, 1)),
    pairs: readField(
      json,
      "pairs",
      readOptional(
        readList((at) => ({
          a: readField(at, "a", readText),
          b: readField(at, "b", readText),
          share: readField(at, "share", readNumber(0, 1))
        }))
      )
    ),
    features: columns.texts("name").map((name, i) => ({
      name,
      thresholds: thresholds[i],
      values: values[i],
      least: least[i],
      greatest: greatest[i],
      missing: missing[i],
      meanAbsolute: meanAbsolute[i] ?? 0
    }))
  };
}
