import {paretoFront} from "../statistics/paretoFront.js";
import {measuredMetric, type RunRow} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";

/** A run by what it costs and what it gives. */
export interface TradeOffPoint {
  run: RunRow;
  milliseconds: number;
  value: number;
}

export interface TradeOff {
  points: TradeOffPoint[];
  /** Those that no other run beats in both, fastest first. */
  front: TradeOffPoint[];
  /** The best of the front. */
  best: TradeOffPoint | undefined;
  /** The best of those that are markedly faster than it; undefined where none is. */
  faster: TradeOffPoint | undefined;
}

/** Of runs that are this many times as fast as the best, the best is named. */
const markedlyFaster = 1.5;

/** The metric against training time. Runs without either, or with a time of 0, are left out. */
export function tradeOff(
  runs: readonly RunRow[],
  {name, direction}: Pick<MetricColumn, "name" | "direction">
): TradeOff {
  const points = runs.flatMap((run): TradeOffPoint[] => {
    const value = measuredMetric(run, name)?.mean;
    const milliseconds = run.durationMilliseconds;
    return value === undefined || milliseconds === undefined || !(milliseconds > 0) ? [] : [{run, milliseconds, value}];
  });
  const front = paretoFront(
    points,
    ({milliseconds}) => milliseconds,
    ({value}) => value,
    direction
  );
  const best = front.at(-1);
  const faster = front.findLast(
    ({milliseconds}) => best !== undefined && best.milliseconds / milliseconds >= markedlyFaster
  );
  return {points, front, best, faster};
}
