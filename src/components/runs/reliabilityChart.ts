import * as Plot from "@observablehq/plot";
import type {OutOfFoldSummary} from "../../lib/experiment/experiment.js";
import {wilsonInterval} from "../../lib/statistics/wilsonInterval.js";
import {chartStyle, referenceColor, targetColor} from "../encoding.js";
import {formatPercent, formatRows} from "../format.js";

export interface ReliabilityChartOptions {
  width?: number;
  color?: string;
}

interface Bin {
  rows: number;
  probability: number;
  rate: number;
  /** Wilson's 95 % interval of the rate. */
  low: number;
  high: number;
}

const binsOf = ({meanProbability, positiveRate, rows}: OutOfFoldSummary["calibration"]): Bin[] =>
  rows.map((count, i) => {
    const [low, high] = wilsonInterval(Math.round(positiveRate[i] * count), count);
    return {rows: count, probability: meanProbability[i], rate: positiveRate[i], low, high};
  });

const logit = (share: number) => Math.log(share / (1 - share));

const shares = [0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/**
 * Reliability: what share of the rows with about the same probability has target 1. On logit axes, so that small
 * probabilities are as far apart as middling ones; below, how many rows have which probability.
 */
export function ReliabilityChart(
  {calibration, histogram}: Pick<OutOfFoldSummary, "calibration" | "histogram">,
  {width = 420, color = "#4269d0"}: ReliabilityChartOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = binsOf(calibration);
  const within = bins.flatMap(({probability, rate}) => [probability, rate]).filter((share) => share > 0 && share < 1);
  const least = Math.max(1e-4, 0.5 * Math.min(0.05, ...within));
  const most = Math.min(0.9999, 1 - 0.5 * Math.min(0.5, ...within.map((share) => 1 - share)));
  const place = (share: number) => logit(Math.max(least, Math.min(most, share)));
  const [from, to] = [logit(least), logit(most)];
  const rug = 0.13 * (to - from);
  const tallest = Math.max(1, ...histogram.positives.map((count, i) => count + histogram.negatives[i]));
  const bars = histogram.positives.flatMap((positives, i) => {
    const [low, high] = [histogram.edges[i], histogram.edges[i + 1]];
    const rows = positives + histogram.negatives[i];
    return rows > 0 && high > least && low < most ? [{low, high, rows, positives}] : [];
  });
  const size = Math.min(width, 440);
  const axis = {
    domain: [from, to] as [number, number],
    ticks: shares.filter((share) => share >= least && share <= most).map(logit),
    tickFormat: (value: number) => formatShare(1 / (1 + Math.exp(-value)))
  };

  return Plot.plot({
    width: size,
    height: size,
    marginLeft: 56,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: "Share of target 1 by predicted probability, on logit axes, and how many rows have each probability",
    style: chartStyle,
    x: {...axis, label: "Mean predicted probability (logit scale)"},
    y: {...axis, domain: [from - rug, to], label: "Rows with target 1 (logit scale)", grid: true},
    marks: [
      Plot.rect(bars, {
        x1: ({low}) => place(low),
        x2: ({high}) => place(high),
        y1: from - rug,
        y2: ({rows}) => from - rug + 0.9 * rug * Math.sqrt(rows / tallest),
        fill: targetColor.negative,
        fillOpacity: 0.6,
        inset: 0.3,
        title: ({low, high, rows}) =>
          `${formatRows(rows)} with a probability of ${low.toFixed(3)} to ${high.toFixed(3)}`
      }),
      Plot.line(
        [
          [from, from],
          [to, to]
        ],
        {stroke: referenceColor, strokeDasharray: "1,3"}
      ),
      Plot.ruleX(bins, {
        x: ({probability}) => place(probability),
        y1: ({low}) => place(low),
        y2: ({high}) => place(high),
        stroke: color,
        strokeWidth: 1.5
      }),
      Plot.dot(bins, {
        x: ({probability}) => place(probability),
        y: ({rate}) => place(rate),
        r: 4,
        fill: color,
        title: ({rows, probability, rate, low, high}) =>
          `${formatRows(rows)}\npredicted ${formatPercent(probability)}\nobserved ${formatPercent(rate)} (95 % interval ${formatPercent(low)} to ${formatPercent(high)})`
      })
    ]
  });
}

/** 0.1 %, 5 %, 99.9 % */
const formatShare = (share: number): string => `${Number((100 * share).toPrecision(share < 0.9 ? 2 : 4))} %`;

/**
 * “Predicted and observed shares agree within sampling error in 8 of 10 bins; on average they are 0.4 percentage points
 * apart”.
 */
export function reliabilityFinding({calibration}: Pick<OutOfFoldSummary, "calibration">): string {
  const bins = binsOf(calibration);
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (rows === 0) return "No rows to compare predicted with observed shares";
  const agree = bins.filter(({probability, low, high}) => probability >= low && probability <= high).length;
  const error = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.rate - bin.probability), 0) / rows;
  return `Predicted and observed shares agree within sampling error in ${agree} of ${bins.length} bins; on average they are ${(100 * error).toFixed(1)} percentage points apart`;
}

export const reliabilityNote =
  "Ten bins with equally many out-of-fold rows, on the dotted line predicted and observed agree; lines are Wilson’s 95 % intervals, which take the rows for independent. Below: rows by probability, on a square-root scale.";
