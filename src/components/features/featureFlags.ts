import {stabilityIndexByChance} from "../../lib/drift/populationStabilityIndex.js";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {aucStandardErrorByChance} from "../../lib/statistics/rankAuc.js";
import {formatCount, formatMetric, formatValue} from "../format.js";

/** What is remarkable about a feature, in words. */
export interface FeatureFlag {
  name: "no values" | "constant" | "missing values" | "infinite values" | "few values" | "skewed" | "drifts" | "strong";
  reason: string;
}

export const flagNames: readonly FeatureFlag["name"][] = [
  "no values",
  "constant",
  "missing values",
  "infinite values",
  "few values",
  "skewed",
  "drifts",
  "strong"
];

/** Usual limits: a population stability index from 0.1 is a shift, a skewness beyond ±1 is high. */
export const flagLimits = {drift: 0.1, skewness: 1, distinctShare: 0.02, strength: 0.05} as const;

/** How far a feature alone gets from guessing, whichever way the relation goes; undefined where it has no AUC. */
const strength = ({auc}: Pick<FeatureProfile, "auc">): number | undefined =>
  auc === undefined ? undefined : Math.abs(auc - 0.5);

/** The AUC of a feature alone if it may be turned round: 0.5 or more. */
export const reach = (feature: Pick<FeatureProfile, "auc">): number | undefined => {
  const distance = strength(feature);
  return distance === undefined ? undefined : 0.5 + distance;
};

/** The training rows with a value, by their target. */
export function valuedRows({trainCounts, positiveCounts}: Pick<FeatureProfile, "trainCounts" | "positiveCounts">): {
  positives: number;
  negatives: number;
} {
  const positives = sum(positiveCounts);
  return {positives, negatives: sum(trainCounts) - positives};
}

/**
 * Whether chance alone hardly ever gives a feature without any effect such an AUC: among all features together, in
 * fewer than 1 of 20 tables (Bonferroni, with the tail of the normal distribution bounded from above).
 */
export function isBeyondChance(feature: FeatureProfile, features: number): boolean {
  const distance = strength(feature);
  const {positives, negatives} = valuedRows(feature);
  if (distance === undefined || positives === 0 || negatives === 0) return false;
  const deviations = Math.sqrt(2 * Math.log((2 * features) / 0.05));
  return distance > deviations * aucStandardErrorByChance(positives, negatives);
}

/** A single feature is judged as one of this many that a reader looks at. */
const usualFeatures = 200;

export function featureFlags(feature: FeatureProfile): FeatureFlag[] {
  const {train, test, drift, trainCounts, testCounts} = feature;
  const flags: FeatureFlag[] = [];
  if (train.distinct === 0) flags.push({name: "no values", reason: "has no values in train"});
  else if (train.distinct === 1) flags.push({name: "constant", reason: "has one value only"});
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
  if (train.infinite + test.infinite > 0)
    flags.push({
      name: "infinite values",
      reason: `has ${formatCount(train.infinite)} infinite values in train and ${formatCount(test.infinite)} in test, which its statistics leave out`
    });
  if (Math.abs(train.skewness ?? 0) >= flagLimits.skewness)
    flags.push({name: "skewed", reason: `has a skewness of ${formatValue(train.skewness)}`});
  const byChance = stabilityIndexByChance(trainCounts.length, sum(trainCounts), sum(testCounts));
  const stabilityIndex = drift?.populationStabilityIndex ?? 0;
  if (stabilityIndex >= flagLimits.drift && stabilityIndex > byChance)
    flags.push({
      name: "drifts",
      reason: `is distributed differently in test (population stability index ${formatValue(stabilityIndex, 3)})`
    });
  if ((strength(feature) ?? 0) >= flagLimits.strength && isBeyondChance(feature, usualFeatures))
    flags.push({
      name: "strong",
      reason: `separates the target alone with an AUC of ${formatMetric(reach(feature))}`
    });
  return flags;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
