import type {RunRow, RunScores} from "../../../../src/lib/experiment/experiment.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {spread} from "../../../../src/lib/metrics/spread.js";

export const aucColumn = metricColumn("auc");
export const loglossColumn = metricColumn("logloss");

/** A cross-validation with these values of a metric by fold, on the folds that all such runs share. */
export function crossValidated(
  name: string,
  folds: readonly number[],
  {metric = "auc", ...rest}: Partial<RunRow> & {metric?: string} = {}
): RunRow {
  const {mean, standardDeviation} = spread(folds) ?? {mean: Number.NaN, standardDeviation: 0};
  return {
    runId: name,
    name,
    experiment: "experiment",
    model: name,
    title: name,
    startTime: 0,
    data: 0,
    foldsKey: "folds",
    kind: "cross-validation",
    params: {},
    threshold: 0.5,
    metrics: {[metric]: {mean, folds, standardDeviation}},
    has: {curves: false, outOfFold: true, importance: false},
    detail: "",
    ...rest
  };
}

/** A run without children. */
export const singleRun = (name: string, mean: number, rest: Partial<RunRow> = {}): RunRow =>
  crossValidated(name, [], {
    kind: "run",
    metrics: {auc: {mean, folds: []}},
    has: {curves: false, outOfFold: false, importance: false},
    ...rest
  });

export const scoresOf = (labels: ArrayLike<number>, probabilities: ArrayLike<number>): RunScores => ({
  labels: Uint8Array.from(labels),
  probabilities: Float32Array.from(probabilities),
  folds: new Uint8Array(labels.length)
});
