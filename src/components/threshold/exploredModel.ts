import {
  bestThreshold,
  byCost,
  byF1,
  byPrecision,
  byYouden,
  type Costs,
  type Criterion
} from "../../lib/metrics/thresholdChoice.js";
import type {ThresholdCurve} from "../../lib/metrics/thresholdCurve.js";
import {formatPercent} from "../format.js";

/** A model whose threshold is explored. */
export interface ExploredModel {
  name: string;
  color: string;
  /** Of its out-of-fold predictions. */
  curve: ThresholdCurve;
  /** The threshold that it was logged with. */
  threshold?: number;
  /** Whether the predict page scores with it. */
  isStaged?: boolean;
}

/** A threshold that is best by something. */
export interface ThresholdMark {
  label: string;
  /** Undefined where no threshold may be chosen. */
  threshold: number | undefined;
}

export interface MarkOptions {
  costs: Costs;
  leastPrecision: number;
}

/** The best thresholds of a model, by each criterion. */
export function thresholdMarks(
  {curve, threshold}: ExploredModel,
  {costs, leastPrecision}: MarkOptions
): ThresholdMark[] {
  const best = (label: string, criterion: Criterion) => ({label, threshold: bestThreshold(curve, criterion)});
  return [
    ...(threshold === undefined ? [] : [{label: "As logged", threshold}]),
    best("Highest F1", byF1),
    best("Highest Youden’s J", byYouden),
    best("Least cost", byCost(costs)),
    best(`Precision of ${formatPercent(leastPrecision, 0)} or more`, byPrecision(leastPrecision))
  ];
}

const upperEnds = [0.05, 0.1, 0.2, 0.25, 0.5, 1];

/** The lowest round number above all scores: where the slider ends. */
export function upperEnd(models: readonly ExploredModel[]): number {
  const highest = Math.max(...models.map(({curve}) => curve.thresholds[0] ?? 0));
  return upperEnds.find((end) => end >= highest) ?? 1;
}
