import * as Plot from "@observablehq/plot";
import {measuredMetric, type OutOfFoldSummary, type RunRow, whyNotMeasured} from "../../lib/experiment/experiment.js";
import {metricInterval} from "../../lib/experiment/metricInterval.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import {chartStyle, referenceColor, targetColor} from "../encoding.js";
import {formatPercent} from "../format.js";

export interface ScoresByTargetOptions {
  width?: number;
  height?: number;
  threshold?: number;
}

/**
 * Out-of-fold probabilities of both classes. Each class adds up to 100 %, so that the rare one is seen, on a square-root
 * scale, so that the few high scores are.
 */
export function ScoresByTarget(
  {histogram, positives, negatives}: OutOfFoldSummary,
  {width = 480, height = 260, threshold}: ScoresByTargetOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = histogram.positives.map((count, i) => ({
    x1: histogram.edges[i],
    x2: histogram.edges[i + 1],
    positive: positives ? count / positives : 0,
    negative: negatives ? histogram.negatives[i] / negatives : 0
  }));
  // The step line needs the last edge as well.
  const outline = [...bins.map(({x1, positive}) => ({x: x1, y: positive})), {x: bins.at(-1)?.x2 ?? 1, y: 0}];
  const range = ({x1, x2}: {x1: number; x2: number}) => `${x1.toFixed(3)}–${x2.toFixed(3)}`;

  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: "Distribution of out-of-fold probabilities for target 1 and target 0",
    style: chartStyle,
    x: {label: "Out-of-fold probability", ticks: 5},
    y: {type: "sqrt", label: "Share of the class (%, square-root scale)", percent: true, grid: true, ticks: 5},
    color: {
      legend: true,
      domain: ["target 1", "target 0"],
      range: [targetColor.positive, targetColor.negative]
    },
    marks: [
      Plot.rectY(bins, {
        x1: "x1",
        x2: "x2",
        y: "negative",
        fill: () => "target 0",
        fillOpacity: 0.6,
        inset: 0.3,
        title: (bin) =>
          `Probability ${range(bin)}\ntarget 0: ${formatPercent(bin.negative)}\ntarget 1: ${formatPercent(bin.positive)}`
      }),
      Plot.lineY(outline, {x: "x", y: "y", curve: "step-after", stroke: () => "target 1", strokeWidth: 2}),
      threshold === undefined ? null : Plot.ruleX([threshold], {stroke: referenceColor, strokeDasharray: "1,3"}),
      threshold === undefined
        ? null
        : Plot.text([threshold], {
            x: (value) => value,
            frameAnchor: "top",
            text: (value) => `threshold ${formatThreshold(value)}`,
            textAnchor: "start",
            dx: 5
          }),
      Plot.ruleY([0])
    ]
  });
}

/** “A row with target 1 scores above one with target 0 in 88 % of pairs (95 % interval 87 % to 89 %)”: the AUC in words. */
export function separationFinding(run: Pick<RunRow, "metrics">): string {
  const auc = measuredMetric(run, "auc");
  if (auc === undefined) return whyNotMeasured(run, "auc");
  const interval = metricInterval("auc", auc);
  const chance = interval ? ` (95 % interval ${formatPercent(interval.low)} to ${formatPercent(interval.high)})` : "";
  return `A row with target 1 scores above one with target 0 in ${formatPercent(auc.mean)} of pairs${chance}`;
}
