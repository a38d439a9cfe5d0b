import {type Interval, spread} from "../metrics/spread.js";
import {studentQuantile} from "../statistics/studentQuantile.js";
import type {RunColumn} from "./runColumns.js";

/** Runs with the same value of a column. */
export interface RunGroup {
  /** The value, or undefined for the runs without one. */
  value: string | undefined;
  /** Rows of the runs, in their order. */
  rows: number[];
}

/** In the order in which the rows first have the values. */
export function groupRows(rows: readonly number[], {texts, numbers}: RunColumn): RunGroup[] {
  const groups = new Map<string | undefined, RunGroup>();
  for (const row of rows) {
    const value = texts ? texts[row] : Number.isNaN(numbers[row]) ? undefined : String(numbers[row]);
    const group = groups.get(value);
    if (group) group.rows.push(row);
    else groups.set(value, {value, rows: [row]});
  }
  return [...groups.values()];
}

/** The mean of some runs, each counted once. */
export interface GroupMean {
  mean: number;
  /** Runs that have the value. */
  runs: number;
  /** Undefined for fewer than two runs. */
  interval?: Interval;
}

/**
 * Mean over the runs of a group and its 95 % interval, Student's t over the runs' means: mean ± t s / √n. It is of
 * runs set up alike; as runs share rows, it says nothing of other data.
 * @returns undefined where no run has the value
 */
export function groupMean(rows: readonly number[], numbers: ArrayLike<number>): GroupMean | undefined {
  const values = rows.map((row) => numbers[row]).filter((value) => !Number.isNaN(value));
  const summary = spread(values);
  if (summary === undefined) return undefined;
  const {mean, standardDeviation} = summary;
  const runs = values.length;
  if (runs < 2) return {mean, runs};
  const half = (quantileFor(runs - 1) * standardDeviation) / Math.sqrt(runs);
  return {mean, runs, interval: {mean, low: mean - half, high: mean + half}};
}

const quantiles = new Map<number, number>();

function quantileFor(degreesOfFreedom: number): number {
  const known = quantiles.get(degreesOfFreedom) ?? studentQuantile(0.975, degreesOfFreedom);
  quantiles.set(degreesOfFreedom, known);
  return known;
}
