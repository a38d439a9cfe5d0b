import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {featureFlags, flagNames} from "./featureFlags.js";

/**
 * Features whose name contains the text and that carry the flag, one of exactly that name first; an empty text or flag
 * lets all pass.
 */
export function filterFeatures(features: readonly FeatureProfile[], {text = "", flag = ""} = {}): FeatureProfile[] {
  const wanted = text.trim().toLowerCase();
  const found = features.filter(
    (feature) =>
      feature.name.toLowerCase().includes(wanted) &&
      (flag === "" || featureFlags(feature).some(({name}) => name === flag))
  );
  const isExact = ({name}: FeatureProfile) => name.toLowerCase() === wanted;
  return [...found.filter(isExact), ...found.filter((feature) => !isExact(feature))];
}

/** How many features carry each flag, for those that any carries. */
export function flagCounts(features: readonly FeatureProfile[]): Map<string, number> {
  const flags = features.flatMap((feature) => featureFlags(feature).map(({name}) => name));
  const counts = flagNames.map((name): [string, number] => [name, flags.filter((flag) => flag === name).length]);
  return new Map(counts.filter(([, count]) => count > 0));
}
