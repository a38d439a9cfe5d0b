import * as Plot from "@observablehq/plot";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {wilsonInterval} from "../../lib/statistics/wilsonInterval.js";
import {referenceColor, targetColor} from "../encoding.js";
import {formatCount, formatPercent, formatValue} from "../format.js";
import {densityBins, displayRange} from "./density.js";
import {type FeatureChartOptions, featureFrame} from "./featureFrame.js";

export interface TargetRateChartOptions extends FeatureChartOptions {
  /** Share of target 1 in the whole training file, drawn as a rule. */
  positiveRate?: number;
}

/** Share of target 1 in each bin with its 95 % interval. */
export function TargetRateChart(
  feature: FeatureProfile,
  {width = 480, height = 180, positiveRate}: TargetRateChartOptions = {}
): SVGSVGElement | HTMLElement {
  const all = densityBins(feature);
  const domain = displayRange(all);
  const bins = all
    .map((bin, i) => ({
      ...bin,
      middle: (Math.max(bin.low, domain[0]) + Math.min(bin.high, domain[1])) / 2,
      interval: wilsonInterval(feature.positiveCounts[i], bin.trainRows)
    }))
    .filter((bin) => bin.trainRows > 0);
  // Bins with a handful of rows have intervals that would flatten all the others.
  const top = Math.max(0.01, ...bins.filter(({trainRows}) => trainRows >= 30).map(({interval}) => interval[1]));
  const limit = Math.min(1, Math.max(1.1 * top, 2 * (positiveRate ?? 0)));

  return Plot.plot({
    ...featureFrame(feature, domain, {width, height}),
    ariaLabel: `Share of target 1 by ${feature.name}`,
    y: {
      label: "Rows with target 1 (%)",
      percent: true,
      domain: [0, 100 * limit],
      ticks: 4,
      grid: true
    },
    marks: [
      positiveRate === undefined ? null : Plot.ruleY([positiveRate], {stroke: referenceColor, strokeDasharray: "1,3"}),
      positiveRate === undefined
        ? null
        : Plot.text([positiveRate], {
            y: (rate) => rate,
            text: (rate) => `all rows\n${formatPercent(rate)}`,
            frameAnchor: "right",
            textAnchor: "start",
            dx: 6,
            fill: referenceColor
          }),
      Plot.ruleX(bins, {
        x: "middle",
        y1: ({interval}) => interval[0],
        y2: ({interval}) => interval[1],
        stroke: targetColor.positive,
        strokeOpacity: 0.45,
        clip: true
      }),
      // A bin of a handful of rows may have its rate above the frame; its interval is cut there.
      Plot.dot(
        bins.filter(({targetRate = 0}) => targetRate <= limit),
        {
          x: "middle",
          y: "targetRate",
          r: 2.6,
          fill: targetColor.positive,
          title: ({low, high, trainRows, targetRate, interval}) =>
            `${formatValue(low)} to ${formatValue(high)}, ${formatCount(trainRows)} rows\ntarget 1: ${formatPercent(targetRate ?? 0)} (95 % interval ${formatPercent(interval[0])} to ${formatPercent(interval[1])})`
        }
      ),
      Plot.ruleY([0])
    ]
  });
}
