import * as Plot from "@observablehq/plot";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {chartStyle, testStroke, trainFill} from "../encoding.js";
import {formatCount, formatValue} from "../format.js";
import {axisLabel, type DensityBin, densityBins, displayRange} from "./density.js";

export interface FeatureChartOptions {
  width?: number;
  height?: number;
}

/** Train filled, test over it as an outline; both as densities, so that files of different sizes compare. */
export function FeatureHistogram(
  feature: FeatureProfile,
  {width = 480, height = 200}: FeatureChartOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = densityBins(feature);
  const domain = displayRange(bins);
  const outline = [
    ...bins.map(({low, testDensity}) => ({x: Math.max(low, domain[0]), y: testDensity})),
    {x: domain[1], y: bins.at(-1)?.testDensity ?? 0}
  ];
  const title = (bin: DensityBin) =>
    `${formatValue(bin.low)} to ${formatValue(bin.high)}\ntrain ${formatCount(bin.trainRows)} rows\ntest ${formatCount(bin.testRows)} rows`;

  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    // As wide as the target rate chart above it, whose rule has its label there.
    marginRight: 52,
    marginTop: 28,
    marginBottom: 36,
    ariaLabel: `Distribution of ${feature.name} in train and test`,
    style: chartStyle,
    x: {label: axisLabel(feature), domain, ticks: Math.max(3, width / 90)},
    y: {label: "Density", ticks: 4, grid: true},
    marks: [
      Plot.rectY(bins, {
        x1: ({low}) => Math.max(low, domain[0]),
        x2: ({high}) => Math.min(high, domain[1]),
        y: "trainDensity",
        fill: trainFill,
        inset: 0.3,
        title
      }),
      Plot.lineY(outline, {x: "x", y: "y", curve: "step-after", stroke: testStroke, strokeWidth: 1.2}),
      Plot.ruleY([0])
    ]
  });
}
