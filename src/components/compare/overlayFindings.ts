import {formatPercent} from "../format.js";
import {precisionRecall} from "../runs/precisionRecallChart.js";
import type {PredictionsOfRun} from "./overlays.js";

/** “At a false positive rate of 10 %, recall is 62 % for a, 60 % for b”, read off between points. */
export function rocOverlayFinding(runs: readonly PredictionsOfRun[], {at = 0.1} = {}): string {
  const parts = runs.flatMap(({name, outOfFold: {roc}}) =>
    roc ? [`${formatPercent(interpolate(roc.falsePositiveRate, roc.truePositiveRate, at), 0)} for ${name}`] : []
  );
  return `At a false positive rate of ${formatPercent(at, 0)}, recall is ${parts.join(", ")}`;
}

/** “At a recall of 50 %, precision is 54 % for a, 51 % for b”. */
export function precisionRecallOverlayFinding(runs: readonly PredictionsOfRun[], {at = 0.5} = {}): string {
  const parts = runs.flatMap(({name, outOfFold}) => {
    const points = precisionRecall(outOfFold);
    return points.length === 0
      ? []
      : [
          `${formatPercent(
            interpolate(
              points.map(({recall}) => recall),
              points.map(({precision}) => precision),
              at
            ),
            0
          )} for ${name}`
        ];
  });
  return `At a recall of ${formatPercent(at, 0)}, precision is ${parts.join(", ")}`;
}

function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  const after = x.findIndex((value) => value >= at);
  if (after <= 0) return y[Math.max(0, after)];
  const step = x[after] - x[after - 1];
  return y[after - 1] + (step > 0 ? (at - x[after - 1]) / step : 1) * (y[after] - y[after - 1]);
}

/** “Calibration error 0.8 percentage points for a, 1.4 for b”: the mean distance over bins of equal size. */
export function calibrationOverlayFinding(runs: readonly PredictionsOfRun[]): string {
  const parts = runs.map(({name, outOfFold: {calibration}}) => {
    const rows = calibration.rows.reduce((sum, count) => sum + count, 0);
    const error = calibration.rows.reduce(
      (sum, count, i) => sum + count * Math.abs(calibration.positiveRate[i] - calibration.meanProbability[i]),
      0
    );
    return `${(100 * (rows === 0 ? 0 : error / rows)).toFixed(1)} for ${name}`;
  });
  return `Calibration error in percentage points: ${parts.join(", ")}`;
}
