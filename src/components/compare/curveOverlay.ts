import * as Plot from "@observablehq/plot";
import type {LearningCurve} from "../../lib/experiment/experiment.js";
import {bestPoint, meanCurve} from "../../lib/experiment/learningCurve.js";
import {chartStyle} from "../encoding.js";
import {formatCount, formatMetric} from "../format.js";

/** A run with its learning curve of the metric that is shown. */
export interface CurveOfRun {
  name: string;
  color: string;
  curve: LearningCurve;
}

export interface CurveOverlayOptions {
  width?: number;
  height?: number;
}

const validationOf = ({series}: LearningCurve) => series.filter(({part}) => part === "validation");

/** Mean over the folds in validation, with its best step. */
function summarize({name, color, curve}: CurveOfRun) {
  const mean = meanCurve(validationOf(curve));
  const best = bestPoint({steps: mean.steps, values: mean.mean}, curve.metric.direction);
  const points = mean.steps.map((step, i) => ({
    name,
    color,
    step,
    value: mean.mean[i],
    low: mean.low[i],
    high: mean.high[i]
  }));
  return {name, color, points, best: best && {name, color, ...best}};
}

/**
 * The validation curves of several runs: a line for the mean over the folds, a band from the lowest to the highest
 * fold, the best step marked. The axis shows what happens after the first tenth of each run's steps.
 */
export function CurveOverlay(
  runs: readonly CurveOfRun[],
  {width = 480, height = 300}: CurveOverlayOptions = {}
): SVGSVGElement | HTMLElement {
  const [{curve}] = runs;
  const {metric} = curve;
  const summaries = runs.map(summarize).filter(({points}) => points.length > 0);
  const points = summaries.flatMap((one) => one.points);
  const bests = summaries.flatMap(({best}) => best ?? []);
  const late = summaries.flatMap((one) => {
    const last = one.points[one.points.length - 1].step;
    return one.points.filter(({step}) => step >= 0.1 * last).flatMap(({low, high}) => [low, high]);
  });
  const [low, high] = [Math.min(...late), Math.max(...late)];
  const margin = 0.06 * (high - low);
  const shared = {x: "step", z: "name", clip: true} as const;
  return Plot.plot({
    width,
    height,
    marginLeft: 56,
    marginRight: 16,
    marginTop: 26,
    marginBottom: 40,
    ariaLabel: `${metric.title} in validation by step, of ${summaries.map(({name}) => name).join(", ")}`,
    style: chartStyle,
    x: {label: "Step", ticks: Math.max(2, width / 120), tickFormat: formatCount},
    y: {label: metric.title, grid: true, ticks: 5, domain: high > low ? [low - margin, high + margin] : undefined},
    marks: [
      Plot.areaY(points, {...shared, y1: "low", y2: "high", fill: "color", fillOpacity: 0.13}),
      Plot.line(points, {...shared, y: "value", stroke: "color", strokeWidth: 2}),
      Plot.dot(bests, {x: "step", y: "value", r: 4.5, fill: "color", stroke: "var(--theme-background)"}),
      ...bests.flatMap((best, i) => {
        // In the corner that curves of such a metric leave free.
        const corner = metric.direction === "lower" ? "top-right" : "bottom-right";
        const dy = metric.direction === "lower" ? 10 + 16 * i : -10 - 16 * (bests.length - 1 - i);
        const place = {frameAnchor: corner, dy, stroke: "var(--theme-background)", strokeWidth: 4} as const;
        const text = `${best.name}: best ${formatMetric(best.value, metric.digits)} at ${formatCount(best.step)}`;
        return [
          Plot.text([text], {...place, dx: -14, fill: "currentColor"}),
          Plot.text(["●"], {...place, dx: -2, fill: best.color})
        ];
      }),
      Plot.tip(
        points,
        Plot.pointer({
          x: "step",
          y: "value",
          title: ({name, step, value, low: lowest, high: highest}) =>
            `${name}, step ${formatCount(step)}\nmean ${formatMetric(value, metric.digits)}\nfolds ${formatMetric(lowest, metric.digits)} to ${formatMetric(highest, metric.digits)}`
        })
      )
    ]
  });
}

/** “Validation AUC is best at step 1,800 of 1,800 for a, 950 of 1,000 for b”, by the mean over the folds. */
export function curveOverlayFinding(runs: readonly CurveOfRun[]): string {
  const [{curve}] = runs;
  const parts = runs.map(summarize).flatMap(({name, points, best}) => {
    const last = points.at(-1)?.step;
    return best && last !== undefined ? [`${formatCount(best.step)} of ${formatCount(last)} for ${name}`] : [];
  });
  const title = curve.metric.title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return parts.length === 0
    ? `No ${title} was recorded in validation`
    : `Validation ${title} is best at step ${parts.join(", ")}`;
}

export const curveData = (runs: readonly CurveOfRun[]) =>
  runs.flatMap((one) =>
    summarize(one).points.map(({name, step, value, low, high}) => ({run: name, step, mean: value, low, high}))
  );
