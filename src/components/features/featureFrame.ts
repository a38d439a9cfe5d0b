import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {chartStyle} from "../encoding.js";
import {axisLabel} from "./density.js";

export interface FeatureChartOptions {
  width?: number;
  height?: number;
}

/**
 * What the charts of a feature have in common, so that they stand above each other with one axis; on the right there is
 * room for the label of a rule.
 * @param domain of the feature, in units of its axis
 */
export function featureFrame(
  feature: Pick<FeatureProfile, "name" | "edges">,
  domain: readonly [number, number],
  {width, height}: Required<FeatureChartOptions>
) {
  return {
    width,
    height,
    marginLeft: 44,
    marginRight: 52,
    marginTop: 28,
    marginBottom: 36,
    style: chartStyle,
    x: {label: axisLabel(feature), domain: [...domain], ticks: Math.max(3, width / 90)}
  };
}
