import * as Plot from "@observablehq/plot";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import type {ScoredFile} from "../../lib/scoring/scoreBlob.js";
import {chartStyle, targetColor} from "../encoding.js";
import {formatCount, formatRows} from "../format.js";

export interface ScoreHistogramOptions {
  width?: number;
  height?: number;
  bins?: number;
}

/** Counts of probabilities in equal bins from 0 to 1; a bin that holds the threshold is split there. */
export function scoreBins(
  {probabilities, threshold}: Pick<ScoredFile, "probabilities" | "threshold">,
  {bins = 50}: {bins?: number} = {}
): {low: number; high: number; rows: number; predicted: 0 | 1}[] {
  const below = new Uint32Array(bins);
  const above = new Uint32Array(bins);
  for (const probability of probabilities) {
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    ++(probability >= threshold ? above : below)[bin];
  }
  return Array.from({length: bins}, (_, i) => {
    const low = i / bins;
    const high = (i + 1) / bins;
    const cut = Math.min(high, Math.max(low, threshold));
    return [
      {low, high: cut, rows: below[i], predicted: 0 as const},
      {low: cut, high, rows: above[i], predicted: 1 as const}
    ];
  })
    .flat()
    .filter(({low, high, rows}) => high > low && rows > 0);
}

/**
 * How the scores are distributed, on either side of the threshold. Most rows score close to 0, and the few that matter
 * would be too flat to see on a linear scale; heights are the roots of the counts.
 */
export function ScoreHistogram(
  {probabilities, threshold}: Pick<ScoredFile, "probabilities" | "threshold">,
  {width = 640, height = 240, bins = 50}: ScoreHistogramOptions = {}
): SVGSVGElement | HTMLElement {
  const data = scoreBins({probabilities, threshold}, {bins});
  const ticks = countTicks(Math.max(0, ...data.map(({rows}) => rows)));
  const label = (predicted: number) => `predicted ${predicted}`;
  return Plot.plot({
    width,
    height,
    marginLeft: 52,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: `Distribution of ${formatRows(probabilities.length)} by probability, with the threshold`,
    style: chartStyle,
    x: {label: "Probability of target 1", domain: [0, 1], ticks: 5},
    y: {
      type: "sqrt",
      label: "Rows (square-root scale)",
      domain: ticks && [0, ticks[ticks.length - 1]],
      grid: true,
      ticks: ticks ?? 5,
      tickFormat: formatCount
    },
    color: {legend: true, domain: [label(0), label(1)], range: [targetColor.negative, targetColor.positive]},
    marks: [
      Plot.rectY(data, {
        x1: "low",
        x2: "high",
        y: "rows",
        fill: ({predicted}) => label(predicted),
        inset: 0.3,
        title: ({low, high, rows}) => `${low.toFixed(3)}–${high.toFixed(3)}: ${formatRows(rows)}`
      }),
      Plot.ruleX([threshold], {strokeDasharray: "1,3"}),
      Plot.text([threshold], {
        x: (value) => value,
        frameAnchor: "top",
        textAnchor: "start",
        dx: 5,
        text: (value) => `threshold ${formatThreshold(value)}`,
        stroke: "var(--theme-background-alt)",
        strokeWidth: 5,
        fill: "currentColor"
      }),
      Plot.ruleY([0])
    ]
  });
}

/** There are no parts of rows: few of them have a tick for each, and the axis ends at one. */
function countTicks(highest: number): number[] | undefined {
  const counts = [0, 1, 2, 3, 4, 5, 6, 8, 10];
  return highest > 10 ? undefined : counts.slice(0, Math.max(2, 1 + counts.findIndex((count) => count >= highest)));
}
