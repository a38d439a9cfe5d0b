import type {FeatureProfile, FeatureProfiles} from "../../lib/profile/featureProfile.js";
import {formatCount, formatMetric, formatPercent} from "../format.js";
import {densityBins} from "./density.js";
import {featureFlags, flagLimits, strength} from "./featureFlags.js";

/** “No feature alone tells much: the best, var_81, reaches an AUC of 0.5712”. */
export function featuresFinding({features}: Pick<FeatureProfiles, "features">): string {
  if (features.length === 0) return "The data has no features";
  const best = features.reduce((a, b) => (strength(b) > strength(a) ? b : a));
  const reach = 0.5 + strength(best);
  const opening = reach < 0.65 ? "No feature alone tells much: the best" : "One feature stands out: the best";
  return `${opening}, ${best.name}, reaches an AUC of ${formatMetric(reach)}`;
}

/** “None of 200 features drifts between train and test.” */
export function driftFinding({features}: Pick<FeatureProfiles, "features">): string {
  const drifting = features.filter(({drift}) => drift.populationStabilityIndex >= flagLimits.drift);
  const missing = features.filter((feature) => featureFlags(feature).some(({name}) => name === "missing values"));
  const drifts =
    drifting.length === 0
      ? `None of ${formatCount(features.length)} features drifts between train and test`
      : `${formatCount(drifting.length)} of ${formatCount(features.length)} features ${drifting.length === 1 ? "drifts" : "drift"} between train and test`;
  const gaps =
    missing.length === 0
      ? "no value is missing"
      : `${formatCount(missing.length)} ${missing.length === 1 ? "has" : "have"} missing values`;
  return `${drifts}, and ${gaps}.`;
}

/** “Target 1 grows from 7.1% to 15.2% along var_81”: the mean rates of the lowest and highest quarter of the rows. */
export function targetRateFinding(feature: FeatureProfile): string {
  const bins = densityBins(feature);
  const low = quarterRate(bins, feature);
  const high = quarterRate(bins.toReversed(), {positiveCounts: feature.positiveCounts.toReversed()});
  const verb = Math.abs(high - low) < 0.005 ? "stays near" : high > low ? "grows from" : "falls from";
  return verb === "stays near"
    ? `Target 1 is about as frequent at both ends of ${feature.name}: ${formatPercent(low)} and ${formatPercent(high)}`
    : `Target 1 ${verb} ${formatPercent(low)} to ${formatPercent(high)} along ${feature.name}`;
}

function quarterRate(bins: {trainRows: number}[], {positiveCounts}: Pick<FeatureProfile, "positiveCounts">): number {
  const quarter = bins.reduce((sum, {trainRows}) => sum + trainRows, 0) / 4;
  let rows = 0;
  let positives = 0;
  for (let i = 0; i < bins.length && rows < quarter; ++i) {
    rows += bins[i].trainRows;
    positives += positiveCounts[i];
  }
  return rows ? positives / rows : 0;
}
