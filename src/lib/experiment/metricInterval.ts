import {isMetricName, metricDefinition} from "../metrics/metrics.js";
import {correctedInterval, type Interval} from "../metrics/spread.js";
import type {RunMetric} from "./experiment.js";

/** The corrected resampled t interval of a metric's mean over the folds, within what the metric can be. */
export function metricInterval(name: string, measured: RunMetric): Interval | undefined {
  const interval = correctedInterval([...measured.folds], measured);
  if (interval === undefined || !isMetricName(name)) return interval;
  const [least, most] = metricDefinition(name).range;
  return {...interval, low: Math.max(least, interval.low), high: Math.min(most, interval.high)};
}
