import {csvField} from "../csv/csvWriter.js";
import {parseDocument, readField, readText} from "../json.js";
import {RandomSource} from "../random.js";
import {categoriesOf} from "../schema/tableSchema.js";
import type {Manifest, TrainingHistogram} from "../staged/manifest.js";

/** `src/data/sample.json`: rows to try the predict page with. */
export interface Sample {
  /** Such as `100 demo rows`. */
  description: string;
  csv: string;
}

/** @throws UserError sample-not-json, sample-missing-field, sample-bad-field */
export function parseSample(text: string): Sample {
  const json = parseDocument(text, {title: "The file of sample rows", code: "sample"});
  return {description: readField(json, "description", readText), csv: readField(json, "csv", readText)};
}

/** Digits of a made-up number: more would promise what a histogram of 20 bins does not know. */
const digits = 4;

/**
 * Rows that a model takes, as CSV: each feature is drawn on its own from its distribution in the training data, so that
 * no row is anybody's.
 */
export function madeUpRows(
  model: Pick<Manifest, "idColumn" | "features" | "categories" | "histograms">,
  {rows, seed}: {rows: number; seed: number}
): string {
  const random = new RandomSource(seed);
  const draw = model.features.map((name, index) =>
    drawerOf(model.histograms[index], categoriesOf(model, name), random)
  );
  const lines = Array.from({length: rows}, (_, row) => [`row_${row + 1}`, ...draw.map((next) => next())]);
  return [[model.idColumn, ...model.features], ...lines]
    .map((fields) => `${fields.map(csvField).join(",")}\n`)
    .join("");
}

function drawerOf(
  histogram: TrainingHistogram | undefined,
  categories: readonly string[] | undefined,
  random: RandomSource
): () => string {
  const {edges = [], counts = [], missing = 0, minimum = -Infinity, maximum = Infinity} = histogram ?? {};
  const total = counts.reduce((sum, count) => sum + count, missing);
  return () => {
    let rest = random.uniform() * total - missing;
    if (rest < 0 || total === 0) return "";
    const bin = Math.max(
      counts.findIndex((count) => {
        rest -= count;
        return rest < 0;
      }),
      0
    );
    const [low = 0, high = low] = [edges[bin], edges[bin + 1]];
    const value = Math.min(maximum, Math.max(minimum, low + random.uniform() * (high - low)));
    if (categories === undefined) return String(Number(value.toPrecision(digits)));
    return categories[Math.min(categories.length - 1, Math.max(0, Math.round(value)))] ?? "";
  };
}
