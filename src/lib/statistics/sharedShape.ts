import {cholesky, type Matrix, solveLower} from "./cholesky.js";

/** Of a value that was not measured. */
const unknown = 1e9;

/** One curve measured at some places, with independent errors of these variances; infinite where it was not. */
export interface MeasuredCurve {
  values: Float64Array;
  variances: Float64Array;
}

const rounds = 40;
/** The covariance of a smooth curve, which counts as much as this number of curves. */
const smooth = {curves: 3, variance: 0.02, length: 0.3};

/**
 * What many noisy curves of a kind most likely are: they are taken as draws from one normal distribution, whose mean and
 * covariance are estimated from all of them by expectation-maximisation (empirical Bayes), and each is replaced by its
 * mean given what was measured. Where a curve is poorly known it takes after the others.
 */
export function shrinkCurves(curves: readonly MeasuredCurve[]): Float64Array[] {
  const size = curves[0].values.length;
  const prior = squareOf(size, (i, j) => smooth.variance * Math.exp(-Math.abs(i - j) / size / smooth.length));
  let mean: Float64Array = new Float64Array(size);
  let covariance: Matrix = prior.map((row) => row.map((value) => 10 * value));
  let posteriors = curves.map((curve) => posteriorOf(curve, mean, covariance));
  for (let round = 0; round < rounds; ++round) {
    const centre = averageOf(posteriors.map(({mean}) => mean));
    const sums = prior.map((row) => row.map((value) => smooth.curves * value));
    for (const {mean, covariance} of posteriors) {
      const distance = mean.map((value, place) => value - centre[place]);
      for (let i = 0; i < size; ++i) {
        for (let j = 0; j < size; ++j) sums[i][j] += distance[i] * distance[j] + covariance[i][j];
      }
    }
    covariance = sums.map((row) => row.map((sum) => sum / (posteriors.length + smooth.curves)));
    mean = centre;
    posteriors = curves.map((curve) => posteriorOf(curve, mean, covariance));
  }
  return posteriors.map(({mean}) => mean);
}

/** Given the measurements: mean + S (S + V)⁻¹ (values − mean) and S − S (S + V)⁻¹ S = S − H Hᵀ, H = S L⁻ᵀ. */
function posteriorOf({values, variances}: MeasuredCurve, mean: Float64Array, covariance: Matrix) {
  const size = values.length;
  const sum = covariance.map((row) => row.slice());
  const distance = new Float64Array(size);
  for (let place = 0; place < size; ++place) {
    sum[place][place] += Math.min(variances[place], unknown);
    distance[place] = values[place] - mean[place];
  }
  const factor = cholesky(sum);
  const solved = solveLower(factor, distance);
  const halves = covariance.map((row) => solveLower(factor, row));
  const posterior = covariance.map((row) => row.slice());
  for (let i = 0; i < size; ++i) {
    distance[i] = mean[i] + dot(halves[i], solved);
    for (let j = 0; j <= i; ++j) {
      posterior[i][j] -= dot(halves[i], halves[j]);
      posterior[j][i] = posterior[i][j];
    }
  }
  return {mean: distance, covariance: posterior};
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; ++index) sum += a[index] * b[index];
  return sum;
}

function averageOf(vectors: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  return vectors[0].map((_, place) => vectors.reduce((sum, vector) => sum + vector[place], 0) / vectors.length);
}

function squareOf(size: number, value: (row: number, column: number) => number): Float64Array[] {
  return Array.from({length: size}, (_, row) => Float64Array.from({length: size}, (_, column) => value(row, column)));
}
