import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {featureFlags} from "./featureFlags.js";

/** Features whose name contains the text and that carry the flag; an empty text or flag lets all pass. */
export function filterFeatures(features: readonly FeatureProfile[], {text = "", flag = ""} = {}): FeatureProfile[] {
  const wanted = text.trim().toLowerCase();
  return features.filter(
    (feature) =>
      feature.name.toLowerCase().includes(wanted) &&
      (flag === "" || featureFlags(feature).some(({name}) => name === flag))
  );
}
