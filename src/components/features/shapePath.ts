import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import type {FeatureShape} from "../../lib/profile/modelShape.js";
import {axisUnit, densityBins, displayRange} from "./density.js";

/** A step function as points of a line, cut to what is shown. */
export interface ShapeStep {
  low: number;
  high: number;
  value: number;
  least: number;
  greatest: number;
}

/** The steps of a shape within a range, both in units of the profile's axis. */
export function shapeSteps(
  {thresholds, values, least, greatest}: FeatureShape,
  profile: Pick<FeatureProfile, "edges">,
  [low, high]: readonly [number, number]
): ShapeStep[] {
  const {unit} = axisUnit(profile);
  return Array.from(values, (value, step) => ({
    low: Math.max(low, step === 0 ? -Infinity : thresholds[step - 1] / unit),
    high: Math.min(high, (thresholds[step] ?? Infinity) / unit),
    value,
    least: least[step],
    greatest: greatest[step]
  })).filter((step) => step.low < step.high);
}

/** Where most of a feature's values are, in units of its axis. */
export function shownRange(profile: FeatureProfile): [number, number] {
  return displayRange(densityBins(profile));
}

/** Target 1 in a tenth of the training rows, as log-odds beside those of all rows. */
export interface RateDot {
  /** In the middle of the tenth, in units of the axis. */
  value: number;
  logOdds: number;
  rows: number;
  positives: number;
}

/** Half a row is added to each class, so that a tenth of one class has its place. */
export function rateDots({rates, train, edges}: FeatureProfile, positiveRate: number): RateDot[] {
  const base = Math.log(positiveRate / (1 - positiveRate));
  const {unit} = axisUnit({edges});
  return rates.upper.map((upper, i) => {
    const [rows, positives] = [rates.rows[i], rates.positives[i]];
    const below = rates.upper[i - 1] ?? train.minimum ?? upper;
    return {
      value: (below / unit + upper / unit) / 2,
      logOdds: Math.log((positives + 0.5) / (rows - positives + 0.5)) - base,
      rows,
      positives
    };
  });
}

/** The largest distance from 0 of all curves, so that they share a scale. */
export function largestEffect(features: readonly FeatureShape[]): number {
  let most = 0;
  for (const {values} of features) for (const value of values) most = Math.max(most, Math.abs(value));
  return most || 1;
}
