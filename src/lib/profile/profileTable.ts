import {readDataSource} from "../experiment/dataSource.js";
import {
  parseDocument,
  readAnyText,
  readCount,
  readField,
  readList,
  readNumber,
  readOptional,
  readText
} from "../json.js";
import {ArrowColumns, type ColumnValues, writeColumns} from "./arrowColumns.js";
import type {ColumnSummary, FeatureProfile, FeatureProfiles} from "./featureProfile.js";

const statistics = ["mean", "standardDeviation", "skewness", "minimum", "maximum"] as const;
const counts = ["rows", "missing", "infinite", "zeros", "distinct"] as const;
const files = ["train", "test"] as const;

/** As `src/data/features.arrow`: a column a statistic, a row a feature. */
export function writeProfiles({features, ...rest}: FeatureProfiles): Uint8Array {
  const numbers = (of: (feature: FeatureProfile) => number | undefined): ColumnValues => ({
    kind: "numbers",
    values: features.map(of)
  });
  const countLists = (of: (feature: FeatureProfile) => readonly number[]): ColumnValues => ({
    kind: "counts",
    values: features.map(of)
  });
  const lists = (of: (feature: FeatureProfile) => readonly number[]): ColumnValues => ({
    kind: "lists",
    values: features.map(of)
  });
  const ofFiles = files.flatMap((file): [string, ColumnValues][] => [
    ...[...counts, ...statistics].map((name): [string, ColumnValues] => [
      `${file}.${name}`,
      numbers((feature) => feature[file][name])
    ]),
    [`${file}.quantiles`, lists((feature) => feature[file].quantiles ?? [])]
  ]);
  const categories = Object.fromEntries(
    features.flatMap((feature, i) => (feature.categories ? [[i, feature.categories]] : []))
  );
  return writeColumns(
    {
      name: {kind: "texts", values: features.map(({name}) => name)},
      ...Object.fromEntries(ofFiles),
      edges: lists(({edges}) => edges),
      trainCounts: countLists(({trainCounts}) => trainCounts),
      testCounts: countLists(({testCounts}) => testCounts),
      positiveCounts: countLists(({positiveCounts}) => positiveCounts),
      "rates.upper": lists(({rates}) => rates.upper),
      "rates.rows": countLists(({rates}) => rates.rows),
      "rates.positives": countLists(({rates}) => rates.positives),
      "repeats.rows": countLists(({repeats}) => repeats.rows),
      "repeats.positives": countLists(({repeats}) => repeats.positives),
      "repeats.chance": numbers(({repeats}) => repeats.chance),
      auc: numbers(({auc}) => auc),
      "drift.populationStabilityIndex": numbers(({drift}) => drift?.populationStabilityIndex),
      "drift.kolmogorovSmirnov": numbers(({drift}) => drift?.kolmogorovSmirnov)
    },
    JSON.stringify({...rest, categories})
  );
}

const document = {title: "The file of feature profiles", code: "profiles"};

/** @throws UserError profiles-not-arrow, profiles-not-json, profiles-missing-field, profiles-bad-field */
export function readProfiles(bytes: Uint8Array): FeatureProfiles {
  const table = new ArrowColumns(bytes, document);
  const json = parseDocument(table.metadata, document);
  const lists = (name: string) => table.lists(name).map((list) => Array.from(list));
  const countLists = (name: string) => table.counts(name).map((list) => Array.from(list));
  const summaries = {train: readSummaries(table, "train"), test: readSummaries(table, "test")};
  const [edges, trainCounts, testCounts] = [lists("edges"), countLists("trainCounts"), countLists("testCounts")];
  const positiveCounts = countLists("positiveCounts");
  const [upper, rows, positives] = [lists("rates.upper"), countLists("rates.rows"), countLists("rates.positives")];
  const repeats = {rows: countLists("repeats.rows"), positives: countLists("repeats.positives")};
  const chance = table.numbers("repeats.chance");
  const auc = table.numbers("auc");
  const stability = table.numbers("drift.populationStabilityIndex");
  const kolmogorovSmirnov = table.numbers("drift.kolmogorovSmirnov");
  const categories = readField(json, "categories", (at) => at);
  return {
    dataSource: readField(json, "dataSource", readDataSource),
    positiveRate: readField(json, "positiveRate", readNumber(0, 1)),
    correlations: readField(
      json,
      "correlations",
      readOptional((at) => ({
        pairs: readField(at, "pairs", readCount),
        rows: readField(at, "rows", readCount),
        byChance: readField(at, "byChance", readNumber(0, 1)),
        order: readField(at, "order", readList(readCount)),
        strongest: readField(
          at,
          "strongest",
          readList((pair) => ({
            a: readField(pair, "a", readAnyText),
            b: readField(pair, "b", readAnyText),
            coefficient: readField(pair, "coefficient", readNumber(-1.0001, 1.0001))
          }))
        )
      }))
    ),
    features: table.texts("name").map((name, i): FeatureProfile => {
      const [stabilityIndex, distance, texts] = [
        stability[i],
        kolmogorovSmirnov[i],
        readField(categories, String(i), readOptional(readList(readText)))
      ];
      return {
        name,
        ...(texts && {categories: texts}),
        train: summaries.train[i],
        test: summaries.test[i],
        edges: edges[i],
        trainCounts: trainCounts[i],
        testCounts: testCounts[i],
        positiveCounts: positiveCounts[i],
        rates: {upper: upper[i], rows: rows[i], positives: positives[i]},
        repeats: {
          rows: repeats.rows[i],
          positives: repeats.positives[i],
          ...(chance[i] !== undefined && {chance: chance[i]})
        },
        ...(auc[i] !== undefined && {auc: auc[i]}),
        ...(stabilityIndex !== undefined &&
          distance !== undefined && {drift: {populationStabilityIndex: stabilityIndex, kolmogorovSmirnov: distance}})
      };
    })
  };
}

function readSummaries(table: ArrowColumns, file: (typeof files)[number]): ColumnSummary[] {
  const column = (name: string) => table.numbers(`${file}.${name}`);
  const counted = Object.fromEntries(counts.map((name) => [name, column(name)]));
  const measured = statistics.map((name) => [name, column(name)] as const);
  const quantiles = table.lists(`${file}.quantiles`);
  return Array.from({length: table.length}, (_, i) => ({
    rows: counted.rows[i] ?? 0,
    missing: counted.missing[i] ?? 0,
    infinite: counted.infinite[i] ?? 0,
    zeros: counted.zeros[i] ?? 0,
    distinct: counted.distinct[i] ?? 0,
    ...Object.fromEntries(measured.flatMap(([name, values]) => (values[i] === undefined ? [] : [[name, values[i]]]))),
    ...(quantiles[i].length > 0 && {quantiles: Array.from(quantiles[i])})
  }));
}
