import {csvParse} from "d3-dsv";
import {artifactPaths} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {OutOfFoldSummary} from "../../src/lib/experiment/crossValidation.js";
import {calibration} from "../../src/lib/metrics/calibration.js";
import {rocCurve} from "../../src/lib/metrics/operatingCurves.js";
import {probabilityHistogram} from "../../src/lib/metrics/probabilityHistogram.js";
import {thresholdCurve} from "../../src/lib/metrics/thresholdCurve.js";

/**
 * What `out-of-fold.csv` (id, fold, target, probability, and whatever else, such as an index) looks like from a
 * distance; rates with five decimals.
 * @param targetColumn name of the column with 0 and 1
 * @throws UserError damaged-run if it is not such a file
 */
export function outOfFoldSummary(csv: string, {runName, targetColumn}: OutOfFoldSource): OutOfFoldSummary {
  const damaged = (what: string) => damagedRun(`${artifactPaths.outOfFold} of run ${runName}`, what);
  const table = csvParse(csv.replace(/^\uFEFF/, ""));
  const column = (name: string, isValid: (value: number) => boolean, what: string): Float64Array => {
    if (!table.columns.includes(name)) throw damaged(`it has no column ${name}`);
    const values = Float64Array.from(table, ({[name]: text = ""}) => (text.trim() === "" ? Number.NaN : Number(text)));
    const bad = values.findIndex((value) => !isValid(value));
    if (bad >= 0) throw damaged(`${name} in row ${bad + 1} is not ${what}`);
    return values;
  };
  if (table.length === 0) throw damaged("it has no rows");
  const labels = column(targetColumn, (value) => value === 0 || value === 1, "0 or 1");
  const probabilities = column("probability", (value) => value >= 0 && value <= 1, "a probability");

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

export interface OutOfFoldSource {
  runName: string;
  targetColumn: string;
}

const round = (value: number): number => Number(value.toFixed(5));
