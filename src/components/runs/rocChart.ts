import * as Plot from "@observablehq/plot";
import type {OutOfFoldSummary} from "../../lib/experiment/experiment.js";
import type {Absent} from "../../lib/metrics/metricSpread.js";
import type {RocCurve} from "../../lib/metrics/operatingCurves.js";
import {chartStyle, referenceColor} from "../encoding.js";
import {formatPercent} from "../format.js";

export interface RocChartOptions {
  width?: number;
  color?: string;
}

/** Receiver operating characteristic of all out-of-fold predictions taken together. */
export function RocChart(
  roc: RocCurve,
  {width = 360, color = "#4269d0"}: RocChartOptions = {}
): SVGSVGElement | HTMLElement {
  const points = roc.falsePositiveRate.map((falsePositiveRate, i) => ({
    falsePositiveRate,
    truePositiveRate: roc.truePositiveRate[i]
  }));
  const size = Math.min(width, 420);
  return Plot.plot({
    width: size,
    height: size - 10,
    marginLeft: 40,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: "Receiver operating characteristic",
    style: chartStyle,
    x: {label: "False positive rate", domain: [0, 1], ticks: 5},
    y: {label: "True positive rate", domain: [0, 1], ticks: 5, grid: true},
    marks: [
      Plot.line(
        [
          [0, 0],
          [1, 1]
        ],
        {stroke: referenceColor, strokeDasharray: "1,3"}
      ),
      Plot.areaY(points, {x: "falsePositiveRate", y: "truePositiveRate", fill: color, fillOpacity: 0.1}),
      Plot.line(points, {x: "falsePositiveRate", y: "truePositiveRate", stroke: color, strokeWidth: 2}),
      Plot.text([[0.56, 0.5]], {text: ["random guessing"], rotate: -45, fill: referenceColor, dy: 6}),
      Plot.tip(
        points,
        Plot.pointer({
          x: "falsePositiveRate",
          y: "truePositiveRate",
          title: (point) =>
            `true positive rate ${formatPercent(point.truePositiveRate)}\nfalse positive rate ${formatPercent(point.falsePositiveRate)}`
        })
      )
    ]
  });
}

/** “True positive rate 62 % at a false positive rate of 10 %”, read off between points. */
export function rocFinding(roc: RocCurve, {falsePositiveRate = 0.1} = {}): string {
  const {falsePositiveRate: x, truePositiveRate: y} = roc;
  const after = x.findIndex((value) => value >= falsePositiveRate);
  if (after <= 0) return "Receiver operating characteristic";
  const step = x[after] - x[after - 1];
  const share = step > 0 ? (falsePositiveRate - x[after - 1]) / step : 1;
  const found = y[after - 1] + share * (y[after] - y[after - 1]);
  return `True positive rate ${formatPercent(found, 0)} at a false positive rate of ${formatPercent(falsePositiveRate, 0)}`;
}

/** The curve of out-of-fold predictions, or why there is none. */
export function rocOf(outOfFold: OutOfFoldSummary | Absent): RocCurve | Absent {
  if ("reason" in outOfFold) return outOfFold;
  return outOfFold.roc ?? {reason: "All rows have the same target."};
}
