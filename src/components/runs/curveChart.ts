import * as Plot from "@observablehq/plot";
import type {CurveSeries, LearningCurve} from "../../lib/experiment/experiment.js";
import {bestPoint, meanCurve} from "../../lib/experiment/learningCurve.js";
import {chartStyle, foldRadius, trainingDash} from "../encoding.js";
import {formatCount, formatMetric} from "../format.js";

export interface CurveChartOptions {
  width?: number;
  height?: number;
  color?: string;
  /** The first and the last step that are shown. */
  steps: readonly [number, number];
  /** A logarithmic axis of steps. */
  logarithmic?: boolean;
  /** Whether the axis reaches to the training curves as well. */
  withTraining?: boolean;
}

/** A metric by step: each fold, their mean and range in validation, training dashed, the best step of each fold marked. */
export function CurveChart(
  {metric, series}: LearningCurve,
  {width = 640, height = 300, color = "#4269d0", steps, logarithmic = false, withTraining = true}: CurveChartOptions
): SVGSVGElement | HTMLElement {
  const validation = series.filter(({part}) => part === "validation");
  const training = series.filter(({part}) => part === "training");
  const fitted = withTraining || validation.length === 0 ? series : validation;
  const values = fitted.flatMap((one) => pointsWithin(one, steps).map(({value}) => value));
  const mean = meanCurve(validation);
  const band = mean.steps.map((step, i) => ({step, value: mean.mean[i], low: mean.low[i], high: mean.high[i]}));
  const trainingMean = meanCurve(training);
  const bests = validation.flatMap(({fold, ...points}) => {
    const best = bestPoint(points, metric.direction);
    return best && best.step >= steps[0] && best.step <= steps[1] ? [{fold, ...best}] : [];
  });
  const best = bestPoint({steps: mean.steps, values: mean.mean}, metric.direction);
  const isFolded = validation.length > 1;
  const thin = {x: "step", y: "value", z: "fold", stroke: color, clip: true} as const;
  const ends = [
    {text: "validation", points: {steps: mean.steps, values: mean.mean}},
    {text: "training", points: {steps: trainingMean.steps, values: trainingMean.mean}}
  ].flatMap(({text, points}) => endWithin(text, points, steps));
  const [low, high] = [Math.min(...values), Math.max(...values)];

  return Plot.plot({
    width,
    height,
    marginLeft: 56,
    marginRight: 76,
    marginTop: 26,
    marginBottom: 40,
    ariaLabel: `${metric.title} by step, ${isFolded ? "for each fold and their mean, " : ""}in validation and training`,
    style: chartStyle,
    x: {
      type: logarithmic ? "log" : "linear",
      domain: logarithmic ? [Math.max(1, steps[0]), steps[1]] : [...steps],
      label: logarithmic ? "Step, logarithmic" : "Step",
      ticks: Math.max(2, width / 120),
      tickFormat: formatCount
    },
    y: {
      label: metric.title,
      grid: true,
      ticks: 5,
      domain: low < high ? [low - 0.04 * (high - low), high + 0.04 * (high - low)] : undefined
    },
    marks: [
      isFolded
        ? Plot.areaY(band, {x: "step", y1: "low", y2: "high", fill: color, fillOpacity: 0.12, clip: true})
        : null,
      Plot.line(flatten(training), {...thin, strokeDasharray: trainingDash, strokeWidth: 1, strokeOpacity: 0.7}),
      Plot.line(flatten(validation), {...thin, strokeWidth: 1, strokeOpacity: isFolded ? 0.35 : 0}),
      Plot.line(band, {x: "step", y: "value", stroke: color, strokeWidth: 2.2, clip: true}),
      Plot.dot(bests, {
        x: "step",
        y: "value",
        r: foldRadius,
        fill: color,
        clip: true,
        title: ({fold, step, value}) =>
          `Fold ${fold}: best ${formatMetric(value, metric.digits)} at step ${formatCount(step)}`
      }),
      best && best.step >= steps[0] && best.step <= steps[1]
        ? Plot.ruleX([best.step], {stroke: "currentColor", strokeOpacity: 0.5, strokeDasharray: "1,3"})
        : null,
      best && best.step >= steps[0] && best.step <= steps[1]
        ? Plot.text([best], {
            x: "step",
            frameAnchor: "top",
            lineAnchor: "bottom",
            dy: -4,
            textAnchor: best.step > (steps[0] + 3 * steps[1]) / 4 ? "end" : "start",
            text: ({step, value}) => `best ${formatMetric(value, metric.digits)} at ${formatCount(step)}`
          })
        : null,
      Plot.text(ends, {
        x: steps[1],
        y: ({value}) => Math.max(low, Math.min(high, value)),
        text: ({text, value}) => (value > high ? `${text} ↑` : value < low ? `${text} ↓` : text),
        textAnchor: "start",
        dx: 6
      }),
      Plot.tip(
        band,
        Plot.pointerX({
          x: "step",
          y: "value",
          title: ({step, value, low: lowest, high: highest}) =>
            `Step ${formatCount(step)}\nvalidation ${formatMetric(value, metric.digits)}${isFolded ? `\nfolds ${formatMetric(lowest, metric.digits)} to ${formatMetric(highest, metric.digits)}` : ""}${trainingAt(step)}`
        })
      )
    ]
  });

  function trainingAt(step: number): string {
    const index = trainingMean.steps.indexOf(step);
    return index < 0 ? "" : `\ntraining ${formatMetric(trainingMean.mean[index], metric.digits)}`;
  }
}

type Points = Pick<CurveSeries, "steps" | "values">;

const flatten = (series: readonly CurveSeries[]) =>
  series.flatMap(({fold, steps, values}) => steps.map((step, i) => ({fold, step, value: values[i]})));

function pointsWithin({steps, values}: Points, [from, to]: readonly [number, number]) {
  return steps.flatMap((step, i) => (step >= from && step <= to ? [{step, value: values[i]}] : []));
}

const endWithin = (text: string, points: Points, steps: readonly [number, number]) =>
  pointsWithin(points, steps)
    .slice(-1)
    .map(({value}) => ({text, value}));

/** Whether the training curves may be in view without making the validation's less than a quarter of the height. */
export function trainingFits({series}: LearningCurve, steps: readonly [number, number]): boolean {
  const rangeOf = (part: readonly CurveSeries[]) => {
    const values = part.flatMap((one) => pointsWithin(one, steps).map(({value}) => value));
    return Math.max(...values) - Math.min(...values);
  };
  const validation = series.filter(({part}) => part === "validation");
  return validation.length === 0 || rangeOf(series) <= 4 * rangeOf(validation);
}
