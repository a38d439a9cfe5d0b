import {nearestMonotone} from "../statistics/isotonic.js";
import {ShapePrior} from "../statistics/shapePrior.js";
import {
  additiveModelText,
  findStep,
  importanceOf,
  joinSteps,
  type StepFunction,
  stepValue
} from "../trees/stepFunctions.js";
import type {FittedModel, LabelledTable} from "./estimator.js";

export interface AdditiveModelParams {
  /** Of each feature; those at the ends have fewer rows. */
  bins: number;
  /** How often every feature's curve is fitted, given the others. */
  rounds: number;
}

/** A curve that is not monotone stays as it is if it is farther from one than this: squared distance by precision. */
const likelyMonotone = 9;
/** Steps that differ by less than this share of a bin's standard error are one. */
const negligibleStep = 0.2;
/** What a missing value adds is normally distributed. */
const missingVariance = 1;

/** Of the training rows, bin `bins` is that of missing values. */
interface BinnedColumn {
  edges: Float64Array;
  bins: Uint8Array;
  /** Rows by bin, with the missing last. */
  counts: Float64Array;
}

/**
 * Logistic regression on a curve for each feature: steps at quantiles. The curves are fitted one after the other, given
 * the rest (backfitting), each with a prior that all share (`ShapePrior`), and made monotone where the data do not
 * contradict. So few rows tell many curves, as far as these are alike.
 * @param unordered positions of features whose values have no order: they add nothing
 */
export function fitAdditiveModel(
  {columns, featureNames, target}: LabelledTable,
  training: Uint32Array,
  {bins, rounds}: AdditiveModelParams,
  unordered: readonly number[] = []
): FittedModel & {logOdds(row: number): number} {
  const binned = columns.map((column) => binColumn(column, training, bins));
  const labels = Float64Array.from(training, (row) => target[row]);
  const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const fit = new Backfit(labels, bins, Math.log(share / (1 - share)));
  const curves = columns.map(() => new Float64Array(bins + 1));
  const prior = new ShapePrior(bins);
  const ordered = [...binned.entries()].filter(([feature]) => !unordered.includes(feature));
  for (let round = 0; round < rounds && ordered.length > 0; ++round) {
    for (const [feature, column] of ordered) fit.improve(curves[feature], column, prior);
    fit.shiftIntercept();
    prior.update();
  }
  const tolerance = negligibleStep / Math.sqrt(Math.max(fit.curvature, tiny) / bins);
  const functions = binned.map((column, feature) => joinSteps(stepFunction(column, curves[feature]), tolerance));
  const {intercept} = fit;
  const logOdds = (row: number) =>
    functions.reduce((sum, step, feature) => sum + stepValue(step, columns[feature][row]), intercept);
  return {
    text: additiveModelText({intercept, featureNames, functions, share}),
    importance: {
      gain: functions.map((step) => importanceOf(step, share)),
      split: functions.map(({thresholds}) => thresholds.length)
    },
    logOdds,
    predict: (row) => 1 / (1 + Math.exp(-logOdds(row)))
  };
}

/** The training rows' log-odds, as the curves stand. */
class Backfit {
  intercept: number;
  /** Of the log-likelihood by the intercept: the variance of the target that the log-odds leave, summed over the rows. */
  curvature = 0;
  readonly #labels: Float64Array;
  readonly #logOdds: Float64Array;
  readonly #gradient: Float64Array;
  readonly #curvature: Float64Array;

  constructor(labels: Float64Array, bins: number, intercept: number) {
    this.intercept = intercept;
    this.#labels = labels;
    this.#logOdds = new Float64Array(labels.length).fill(intercept);
    this.#gradient = new Float64Array(bins + 1);
    this.#curvature = new Float64Array(bins + 1);
  }

  /** Fits a curve anew, in place: its Newton step is a measurement with a precision, which the prior is told of. */
  improve(curve: Float64Array, {bins, counts}: BinnedColumn, prior: ShapePrior): void {
    this.#differentiate(bins);
    const [gradient, curvature] = [this.#gradient, this.#curvature];
    const places = curve.length - 1;
    const values = new Float64Array(places);
    const variances = new Float64Array(places).fill(Infinity);
    for (let bin = 0; bin < places; ++bin) {
      if (curvature[bin] < tiny) continue;
      values[bin] = curve[bin] + gradient[bin] / curvature[bin];
      variances[bin] = 1 / curvature[bin];
    }
    const fitted = monotoneWherePossible(prior.posterior({values, variances}), curvature.subarray(0, places));
    const rows = counts.subarray(0, places);
    const mean = rows.reduce((sum, count, bin) => sum + count * fitted[bin], 0) / Math.max(1, sum(rows));
    const changes = curve.slice();
    for (let bin = 0; bin < places; ++bin) curve[bin] = fitted[bin] - mean;
    if (counts[places] > 0) {
      const precision = curvature[places] + 1 / missingVariance;
      curve[places] = (curvature[places] * curve[places] + gradient[places]) / precision;
    }
    for (let bin = 0; bin < curve.length; ++bin) changes[bin] = curve[bin] - changes[bin];
    for (let row = 0; row < bins.length; ++row) this.#logOdds[row] += changes[bins[row]];
  }

  /** A Newton step. */
  shiftIntercept(): void {
    let [gradient, curvature] = [0, 0];
    for (let row = 0; row < this.#labels.length; ++row) {
      const probability = 1 / (1 + Math.exp(-this.#logOdds[row]));
      gradient += this.#labels[row] - probability;
      curvature += probability * (1 - probability);
    }
    const step = gradient / Math.max(curvature, tiny);
    this.curvature = curvature;
    this.intercept += step;
    for (let row = 0; row < this.#labels.length; ++row) this.#logOdds[row] += step;
  }

  /** By bin: the sums of the log-likelihood's derivative, and of minus its second, by the log-odds. */
  #differentiate(bins: Uint8Array): void {
    const [gradient, curvature, labels, logOdds] = [this.#gradient, this.#curvature, this.#labels, this.#logOdds];
    gradient.fill(0);
    curvature.fill(0);
    for (let row = 0; row < bins.length; ++row) {
      const probability = 1 / (1 + Math.exp(-logOdds[row]));
      gradient[bins[row]] += labels[row] - probability;
      curvature[bins[row]] += probability * (1 - probability);
    }
  }
}

const tiny = 1e-9;

function monotoneWherePossible(curve: Float64Array, precisions: Float64Array): Float64Array {
  const {curve: monotone, squaredDistance} = nearestMonotone(
    curve,
    precisions.map((precision) => Math.max(precision, tiny))
  );
  return squaredDistance < likelyMonotone ? monotone : curve;
}

/** The edges lie closer where curves are steepest: at the ends, as the places of Chebyshev's polynomials. */
function binColumn(column: Float64Array, training: Uint32Array, bins: number): BinnedColumn {
  const values = Float64Array.from(training, (row) => column[row])
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges = Float64Array.from({length: bins - 1}, (_, edge) => {
    const quantile = (1 - Math.cos((Math.PI * (edge + 1)) / bins)) / 2;
    return values.length === 0 ? 0 : values[Math.floor(quantile * (values.length - 1))];
  });
  const found = Uint8Array.from(training, (row) => (Number.isNaN(column[row]) ? bins : findStep(edges, column[row])));
  const counts = new Float64Array(bins + 1);
  for (const bin of found) ++counts[bin];
  return {edges, bins: found, counts};
}

/** Bins without rows join the one above. */
function stepFunction({edges, counts}: BinnedColumn, curve: Float64Array): StepFunction {
  const last = edges.length + 1;
  const used = [...counts.keys()].filter((bin) => bin < last && counts[bin] > 0);
  const bins = used.length === 0 ? [0] : used;
  return {
    thresholds: bins.slice(0, -1).map((bin) => edges[bin]),
    values: bins.map((bin) => (used.length === 0 ? 0 : curve[bin])),
    counts: bins.map((bin) => counts[bin]),
    missing: {value: curve[last], count: counts[last]}
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
