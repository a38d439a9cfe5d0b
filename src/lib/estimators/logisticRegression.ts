import type {FittedModel, LabelledTable} from "./estimator.js";
import {formatLinearModel, type LinearTerm, linearLogOdds} from "./linearModel.js";

export interface LogisticParams {
  /** Inverse of the L2 penalty's weight, as in scikit-learn: half the squared coefficients plus C times the log loss. */
  C: number;
  /** Newton steps at most. */
  max_iter: number;
  /** Ends once a step gains no more than this share of the loss. */
  tol: number;
}

/**
 * Logistic regression with an L2 penalty on features of mean 0 and standard deviation 1; the intercept is free. Fitted
 * by Newton's method, whose steps are found by conjugate gradients, which take few products with the data where
 * features are nearly independent. The same data give the same bytes.
 */
export function fitLogisticRegression(
  {columns, featureNames, target}: LabelledTable,
  training: Uint32Array,
  {C, max_iter, tol}: LogisticParams
): FittedModel {
  const standardised = columns.map((column) => standardise(column, training));
  const labels = Float64Array.from(training, (row) => target[row]);
  const {coefficients, weights} = newton(
    standardised.map(({values}) => values),
    labels,
    {C, max_iter, tol}
  );
  const terms = standardised.map(
    ({mean, scale, minimum, maximum}, index): LinearTerm => ({
      feature: featureNames[index],
      mean,
      minimum,
      maximum,
      slope: coefficients[index + 1] / scale
    })
  );
  const model = {intercept: coefficients[0], terms};
  const values = new Float64Array(columns.length);
  return {
    text: formatLinearModel(model),
    importance: {
      // The loss that a coefficient saves, to the second order, were the features independent.
      gain: standardised.map(({values}, index) => {
        const curvature = values.reduce((sum, value, row) => sum + weights[row] * value ** 2, 0);
        return (curvature * coefficients[index + 1] ** 2) / 2;
      }),
      split: columns.map(() => 1)
    },
    predict(row) {
      for (const [index, column] of columns.entries()) values[index] = column[row];
      return 1 / (1 + Math.exp(-linearLogOdds(model, values)));
    }
  };
}

interface StandardisedColumn extends Pick<LinearTerm, "mean" | "minimum" | "maximum"> {
  /** Of the training rows; a missing value is 0. */
  values: Float64Array;
  scale: number;
}

/** Infinite values are as far out as the others reach. */
function standardise(column: Float64Array, training: Uint32Array): StandardisedColumn {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const row of training) {
    const value = column[row];
    if (!Number.isFinite(value)) continue;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  if (minimum > maximum) return {values: new Float64Array(training.length), mean: 0, scale: 1, minimum: 0, maximum: 0};
  const values = Float64Array.from(training, (row) => Math.min(Math.max(column[row], minimum), maximum));
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  const scale = variance > 0 ? Math.sqrt(variance) : 1;
  return {
    values: values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / scale)),
    mean,
    scale,
    minimum,
    maximum
  };
}

/** Of those that are numbers. */
function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    ++count;
  }
  return sum / count;
}

/** Returns the intercept and the coefficients, and by row the variance of the target that they give. */
function newton(columns: readonly Float64Array[], labels: Float64Array, {C, max_iter, tol}: LogisticParams) {
  const rows = labels.length;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const coefficients = new Float64Array(columns.length + 1);
  coefficients[0] = Math.log(positives / (rows - positives));
  let current = evaluate(columns, labels, coefficients, C);
  for (let step = 0; step < max_iter; ++step) {
    const {gradient, weights, loss} = current;
    const direction = solve(
      (vector) => hessianTimes(columns, weights, vector),
      gradient.map((value) => -value)
    );
    // What the step is expected to gain; the loss itself is known to some 14 digits.
    const gain = -dot(gradient, direction) / 2;
    // A full step nearly always descends; where it does not, a shorter one does.
    for (let length = 1; ; length /= 2) {
      const next = coefficients.map((value, index) => value + length * direction[index]);
      current = evaluate(columns, labels, next, C);
      if (current.loss > loss * (1 + 1e-13) && length > 1e-6) continue;
      coefficients.set(next);
      break;
    }
    if (gain <= tol * loss) break;
  }
  return {coefficients, weights: current.weights.map((weight) => weight / C)};
}

function evaluate(columns: readonly Float64Array[], labels: Float64Array, coefficients: Float64Array, C: number) {
  const logOdds = product(columns, coefficients);
  const residuals = new Float64Array(labels.length);
  const weights = new Float64Array(labels.length);
  let loss = 0;
  for (let row = 0; row < labels.length; ++row) {
    const probability = 1 / (1 + Math.exp(-logOdds[row]));
    residuals[row] = C * (probability - labels[row]);
    weights[row] = C * probability * (1 - probability);
    const margin = labels[row] === 1 ? logOdds[row] : -logOdds[row];
    loss += C * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
  }
  const gradient = transposedProduct(columns, residuals);
  for (let index = 1; index < gradient.length; ++index) {
    gradient[index] += coefficients[index];
    loss += coefficients[index] ** 2 / 2;
  }
  return {gradient, weights, loss};
}

function hessianTimes(columns: readonly Float64Array[], weights: Float64Array, vector: Float64Array) {
  const byRow = product(columns, vector).map((value, row) => value * weights[row]);
  const result = transposedProduct(columns, byRow);
  for (let index = 1; index < result.length; ++index) result[index] += vector[index];
  return result;
}

/** The intercept's column is of ones. */
function product(columns: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const result = new Float64Array(columns[0].length).fill(coefficients[0]);
  for (const [index, column] of columns.entries()) {
    const coefficient = coefficients[index + 1];
    for (let row = 0; row < column.length; ++row) result[row] += coefficient * column[row];
  }
  return result;
}

function transposedProduct(columns: readonly Float64Array[], byRow: Float64Array): Float64Array {
  const sums = [byRow.reduce((sum, value) => sum + value, 0)];
  for (const column of columns) {
    let sum = 0;
    for (let row = 0; row < column.length; ++row) sum += column[row] * byRow[row];
    sums.push(sum);
  }
  return Float64Array.from(sums);
}

/** Conjugate gradients for a positive definite matrix, which is known by its products. */
function solve(times: (vector: Float64Array) => Float64Array, right: Float64Array): Float64Array {
  const solution = new Float64Array(right.length);
  const residual = Float64Array.from(right);
  const direction = Float64Array.from(right);
  let size = dot(residual, residual);
  const enough = size * 1e-16;
  for (let step = 0; step < 2 * right.length && size > enough; ++step) {
    const image = times(direction);
    const length = size / dot(direction, image);
    for (let index = 0; index < solution.length; ++index) {
      solution[index] += length * direction[index];
      residual[index] -= length * image[index];
    }
    const previous = size;
    size = dot(residual, residual);
    for (let index = 0; index < direction.length; ++index)
      direction[index] = residual[index] + (size / previous) * direction[index];
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index], 0);
}
