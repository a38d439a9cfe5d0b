import * as Plot from "@observablehq/plot";
import type {OutOfFoldSummary} from "../../lib/experiment/crossValidation.js";
import {chartStyle, referenceColor} from "../encoding.js";
import {formatPercent, formatRows} from "../format.js";

export interface CalibrationChartOptions {
  width?: number;
  color?: string;
}

/** Reliability: what share of the rows with about the same probability has target 1. */
export function CalibrationChart(
  {calibration}: Pick<OutOfFoldSummary, "calibration">,
  {width = 360, color = "#4269d0"}: CalibrationChartOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = calibration.rows.map((rows, i) => ({
    rows,
    probability: calibration.meanProbability[i],
    rate: calibration.positiveRate[i]
  }));
  const limit = Math.min(1, 1.08 * Math.max(0.05, ...calibration.meanProbability, ...calibration.positiveRate));
  const size = Math.min(width, 420);
  return Plot.plot({
    width: size,
    height: size - 10,
    marginLeft: 48,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: "Share of target 1 by predicted probability",
    style: chartStyle,
    x: {
      label: "Mean predicted probability (%)",
      domain: [0, 100 * limit],
      percent: true,
      ticks: 5
    },
    y: {
      label: "Rows with target 1 (%)",
      domain: [0, 100 * limit],
      percent: true,
      ticks: 5,
      grid: true
    },
    marks: [
      Plot.line(
        [
          [0, 0],
          [limit, limit]
        ],
        {stroke: referenceColor, strokeDasharray: "1,3"}
      ),
      Plot.line(bins, {x: "probability", y: "rate", stroke: color, strokeWidth: 1.5}),
      Plot.dot(bins, {
        x: "probability",
        y: "rate",
        r: 4,
        fill: color,
        title: (bin) =>
          `${formatRows(bin.rows)}\npredicted ${formatPercent(bin.probability)}\nobserved ${formatPercent(bin.rate)}`
      })
    ]
  });
}

/** Says in words how far the predicted probabilities are from the observed shares: rows-weighted mean distance. */
export function calibrationFinding({calibration}: Pick<OutOfFoldSummary, "calibration">): string {
  const rows = calibration.rows.reduce((sum, value) => sum + value, 0);
  if (rows === 0) return "Nothing to calibrate";
  const error = (sign: (difference: number) => number) =>
    calibration.rows.reduce(
      (sum, count, i) => sum + count * sign(calibration.positiveRate[i] - calibration.meanProbability[i]),
      0
    ) / rows;
  return `Calibration error ${(100 * error(Math.abs)).toFixed(1)} percentage points, the mean over ${calibration.rows.length} bins`;
}
