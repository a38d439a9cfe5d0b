import * as Plot from "@observablehq/plot";
import type {FeatureImportance} from "../../lib/experiment/experiment.js";
import {chartStyle, foldOpacity, foldRadius, meanStrokeWidth} from "../encoding.js";
import {formatCount, formatPercent} from "../format.js";

export interface ImportanceChartOptions {
  width?: number;
  kind?: "gain" | "split";
  /** How many features to show, the most important first. */
  limit?: number;
  color?: string;
}

const kinds = {
  gain: "Loss reduction by the feature’s splits (gain)",
  split: "Splits on the feature"
};

/** One row a feature: a dot for each fold's model, a tick for their mean. */
export function ImportanceChart(
  importance: readonly FeatureImportance[],
  {width = 480, kind = "gain", limit = 20, color = "#4269d0"}: ImportanceChartOptions = {}
): SVGSVGElement | HTMLElement {
  const mean = (feature: FeatureImportance) =>
    feature[kind].reduce((sum, value) => sum + value, 0) / feature[kind].length;
  const top = importance.toSorted((a, b) => mean(b) - mean(a)).slice(0, limit);
  const folds = top.flatMap(({feature, [kind]: values}) => values.map((value, fold) => ({feature, value, fold})));

  return Plot.plot({
    width,
    height: 48 + 18 * top.length,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 40,
    ariaLabel: `Importance of the ${top.length} most important features, by fold`,
    style: chartStyle,
    x: {
      label: kinds[kind],
      grid: true,
      zero: true,
      ticks: Math.max(3, width / 110),
      tickFormat: "~s"
    },
    y: {domain: top.map(({feature}) => feature), label: null, tickSize: 0},
    marks: [
      Plot.ruleX([0]),
      Plot.dot(folds, {
        x: "value",
        y: "feature",
        r: foldRadius,
        fill: color,
        fillOpacity: foldOpacity,
        title: ({feature, value, fold}) => `${feature}, fold ${fold}\n${kind} ${formatCount(Math.round(value))}`
      }),
      Plot.tickX(top, {x: mean, y: "feature", stroke: color, strokeWidth: meanStrokeWidth, insetTop: 3, insetBottom: 3})
    ]
  });
}

/** “var_81 has the highest gain; 20 of 200 features have 48 % of it”, in these folds' models. */
export function importanceFinding(importance: readonly FeatureImportance[], {limit = 20} = {}): string {
  if (importance.length === 0) return "No importances were recorded";
  const gains = importance.map(({gain}) => gain.reduce((sum, value) => sum + value, 0)).sort((a, b) => b - a);
  const total = gains.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return "No feature has a gain: the models have no splits";
  const used = gains.filter((gain) => gain > 0).length;
  const top = Math.min(limit, used);
  const share = gains.slice(0, top).reduce((sum, value) => sum + value, 0) / total;
  return `${importance[0].feature} has the highest gain; ${top} of ${formatCount(used)} features used have ${formatPercent(share, 0)} of it`;
}
