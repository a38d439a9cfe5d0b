import * as Plot from "@observablehq/plot";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {testStroke, trainFill} from "../encoding.js";
import {formatCount, formatValue} from "../format.js";
import {type DensityBin, densityBins, displayRange} from "./density.js";
import {type FeatureChartOptions, featureFrame} from "./featureFrame.js";

export interface FeatureHistogramOptions extends FeatureChartOptions {
  /** By default densities, so that files of different sizes compare. */
  measure?: "density" | "rows" | "rows, logarithmic";
}

/** Train filled, test over it as an outline. */
export function FeatureHistogram(
  feature: FeatureProfile,
  {width = 480, height = 200, measure = "density"}: FeatureHistogramOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = densityBins(feature);
  const domain = displayRange(bins);
  const isLogarithmic = measure === "rows, logarithmic";
  // A logarithm has no place for an empty bin: it is drawn below a bin of one row.
  const least = isLogarithmic ? 0.5 : 0;
  const [train, test] =
    measure === "density"
      ? [(bin: DensityBin) => bin.trainDensity, (bin: DensityBin) => bin.testDensity]
      : [(bin: DensityBin) => Math.max(least, bin.trainRows), (bin: DensityBin) => Math.max(least, bin.testRows)];
  const outline = [
    ...bins.map((bin) => ({x: Math.max(bin.low, domain[0]), y: test(bin)})),
    {x: domain[1], y: bins.length === 0 ? least : test(bins[bins.length - 1])}
  ];
  const title = (bin: DensityBin) =>
    `${formatValue(bin.low)} to ${formatValue(bin.high)}\ntrain ${formatCount(bin.trainRows)} rows\ntest ${formatCount(bin.testRows)} rows`;

  return Plot.plot({
    ...featureFrame(feature, domain, {width, height}),
    ariaLabel: `Distribution of ${feature.name} in train and test`,
    y: {
      label: measure === "density" ? "Density" : "Rows",
      ticks: 4,
      grid: true,
      ...(isLogarithmic && {type: "log", tickFormat: "~s"})
    },
    marks: [
      Plot.rectY(bins, {
        x1: ({low}) => Math.max(low, domain[0]),
        x2: ({high}) => Math.min(high, domain[1]),
        y1: least,
        y2: train,
        fill: trainFill,
        inset: 0.3,
        title
      }),
      Plot.lineY(outline, {x: "x", y: "y", curve: "step-after", stroke: testStroke, strokeWidth: 1.2}),
      Plot.ruleY([least])
    ]
  });
}
