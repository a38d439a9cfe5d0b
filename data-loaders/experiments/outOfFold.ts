import {createHash} from "node:crypto";
import {csvParseRows} from "d3-dsv";
import {foldsDigest, partition} from "../../dataset/foldRows.js";
import {artifactPaths} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {OutOfFoldSummary} from "../../src/lib/experiment/experiment.js";
import {calibration} from "../../src/lib/metrics/calibration.js";
import {rocCurve} from "../../src/lib/metrics/operatingCurves.js";
import {probabilityHistogram} from "../../src/lib/metrics/probabilityHistogram.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";

export interface OutOfFoldSource {
  runName: string;
  /** Name of the column with 0 and 1. */
  targetColumn: string;
  /** Of the training file, where the run says it: then folds are told apart as sweeps do it. */
  dataDigest?: string;
  /** What else tells folds apart, such as their number: goes into the key. */
  foldScheme?: readonly string[];
}

/** Out-of-fold predictions, row by row. */
export interface OutOfFold {
  labels: Uint8Array;
  probabilities: Float64Array;
  /** Which fold held a row out, and the key of `RunRow.foldsKey`; where the file says so. */
  folds?: Uint8Array;
  foldsKey?: string;
}

/** Names of the column with the fold's number. */
const foldColumns = ["kfold", "fold"];

/** Folds of more than these cannot be told apart in a byte beside the label. */
const mostFolds = 128;

/**
 * Reads `out-of-fold.csv` (id, fold, target, probability, and whatever else, such as an index).
 * @throws UserError damaged-run if it is not such a file
 */
export function readOutOfFold(
  csv: string,
  {runName, targetColumn, dataDigest = "", foldScheme = []}: OutOfFoldSource
): OutOfFold {
  const damaged = (what: string) => damagedRun(`${artifactPaths.outOfFold} of run ${runName}`, what);
  const [header = [], ...table] = csvParseRows(csv.replace(/^\uFEFF/, ""));
  const rows = table.filter((row) => row.length > 1 || row[0] !== "");
  const column = (name: string, isValid: (value: number) => boolean, what: string): Float64Array => {
    const index = header.indexOf(name);
    if (index < 0) throw damaged(`it has no column ${name}`);
    const values = Float64Array.from(rows, (row) => {
      const text = row[index] ?? "";
      return text.trim() === "" ? Number.NaN : Number(text);
    });
    const bad = values.findIndex((value) => !isValid(value));
    if (bad >= 0) throw damaged(`${name} in row ${bad + 1} is not ${what}`);
    return values;
  };
  if (rows.length === 0) throw damaged("it has no rows");
  const labels = Uint8Array.from(column(targetColumn, (value) => value === 0 || value === 1, "0 or 1"));
  const probabilities = column("probability", (value) => value >= 0 && value <= 1, "a probability");
  const foldColumn = foldColumns.find((name) => header.includes(name));
  if (foldColumn === undefined) return {labels, probabilities};
  const isFold = (value: number) => Number.isInteger(value) && value >= 0 && value < mostFolds;
  const folds = Uint8Array.from(column(foldColumn, isFold, `a fold's number below ${mostFolds}`));
  const written = new Set([foldColumn, targetColumn, "probability"]);
  const id = header.findIndex((name) => name !== "" && !written.has(name));
  const isPartition = id >= 0 && new Set(rows.map((row) => row[id])).size === rows.length;
  if (dataDigest !== "" && isPartition)
    return {labels, probabilities, folds, foldsKey: foldsKeyOf(dataDigest, foldsDigest(partition(folds)))};
  const hash = createHash("sha256").update(JSON.stringify([dataDigest, ...foldScheme, rows.length]));
  hash.update(rows.map((row, i) => `${id < 0 ? i : row[id]},${folds[i]},${labels[i]}`).join("\n"));
  return {labels, probabilities, folds, foldsKey: hash.digest("hex").slice(0, 16)};
}

/** The key of `RunRow.foldsKey` of folds with this digest in the file with that one. */
export function foldsKeyOf(dataDigest: string, folds: string): string {
  return createHash("sha256").update(dataDigest).update(folds).digest("hex").slice(0, 16);
}

/** What out-of-fold predictions look like from a distance; rates with five decimals. */
export function summarizeOutOfFold({labels, probabilities}: OutOfFold): OutOfFoldSummary {
  const curve = thresholdCurve(labels, probabilities);
  const roc = rocCurve(curve);
  const reliability = calibration(labels, probabilities);
  return {
    positives: curve.positives,
    negatives: curve.negatives,
    histogram: probabilityHistogram(labels, probabilities),
    ...(roc && {
      roc: {falsePositiveRate: roc.falsePositiveRate.map(round), truePositiveRate: roc.truePositiveRate.map(round)}
    }),
    calibration: {
      meanProbability: reliability.meanProbability.map(round),
      positiveRate: reliability.positiveRate.map(round),
      rows: reliability.rows
    }
  };
}

const round = (value: number): number => Number(value.toFixed(5));
