import * as Plot from "@observablehq/plot";
import type {RunDetail} from "../../lib/experiment/crossValidation.js";
import {metricDefinition} from "../../lib/metrics/metrics.js";
import {chartStyle, foldOpacity, trainingDash} from "../encoding.js";
import {formatCount, formatMetric} from "../format.js";
import {inSentence} from "./verdictWords.js";

export interface LearningCurvesOptions {
  width?: number;
  height?: number;
  metric?: "auc" | "logloss";
  color?: string;
}

/** One line a fold: validation solid, training dashed, over the number of trees. */
export function LearningCurves(
  {folds}: Pick<RunDetail, "folds">,
  {width = 480, height = 260, metric = "auc", color = "#4269d0"}: LearningCurvesOptions = {}
): SVGSVGElement | HTMLElement {
  const points = folds.flatMap(({fold, curves}) => {
    const {iterations, training, validation} = curves[metric];
    return iterations.map((trees, i) => ({fold, trees, training: training[i], validation: validation[i]}));
  });
  const ends = folds.flatMap(({curves}) => {
    const {iterations, training, validation} = curves[metric];
    const last = iterations.length - 1;
    return last < 0 ? [] : [{trees: iterations[last], training: training[last], validation: validation[last]}];
  });
  const line = {x: "trees", z: "fold", stroke: color, strokeOpacity: foldOpacity};

  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    marginRight: 72,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: `${metricDefinition(metric).title} by number of trees, for each fold, in training and validation`,
    style: chartStyle,
    x: {label: "Trees", ticks: Math.max(2, width / 120), tickFormat: formatCount},
    y: {label: metricDefinition(metric).title, grid: true, nice: true, ticks: 5, insetBottom: 8},
    marks: [
      Plot.lineY(points, {...line, y: "training", strokeDasharray: trainingDash, strokeWidth: 1.2}),
      Plot.lineY(points, {...line, y: "validation", strokeWidth: 1.5}),
      ...endLabels(ends, metric),
      Plot.tip(
        points,
        Plot.pointerX({
          x: "trees",
          y: "validation",
          title: ({fold, trees, training, validation}) =>
            `Fold ${fold}, ${formatCount(trees)} trees\nvalidation ${formatMetric(validation)}\ntraining ${formatMetric(training)}`
        })
      )
    ]
  });
}

/** Whether there is anything to draw. */
export function hasCurves({folds}: Pick<RunDetail, "folds">): boolean {
  return folds.some(({curves}) => curves.auc.iterations.length > 0 || curves.logloss.iterations.length > 0);
}

/** Labels at the right, on the side of the other line's far end, so that they part even where the lines meet. */
function endLabels(ends: {trees: number; training: number; validation: number}[], metric: "auc" | "logloss") {
  if (ends.length === 0) return [];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const trees = Math.max(...ends.map((end) => end.trees));
  const training = mean(ends.map((end) => end.training));
  const validation = mean(ends.map((end) => end.validation));
  const trainingAbove = metric === "auc" ? training >= validation : training > validation;
  const label = (text: string, y: number, above: boolean) =>
    Plot.text([{trees, y}], {
      x: "trees",
      y: "y",
      text: () => text,
      textAnchor: "start",
      lineAnchor: above ? "bottom" : "top",
      dx: 6,
      dy: above ? 3 : -3
    });
  return [label("training", training, trainingAbove), label("validation", validation, !trainingAbove)];
}

/** Differences below this say nothing. */
const negligible = 0.0005;

/** How the findings are made, for the line under a chart. */
export const curveNote = `One line a fold; validation is solid, training dashed. The title compares means over the folds at the end and a tenth of the trees before it; less than ${negligible} is no change.`;

/**
 * “Validation AUC still improves at 2,200 trees; training AUC is 0.059 higher”: whether the last tenth of the trees
 * still helps, and how far the model is from what it has seen. Means over the folds.
 */
export function curveFinding({folds}: Pick<RunDetail, "folds">, metric: "auc" | "logloss"): string {
  const {title, direction} = metricDefinition(metric);
  const name = inSentence(title);
  const curves = folds.map(({curves}) => curves[metric]).filter(({iterations}) => iterations.length > 1);
  if (curves.length === 0) return `No ${name} was recorded by iteration`;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const gain = mean(
    curves.map(({iterations, validation}) => {
      const last = iterations.length - 1;
      const before = iterations.findIndex((trees) => trees >= 0.9 * iterations[last]);
      return (direction === "higher" ? 1 : -1) * (validation[last] - validation[Math.min(before, last - 1)]);
    })
  );
  const trees = formatCount(Math.max(...curves.map(({iterations}) => iterations[iterations.length - 1])));
  const gap = mean(
    curves.map(({training, validation}) => training[training.length - 1] - validation[validation.length - 1])
  );
  const trend =
    gain > negligible
      ? `still improves at ${trees} trees`
      : gain < -negligible
        ? `has worsened by ${trees} trees`
        : `has levelled off by ${trees} trees`;
  const distance =
    Math.abs(gap) < negligible ? "the same" : `${formatMetric(Math.abs(gap), 3)} ${gap > 0 ? "higher" : "lower"}`;
  return `Validation ${name} ${trend}; training ${name} is ${distance}`;
}
