import * as Plot from "@observablehq/plot";
import {measuredMetric, type OutOfFoldSummary, type RunRow} from "../../lib/experiment/experiment.js";
import {metricInterval} from "../../lib/experiment/metricInterval.js";
import {referenceColor} from "../encoding.js";
import {formatInterval, formatMetric, formatPercent} from "../format.js";
import {unitSquare} from "./unitSquare.js";

export interface PrecisionRecallChartOptions {
  width?: number;
  color?: string;
}

export interface PrecisionRecallPoint {
  recall: number;
  precision: number;
}

/** Precision at each recall, of the points of a ROC curve. Empty without one. */
export function precisionRecall({roc, positives, negatives}: OutOfFoldSummary): PrecisionRecallPoint[] {
  if (roc === undefined) return [];
  return roc.truePositiveRate.flatMap((recall, i) => {
    const right = recall * positives;
    const wrong = roc.falsePositiveRate[i] * negatives;
    return right + wrong > 0 ? [{recall, precision: right / (right + wrong)}] : [];
  });
}

/** How many of the rows found are right, by how many of those to find are found. */
export function PrecisionRecallChart(
  outOfFold: OutOfFoldSummary,
  {width = 420, color = "#4269d0"}: PrecisionRecallChartOptions = {}
): SVGSVGElement | HTMLElement {
  const points = precisionRecall(outOfFold);
  const prevalence = outOfFold.positives / (outOfFold.positives + outOfFold.negatives);
  return Plot.plot({
    ...unitSquare({width, x: "Recall", y: "Precision"}),
    ariaLabel: "Precision by recall",
    marks: [
      Plot.ruleY([prevalence], {stroke: referenceColor, strokeDasharray: "1,3"}),
      Plot.text([prevalence], {
        y: (value) => value,
        frameAnchor: "right",
        textAnchor: "end",
        lineAnchor: "top",
        dy: 4,
        fill: referenceColor,
        text: (value) => `all rows: ${formatPercent(value)}`
      }),
      Plot.line(points, {x: "recall", y: "precision", stroke: color, strokeWidth: 2}),
      Plot.tip(
        points,
        Plot.pointer({
          x: "recall",
          y: "precision",
          title: ({recall, precision}) => `recall ${formatPercent(recall)}\nprecision ${formatPercent(precision)}`
        })
      )
    ]
  });
}

/** “Average precision 0.5360 (95 % interval 0.5213 to 0.5507), where target 1 has 10.0 % of the rows”. */
export function precisionRecallFinding(
  run: Pick<RunRow, "metrics">,
  {positives, negatives}: Pick<OutOfFoldSummary, "positives" | "negatives">
): string {
  const share = `target 1 has ${formatPercent(positives / (positives + negatives))} of the rows`;
  const measured = measuredMetric(run, "average_precision");
  if (measured === undefined) return `Precision by recall, where ${share}`;
  const interval = metricInterval("average_precision", measured);
  const chance = interval ? formatInterval(interval) : "no folds, no interval";
  return `Average precision ${formatMetric(measured.mean)} (${chance}), where ${share}`;
}
