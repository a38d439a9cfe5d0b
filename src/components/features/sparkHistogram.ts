import {svg} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {targetColor, testStroke, trainFill} from "../encoding.js";
import {formatPercent} from "../format.js";
import {type DensityBin, densityBins, displayRange, hasValues} from "./density.js";

export interface SparkOptions {
  width?: number;
  height?: number;
}

/** A feature in a table's row: train filled, test as an outline. */
export function SparkHistogram(feature: FeatureProfile, {width = 160, height = 34}: SparkOptions = {}): SVGElement {
  const bins = densityBins(feature);
  const [low, high] = displayRange(bins);
  if (!hasValues(feature)) return Empty(feature, width, height);
  const top = Math.max(...bins.flatMap(({trainDensity, testDensity}) => [trainDensity, testDensity]));
  const x = (value: number) => (Math.min(1, Math.max(0, (value - low) / (high - low || 1))) * width).toFixed(1);
  const y = (share: number) => (height - 1 - share * (height - 2)).toFixed(1);
  const steps = (density: (bin: DensityBin) => number) =>
    bins.map((bin) => `L${x(bin.low)},${y(density(bin) / top)}H${x(bin.high)}`).join("");
  return svg`<svg class="spark" role="img" aria-label=${`Distribution of ${feature.name}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
    <path d=${`M${x(low)},${height - 1}${steps((bin) => bin.trainDensity)}V${height - 1}Z`} fill=${trainFill}></path>
    <path d=${steps((bin) => bin.testDensity).replace("L", "M")} fill="none" stroke=${testStroke} stroke-opacity="0.55" stroke-width="0.8"></path>
  </svg>`;
}

export interface SparkRateOptions extends SparkOptions {
  /** Highest rate that the line can show; the same for all rows of a table, so that they compare. */
  maximumRate?: number;
}

/** The share of target 1 in tenths of the training rows, on a scale from 0. */
export function SparkRate(
  feature: FeatureProfile,
  {width = 72, height = 34, maximumRate = 0.3}: SparkRateOptions = {}
): SVGElement {
  const {rows, positives} = feature.rates;
  if (rows.length === 0) return Empty(feature, width, height);
  const rates = rows.map((count, i) => positives[i] / count);
  const x = (i: number) => (((i + 0.5) / rates.length) * width).toFixed(1);
  const y = (rate: number) => (height - 2 - Math.min(1, rate / maximumRate) * (height - 4)).toFixed(1);
  const line = rates.map((rate, i) => `${i ? "L" : "M"}${x(i)},${y(rate)}`).join("");
  const label = `${feature.name}: target rate from ${formatPercent(Math.min(...rates))} to ${formatPercent(Math.max(...rates))}`;
  return svg`<svg class="spark" role="img" aria-label=${label} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
    <line x2=${width} y1=${height - 1.5} y2=${height - 1.5} stroke="var(--theme-foreground-faintest)"></line>
    <path d=${line} fill="none" stroke=${targetColor.positive} stroke-width="1.6" stroke-linejoin="round"></path>
  </svg>`;
}

function Empty({name}: FeatureProfile, width: number, height: number): SVGElement {
  return svg`<svg class="spark" role="img" aria-label=${`${name}: no values`} width=${width} height=${height}></svg>`;
}
