import {nearestName} from "../../lib/nearestName.js";
import type {FeatureProfile, FeatureProfiles} from "../../lib/profile/featureProfile.js";
import {aucInterval} from "../../lib/statistics/rankAuc.js";
import {differenceInterval} from "../../lib/statistics/wilsonInterval.js";
import {formatCount, formatMetric, formatPercent} from "../format.js";
import {type FeatureFlag, featureFlags, flagLimits, isBeyondChance, reach, valuedRows} from "./featureFlags.js";

/** “No feature alone predicts the target well: the best, var_81, reaches an AUC of 0.5712 (95 % interval 0.5590 to 0.5834)”. */
export function featuresFinding({features}: Pick<FeatureProfiles, "features">): string {
  if (features.length === 0) return "The data has no features";
  const ranked = features.flatMap((feature) => {
    const auc = reach(feature);
    return auc === undefined ? [] : [{feature, auc}];
  });
  const [first, ...others] = ranked;
  if (first === undefined) return "No feature can be ranked: none has values in rows of both targets";
  const {feature, auc} = others.reduce((best, next) => (next.auc > best.auc ? next : best), first);
  const {positives, negatives} = valuedRows(feature);
  const [low, high] = aucInterval(auc, positives, negatives);
  const best = `the best, ${feature.name}, reaches an AUC of ${formatMetric(auc)} (95 % interval ${formatMetric(low)} to ${formatMetric(high)})`;
  if (!isBeyondChance(feature, ranked.length)) return `No feature alone does better than chance: ${best}`;
  return low < 0.65 ? `No feature alone predicts the target well: ${best}` : `One feature stands out: ${best}`;
}

/** “None of 200 features drifts between train and test (population stability index from 0.1 on), …” */
export function driftFinding({features}: Pick<FeatureProfiles, "features">): string {
  const flagged = (flag: FeatureFlag["name"]) =>
    features.filter((feature) => featureFlags(feature).some(({name}) => name === flag)).length;
  const drifting = flagged("drifts");
  const missing = flagged("missing values");
  const empty = features.filter(({drift}) => drift === undefined).length;
  const compared = formatCount(features.length - empty);
  const drifts =
    drifting === 0
      ? `None of ${compared} features drifts`
      : `${formatCount(drifting)} of ${compared} features ${drifting === 1 ? "drifts" : "drift"}`;
  const gaps =
    missing === 0 ? "no value is missing" : `${formatCount(missing)} ${missing === 1 ? "has" : "have"} missing values`;
  const absent =
    empty === 0 ? "" : ` ${formatCount(empty)} more ${empty === 1 ? "has" : "have"} no values in train or test.`;
  return `${drifts} between train and test (population stability index from ${flagLimits.drift} on), and ${gaps}.${absent}`;
}

/** The first sentence about a feature, and what it rests on where it compares anything. */
export interface TargetRateFinding {
  title: string;
  basis?: string;
}

/**
 * “Target 1 grows from 7.1 % to 15.2 % along var_81”: the rates of the lowest and the highest quarter of the rows, if
 * their difference is beyond its 95 % error.
 */
export function targetRateFinding({name, train, trainCounts, positiveCounts}: FeatureProfile): TargetRateFinding {
  if (train.distinct === 0) return {title: `${name} has no values in train`};
  if (train.distinct === 1) return {title: `${name} has a single value in train`};
  const bins = trainCounts.map((rows, i): Rate => [positiveCounts[i] ?? 0, rows]);
  const [low, high] = [quarter(bins), quarter(bins.toReversed())];
  // Where most rows have one value, the quarters are the same rows.
  if (low[1] + high[1] > sumOfRows(bins)) return {title: `Most rows have about the same value of ${name}`};
  const [lowRate, highRate] = [low, high].map(([positives, rows]) => formatPercent(positives / rows));
  const [from, to] = differenceInterval(low, high);
  const points = [from, to].map((share) => formatPercent(share).replace(" %", ""));
  return {
    title:
      from > 0 || to < 0
        ? `Target 1 ${from > 0 ? "grows" : "falls"} from ${lowRate} to ${highRate} along ${name}`
        : `No clear trend of target 1 along ${name}: ${lowRate} at its low end, ${highRate} at its high end`,
    basis: `The title compares the lowest quarter of the rows (${formatCount(low[1])}) with the highest (${formatCount(high[1])}): 95 % interval of the difference ${points[0]} to ${points[1]} percentage points.`
  };
}

/** “Alone, var_81 reaches an AUC of 0.5651 (95 % interval 0.5510 to 0.5792); target 1 falls along it.” */
export function aloneFinding(feature: FeatureProfile): string {
  const auc = reach(feature);
  const {positives, negatives} = valuedRows(feature);
  if (auc === undefined) return "It has no AUC: there are no values in rows of both targets.";
  const [low, high] = aucInterval(auc, positives, negatives);
  const measured = `${formatMetric(auc)} (95 % interval ${formatMetric(low)} to ${formatMetric(high)})`;
  if (low <= 0.5) return `Alone, ${feature.name} has an AUC of ${measured}: no clear trend.`;
  return `Alone, ${feature.name} has an AUC of ${measured}; target 1 ${(feature.auc ?? 0.5) < 0.5 ? "falls" : "grows"} along it.`;
}

/** What a link to a feature that is not there gets; undefined if it is there or none is asked for. */
export function unknownFeature(name: string, {features}: Pick<FeatureProfiles, "features">): string | undefined {
  if (name === "" || features.some((feature) => feature.name === name)) return undefined;
  const near = nearestName(
    name,
    features.map((feature) => feature.name)
  );
  return `There is no feature ${name}${near === undefined ? "." : `; did you mean ${near}?`}`;
}

type Rate = [positives: number, rows: number];

const sumOfRows = (bins: readonly Rate[]): number => bins.reduce((sum, [, rows]) => sum + rows, 0);

/** Of the first bins that hold a quarter of the rows. */
function quarter(bins: readonly Rate[]): Rate {
  const wanted = sumOfRows(bins) / 4;
  let [positives, rows] = [0, 0];
  for (const bin of bins) {
    if (rows >= wanted) break;
    positives += bin[0];
    rows += bin[1];
  }
  return [positives, rows];
}
