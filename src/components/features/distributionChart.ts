import * as Plot from "@observablehq/plot";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {referenceColor, targetColor, testStroke} from "../encoding.js";
import {formatCount, formatPercent, formatValue} from "../format.js";
import {axisUnit, densityBins, displayRange} from "./density.js";
import {type FeatureChartOptions, featureFrame} from "./featureFrame.js";

/** Distributions of the rows with target 1 and of those with target 0, each with the area 1. */
export function DensityByTarget(
  feature: FeatureProfile,
  {width = 480, height = 200}: FeatureChartOptions = {}
): SVGSVGElement | HTMLElement {
  const bins = densityBins(feature);
  const domain = displayRange(bins);
  const positives = feature.positiveCounts.reduce((sum, count) => sum + count, 0);
  const negatives = feature.trainCounts.reduce((sum, count) => sum + count, 0) - positives;
  const classes = [
    {target: 1, total: positives, color: targetColor.positive, of: (bin: number) => feature.positiveCounts[bin]},
    {
      target: 0,
      total: negatives,
      color: targetColor.negative,
      of: (bin: number) => feature.trainCounts[bin] - feature.positiveCounts[bin]
    }
  ];
  return Plot.plot({
    ...featureFrame(feature, domain, {width, height}),
    ariaLabel: `Distribution of ${feature.name} by target`,
    y: {label: "Density", ticks: 4, grid: true},
    marks: [
      ...classes.flatMap(({target, total, color, of}) => {
        const steps = bins.map(({low, high}, bin) => ({
          value: Math.max(low, domain[0]),
          density: of(bin) / (total || 1) / (high - low || 1)
        }));
        const line = [...steps, {value: domain[1], density: steps.at(-1)?.density ?? 0}];
        return [
          Plot.lineY(line, {x: "value", y: "density", curve: "step-after", stroke: color, strokeWidth: 1.8}),
          Plot.text([steps.reduce((most, step) => (step.density > most.density ? step : most), steps[0])], {
            x: "value",
            y: "density",
            text: () => `target ${target}`,
            dy: -8,
            textAnchor: target === 1 ? "end" : "start",
            fill: "currentColor"
          })
        ];
      }),
      Plot.ruleY([0])
    ]
  });
}

/** 1.358 for a level of 5 %: A. N. Kolmogorov's asymptotic distribution. */
const kolmogorov95 = 1.3581;

/**
 * The cumulative share of test minus that of train at the edges of the bins, with the band that 95 of 100 pairs of
 * samples of one distribution stay in.
 */
export function CumulativeDifference(
  feature: FeatureProfile,
  {width = 480, height = 160}: FeatureChartOptions = {}
): SVGSVGElement | HTMLElement {
  const {unit} = axisUnit(feature);
  const domain = displayRange(densityBins(feature));
  const totals = [feature.trainCounts, feature.testCounts].map((counts) =>
    counts.reduce((sum, count) => sum + count, 0)
  );
  const [trainTotal, testTotal] = totals;
  let [train, test] = [0, 0];
  const points = feature.edges.map((edge, i) => {
    if (i > 0) {
      train += feature.trainCounts[i - 1];
      test += feature.testCounts[i - 1];
    }
    return {
      value: Math.max(domain[0], Math.min(domain[1], edge / unit)),
      difference: test / (testTotal || 1) - train / (trainTotal || 1)
    };
  });
  const band = kolmogorov95 * Math.sqrt(1 / (trainTotal || 1) + 1 / (testTotal || 1));
  const most = 1.2 * Math.max(band, ...points.map(({difference}) => Math.abs(difference)));
  return Plot.plot({
    ...featureFrame(feature, domain, {width, height}),
    ariaLabel: `Cumulative share of ${feature.name}, test minus train`,
    y: {label: "Test minus train (points)", percent: true, ticks: 4, grid: true, domain: [-100 * most, 100 * most]},
    marks: [
      Plot.rect([{low: -band, high: band}], {
        x1: domain[0],
        x2: domain[1],
        y1: "low",
        y2: "high",
        fill: referenceColor,
        fillOpacity: 0.12
      }),
      Plot.ruleY([0], {stroke: referenceColor}),
      Plot.lineY(points, {x: "value", y: "difference", stroke: testStroke, strokeWidth: 1.5}),
      Plot.dot(points, {
        x: "value",
        y: "difference",
        r: 2,
        fill: testStroke,
        title: ({value, difference}) =>
          `up to ${formatValue(value)}: ${formatPercent(difference, 2)} more of test than of train`
      })
    ]
  });
}

/** “The cumulative shares stay within what sampling alone gives (1.4 points at 20,000 and 20,000 rows).” */
export function cumulativeFinding({drift, trainCounts, testCounts}: FeatureProfile): string {
  const [train, test] = [trainCounts, testCounts].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (drift === undefined || train === 0 || test === 0) return "";
  const band = kolmogorov95 * Math.sqrt(1 / train + 1 / test);
  const rows = `${formatCount(train)} and ${formatCount(test)} rows`;
  return drift.kolmogorovSmirnov <= band
    ? `Train and test differ by at most ${formatPercent(drift.kolmogorovSmirnov)} in cumulative share; sampling alone gives up to ${formatPercent(band)} in 95 of 100 features of ${rows}.`
    : `Train and test differ by ${formatPercent(drift.kolmogorovSmirnov)} in cumulative share, where sampling alone gives up to ${formatPercent(band)} in 95 of 100 features of ${rows}.`;
}
