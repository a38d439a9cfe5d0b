import {csvParse} from "d3-dsv";
import {artifactPaths} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {OutOfFoldSummary} from "../../src/lib/experiment/crossValidation.js";
import {calibration} from "../../src/lib/metrics/calibration.js";
import {probabilityHistogram} from "../../src/lib/metrics/probabilityHistogram.js";
import {rocCurve} from "../../src/lib/metrics/rocCurve.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";

/**
 * What `out-of-fold.csv` (id, fold, target, probability) looks like from a distance; rates with five decimals.
 * @throws UserError damaged-run if it is not such a file
 */
export function outOfFoldSummary(csv: string, runName: string): OutOfFoldSummary {
  const table = csvParse(csv);
  const targetColumn = table.columns.at(2) ?? "";
  const labels = Uint8Array.from(table, (row) => Number(row[targetColumn]));
  const probabilities = Float64Array.from(table, (row) => Number(row.probability));
  if (table.length === 0 || probabilities.some((value) => !(value >= 0 && value <= 1)))
    throw damagedRun(`${artifactPaths.outOfFold} of run ${runName}`, "it is not a table of probabilities");

  const curve = thresholdCurve(labels, probabilities);
  const {falsePositiveRate, truePositiveRate} = rocCurve(curve);
  const reliability = calibration(labels, probabilities);
  return {
    positives: curve.positives,
    negatives: curve.negatives,
    histogram: probabilityHistogram(labels, probabilities),
    roc: {falsePositiveRate: falsePositiveRate.map(round), truePositiveRate: truePositiveRate.map(round)},
    calibration: {
      meanProbability: reliability.meanProbability.map(round),
      positiveRate: reliability.positiveRate.map(round),
      rows: reliability.rows
    }
  };
}

const round = (value: number): number => Number(value.toFixed(5));
