import {readDataSource} from "../experiment/dataSource.js";
import {
  parseDocument,
  type Read,
  readAnyText,
  readCount,
  readField,
  readList,
  readNumber,
  readOptional,
  readText
} from "../json.js";
import type {ColumnSummary, FeatureProfile, FeatureProfiles} from "./featureProfile.js";

/**
 * Reads feature profiles that were written as JSON.
 * @throws UserError profiles-not-json, profiles-missing-field, profiles-bad-field
 */
export function parseProfiles(text: string): FeatureProfiles {
  const json = parseDocument(text, {title: "The file of feature profiles", code: "profiles"});
  return {
    dataSource: readField(json, "dataSource", readDataSource),
    positiveRate: readField(json, "positiveRate", readNumber(0, 1)),
    features: readField(json, "features", readList(readProfile))
  };
}

const readProfile: Read<FeatureProfile> = (json) => ({
  // A column may have no name at all.
  name: readField(json, "name", readAnyText),
  categories: readField(json, "categories", readOptional(readList(readText))),
  train: readField(json, "train", readSummary),
  test: readField(json, "test", readSummary),
  edges: readField(json, "edges", readList(readNumber())),
  trainCounts: readField(json, "trainCounts", readList(readCount)),
  testCounts: readField(json, "testCounts", readList(readCount)),
  positiveCounts: readField(json, "positiveCounts", readList(readCount)),
  rates: readField(json, "rates", (at) => ({
    upper: readField(at, "upper", readList(readNumber())),
    rows: readField(at, "rows", readList(readCount)),
    positives: readField(at, "positives", readList(readCount))
  })),
  repeats: readField(json, "repeats", (at) => ({
    rows: readField(at, "rows", readList(readCount)),
    positives: readField(at, "positives", readList(readCount)),
    chance: readField(at, "chance", readOptional(readNumber(0, 1)))
  })),
  auc: readField(json, "auc", readOptional(readNumber(0, 1))),
  drift: readField(
    json,
    "drift",
    readOptional((at) => ({
      populationStabilityIndex: readField(at, "populationStabilityIndex", readNumber()),
      kolmogorovSmirnov: readField(at, "kolmogorovSmirnov", readNumber(0, 1))
    }))
  )
});

const readSummary: Read<ColumnSummary> = (json) => {
  const statistic = (name: string) => readField(json, name, readOptional(readNumber()));
  return {
    rows: readField(json, "rows", readCount),
    missing: readField(json, "missing", readCount),
    infinite: readField(json, "infinite", readCount),
    zeros: readField(json, "zeros", readCount),
    distinct: readField(json, "distinct", readCount),
    mean: statistic("mean"),
    standardDeviation: statistic("standardDeviation"),
    skewness: statistic("skewness"),
    minimum: statistic("minimum"),
    maximum: statistic("maximum"),
    quantiles: readField(json, "quantiles", readOptional(readList(readNumber())))
  };
};
