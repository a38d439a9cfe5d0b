import {svg} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {targetColor, testStroke, trainFill} from "../encoding.js";
import {formatPercent} from "../format.js";
import {type DensityBin, densityBins, displayRange, hasValues} from "./density.js";

export interface SparkHistogramOptions {
  width?: number;
  height?: number;
  /** Highest target rate that the line can show; the same for all rows of a table, so that they compare. */
  maximumRate?: number;
  /** Bins with fewer training rows have no point on the line. */
  minimumRows?: number;
}

/** A feature in a table's row: train filled, test as an outline, and the target rate as a line. */
export function SparkHistogram(
  feature: FeatureProfile,
  {width = 104, height = 28, maximumRate = 0.3, minimumRows = 30}: SparkHistogramOptions = {}
): SVGElement {
  const bins = densityBins(feature);
  const [low, high] = displayRange(bins);
  if (!hasValues(feature))
    return svg`<svg class="spark" role="img" aria-label=${`${feature.name}: no values`} width=${width} height=${height}></svg>`;
  const top = Math.max(...bins.flatMap(({trainDensity, testDensity}) => [trainDensity, testDensity]));
  const x = (value: number) => (Math.min(1, Math.max(0, (value - low) / (high - low || 1))) * width).toFixed(1);
  const y = (share: number) => (height - 1 - share * (height - 2)).toFixed(1);
  const steps = (density: (bin: DensityBin) => number) =>
    bins.map((bin) => `L${x(bin.low)},${y(density(bin) / top)}H${x(bin.high)}`).join("");
  const points = bins.flatMap(({low, high, trainRows, targetRate}) =>
    targetRate === undefined || trainRows < minimumRows ? [] : [{middle: (low + high) / 2, targetRate}]
  );
  const line = points
    .map(({middle, targetRate}, i) => `${i ? "L" : "M"}${x(middle)},${y(Math.min(1, targetRate / maximumRate))}`)
    .join("");
  const rates = points.map(({targetRate}) => targetRate);
  const label = rates.length
    ? `${feature.name}: target rate from ${formatPercent(Math.min(...rates))} to ${formatPercent(Math.max(...rates))}`
    : feature.name;

  return svg`<svg class="spark" role="img" aria-label=${label} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
    <path d=${`M${x(low)},${height - 1}${steps((bin) => bin.trainDensity)}V${height - 1}Z`} fill=${trainFill}></path>
    <path d=${steps((bin) => bin.testDensity).replace("L", "M")} fill="none" stroke=${testStroke} stroke-opacity="0.55" stroke-width="0.8"></path>
    <path d=${line} fill="none" stroke=${targetColor.positive} stroke-width="1.6" stroke-linejoin="round"></path>
  </svg>`;
}
