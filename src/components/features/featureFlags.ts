import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {formatCount, formatMetric, formatValue} from "../format.js";

/** What is remarkable about a feature, in words. */
export interface FeatureFlag {
  name: "constant" | "missing values" | "few values" | "skewed" | "drifts" | "strong";
  reason: string;
}

export const flagNames: readonly FeatureFlag["name"][] = [
  "constant",
  "missing values",
  "few values",
  "skewed",
  "drifts",
  "strong"
];

/** Usual limits: a population stability index from 0.1 is a shift, a skewness beyond ±1 is high. */
export const flagLimits = {drift: 0.1, skewness: 1, distinctShare: 0.02, strength: 0.05} as const;

/** How far a feature alone gets from guessing, whichever way the relation goes. */
export const strength = ({auc}: Pick<FeatureProfile, "auc">): number => Math.abs(auc - 0.5);

export function featureFlags(feature: FeatureProfile): FeatureFlag[] {
  const {train, test, drift} = feature;
  const flags: FeatureFlag[] = [];
  if (train.distinct <= 1) flags.push({name: "constant", reason: "has one value only"});
  else if (train.distinct < flagLimits.distinctShare * train.rows)
    flags.push({
      name: "few values",
      reason: `has ${formatCount(train.distinct)} different values in ${formatCount(train.rows)} rows`
    });
  if (train.missing + test.missing > 0)
    flags.push({
      name: "missing values",
      reason: `misses ${formatCount(train.missing)} values in train and ${formatCount(test.missing)} in test`
    });
  if (Math.abs(train.skewness) >= flagLimits.skewness)
    flags.push({name: "skewed", reason: `has a skewness of ${formatValue(train.skewness)}`});
  if (drift.populationStabilityIndex >= flagLimits.drift)
    flags.push({
      name: "drifts",
      reason: `is distributed differently in test (population stability index ${formatValue(drift.populationStabilityIndex, 3)})`
    });
  if (strength(feature) >= flagLimits.strength)
    flags.push({name: "strong", reason: `separates the target alone with an AUC of ${formatMetric(feature.auc)}`});
  return flags;
}
