import {correctedInterval, type Interval} from "../metrics/spread.js";
import type {CurveSeries, LearningCurve} from "./experiment.js";
import type {Direction} from "./metricColumn.js";

/** Several curves as one: their mean and range, at the steps that all of them have. */
export interface MeanCurve {
  /** Ascending. */
  steps: number[];
  mean: number[];
  low: number[];
  high: number[];
}

type Points = Pick<CurveSeries, "steps" | "values">;

export function meanCurve(series: readonly Points[]): MeanCurve {
  const at = series.map(({steps, values}) => new Map(steps.map((step, i) => [step, values[i]])));
  const result: MeanCurve = {steps: [], mean: [], low: [], high: []};
  for (const step of series[0]?.steps ?? []) {
    const values = at.flatMap((curve) => curve.get(step) ?? []);
    if (values.length < at.length) continue;
    result.steps.push(step);
    result.mean.push(values.reduce((sum, value) => sum + value, 0) / values.length);
    result.low.push(Math.min(...values));
    result.high.push(Math.max(...values));
  }
  return result;
}

export interface CurvePoint {
  step: number;
  value: number;
}

/** The best value, at the first step that has it; undefined without any. */
export function bestPoint({steps, values}: Points, direction: Direction): CurvePoint | undefined {
  let best: CurvePoint | undefined;
  for (const [i, value] of values.entries())
    if (best === undefined || (direction === "lower" ? value < best.value : value > best.value))
      best = {step: steps[i], value};
  return best;
}

/** A mean over the folds, with its interval where there are folds enough. */
export interface FoldMean {
  mean: number;
  interval?: Interval;
}

/** What a learning curve says in numbers. */
export interface CurveSummary {
  folds: number;
  /** The last step that all folds have. */
  last: number;
  /** The best of the mean over the folds in validation. */
  best: CurvePoint;
  /** By how much the mean is better at its best than at its end; at least 0. */
  bestOverLast: number;
  /** By how much validation became better over the last tenth of the steps. */
  lastTenth?: FoldMean;
  /** Training less validation at the last step. */
  gap?: FoldMean;
}

/** Undefined for a metric without a history in validation. */
export function summarizeCurve({metric, series}: LearningCurve): CurveSummary | undefined {
  const validation = series.filter(({part}) => part === "validation");
  const {steps, mean} = meanCurve(validation);
  const best = bestPoint({steps, values: mean}, metric.direction);
  const last = steps.at(-1);
  if (best === undefined || last === undefined) return undefined;
  const sign = metric.direction === "lower" ? -1 : 1;
  const before = steps.findLast((step) => step <= 0.9 * last);
  const gains = before === undefined ? [] : validation.map((one) => sign * (valueAt(one, last) - valueAt(one, before)));
  const gaps = series
    .filter(({part}) => part === "training")
    .flatMap((training) => {
      const own = validation.find(({fold}) => fold === training.fold);
      return own && training.steps.includes(last) ? [valueAt(training, last) - valueAt(own, last)] : [];
    });
  return {
    folds: validation.length,
    last,
    best,
    bestOverLast: sign * (best.value - mean[mean.length - 1]),
    ...(gains.length > 0 && {lastTenth: meanOf(gains)}),
    ...(gaps.length === validation.length && {gap: meanOf(gaps)})
  };
}

const valueAt = ({steps, values}: Points, step: number): number => values[steps.indexOf(step)];

function meanOf(values: readonly number[]): FoldMean {
  const interval = correctedInterval(values);
  return {mean: values.reduce((sum, value) => sum + value, 0) / values.length, ...(interval && {interval})};
}

/** The steps that are shown at first, where it matters: the last half, and the best mean where that comes before it. */
export function stepsThatMatter({metric, series}: LearningCurve): [number, number] {
  const ends = series.flatMap(({steps}) => steps.at(-1) ?? []);
  const starts = series.flatMap(({steps}) => steps[0] ?? []);
  const [first, last] = [Math.min(...starts), Math.max(...ends)];
  const {steps, mean} = meanCurve(series.filter(({part}) => part === "validation"));
  const best = bestPoint({steps, values: mean}, metric.direction);
  const margin = (last - first) / 20;
  const half = first + (last - first) / 2;
  return [Math.max(first, Math.min(half, best === undefined ? half : best.step - margin)), last];
}
