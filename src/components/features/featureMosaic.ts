import * as Plot from "@observablehq/plot";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {chartStyle} from "../encoding.js";
import {formatMetric} from "../format.js";
import {densityBins, displayRange, hasValues} from "./density.js";

export interface FeatureMosaicOptions {
  width?: number;
  /** How far each feature moves the score on average, by name; the colour. */
  importance: ReadonlyMap<string, number>;
}

/** Every feature's distribution in one picture, in the table's order; the more it moves the score, the darker. */
export function FeatureMosaic(
  features: readonly FeatureProfile[],
  {width = 960, importance}: FeatureMosaicOptions
): SVGSVGElement | HTMLElement {
  const columns = Math.max(6, Math.min(25, Math.floor(width / 46)));
  const shown = features.filter(hasValues);
  const rows = Math.ceil(shown.length / columns);
  const cells = shown.flatMap((feature, index) => {
    const bins = densityBins(feature);
    const [low, high] = displayRange(bins);
    const top = Math.max(...bins.map(({trainDensity}) => trainDensity)) || 1;
    const x = index % columns;
    const y = Math.floor(index / columns);
    const at = (value: number) => x + 0.08 + (0.84 * (Math.max(low, Math.min(high, value)) - low)) / (high - low || 1);
    return bins.map((bin) => ({
      feature,
      x1: at(bin.low),
      x2: at(bin.high),
      y1: y + 0.95,
      y2: y + 0.95 - (0.65 * bin.trainDensity) / top
    }));
  });
  const labels = shown.map((feature, index) => ({
    name: feature.name,
    x: (index % columns) + 0.5,
    y: Math.floor(index / columns) + 0.2
  }));
  return Plot.plot({
    width,
    height: (rows * 44 * width) / (46 * columns) + 4,
    margin: 2,
    ariaLabel: "Distributions of all features, coloured by how far each moves the score",
    style: {...chartStyle, fontSize: "8px"},
    x: {axis: null, domain: [0, columns]},
    y: {axis: null, domain: [rows || 1, 0]},
    marks: [
      Plot.rect(cells, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fill: ({feature}) => mix(share(feature.name, importance))
      }),
      Plot.text(labels, {x: "x", y: "y", text: "name", fill: "currentColor"}),
      Plot.tip(
        labels,
        Plot.pointer({
          x: "x",
          y: "y",
          maxRadius: 40,
          fontSize: 12,
          title: ({name}) => `${name}: moves the log-odds by ${formatMetric(importance.get(name), 3)} on average`
        })
      )
    ]
  });
}

function share(name: string, importance: ReadonlyMap<string, number>): number {
  const most = Math.max(...importance.values(), 1e-300);
  return (importance.get(name) ?? 0) / most;
}

/** Colours that follow the theme have to be mixed by the style sheet. */
const mix = (amount: number) =>
  `color-mix(in oklab, var(--theme-foreground-focus) ${Math.round(100 * amount)}%, var(--train-fill))`;
