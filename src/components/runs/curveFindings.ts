import type {LearningCurve} from "../../lib/experiment/experiment.js";
import {type FoldMean, summarizeCurve} from "../../lib/experiment/learningCurve.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {formatCount, formatMetric} from "../format.js";
import {inSentence} from "./verdictWords.js";

/**
 * “Validation AUC still improves at 1,800 steps, by 0.0011 over the last tenth (95 % interval 0.0008 to 0.0014);
 * training AUC is 0.059 higher (0.052 to 0.066)”: what more steps would bring, and how far the model is from what it has
 * seen, both as means over the folds.
 */
export function curveFinding(curve: LearningCurve): string {
  const name = inSentence(curve.metric.title);
  const summary = summarizeCurve(curve);
  if (summary === undefined) return `${curve.metric.title} was recorded in training only`;
  const {gap} = summary;
  const training = gap ? `; training ${name} is ${describeGap(gap, curve.metric)}` : "";
  return `Validation ${name} ${describeTrend(summary, curve.metric)}${training}`;
}

function describeTrend(
  {last, lastTenth, best}: NonNullable<ReturnType<typeof summarizeCurve>>,
  metric: MetricColumn
): string {
  const steps = `${formatCount(last)} steps`;
  if (lastTenth === undefined) return `is ${formatMetric(best.value, metric.digits)} after ${steps}`;
  const {mean, interval} = lastTenth;
  if (interval === undefined)
    return `is best at step ${formatCount(best.step)} of ${formatCount(last)} (one run, no interval)`;
  const size = `by ${formatMetric(Math.abs(mean), metric.digits)} over the last tenth (${describeInterval(lastTenth, metric)})`;
  if (interval.low > 0) return `still improves at ${steps}, ${size}`;
  if (interval.high < 0) return `gets worse before ${steps}, ${size}`;
  return `has levelled off by ${steps}: the last tenth changed it by ${formatMetric(mean, metric.digits)} (${describeInterval(lastTenth, metric)})`;
}

function describeGap(gap: FoldMean, metric: MetricColumn): string {
  const size = formatMetric(Math.abs(gap.mean), metric.digits);
  return `${size} ${gap.mean < 0 ? "lower" : "higher"} (${describeInterval(gap, metric)})`;
}

function describeInterval({interval}: FoldMean, {digits}: MetricColumn): string {
  if (interval === undefined) return "one run, no interval";
  const [low, high] = [interval.low, interval.high];
  // Of a size that is written without its sign.
  const [from, to] = interval.mean < 0 ? [-high, -low] : [low, high];
  return `95 % interval ${formatMetric(from, digits)} to ${formatMetric(to, digits)}`;
}

/** “Best mean 0.8878 at step 1,710 of 1,800, 0.0002 better than the last; best step by fold: 1,700, 1,790 …”. */
export function curveNote(curve: LearningCurve): string {
  const summary = summarizeCurve(curve);
  if (summary === undefined) return "No validation was recorded by step.";
  const {best, last, bestOverLast, folds} = summary;
  const {digits} = curve.metric;
  const where =
    best.step === last
      ? `The ${folds > 1 ? "mean" : "value"} is best at the last step`
      : `The best ${folds > 1 ? "mean" : "value"}, ${formatMetric(best.value, digits)}, is at step ${formatCount(best.step)}, ${formatMetric(bestOverLast, digits)} better than the last`;
  const lines =
    folds > 1
      ? "A thin line is a fold, the thick one their mean, the band their range, a dot the best step of a fold; training is dashed. Intervals are Nadeau and Bengio’s over the folds."
      : "Validation is solid, training dashed, the dot the best step.";
  return `${where}; a step chosen by these rows flatters itself on them. ${lines}`;
}
