import {cholesky, type Matrix, solveLower} from "./cholesky.js";
import type {MeasuredCurve} from "./sharedShape.js";

/** How many times the shape a curve may be; log-uniform to begin with. */
const sizes = Array.from({length: 8}, (_, index) => 0.03 * 100 ** (index / 7));
/** Upright or upside down, each as it is or mirrored. */
const orientations = 4;
/** Counted as this number of curves, so that no covariance is singular and no component dies out. */
const pseudoCurves = {covariance: 5, component: 0.2};
/** Of the first shape, which bends at one end, and of how other curves differ from it. */
const start = {height: 0.3, length: 0.15, variance: 0.02, correlation: 0.3};
/** Components that are less likely than this are left out of a mean. */
const negligible = 1e-4;

/** A curve's distribution given its measurement, for one orientation and size. */
interface Component {
  sign: number;
  isMirrored: boolean;
  size: number;
  logEvidence: number;
  /** Of 1 + size² LᵀHL, and what is solved with it. */
  factor: Matrix;
  solved: Float64Array;
}

/**
 * What curves that are alike have in common. Each is taken for a draw of one shape, normally distributed, that is
 * mirrored or not, turned upside down or not, and of some size; how often each occurs, and the shape's mean and
 * covariance, are estimated from all curves by expectation-maximisation (empirical Bayes): `posterior` of every curve,
 * then `update`, and again.
 */
export class ShapePrior {
  readonly #size: number;
  readonly #first: Matrix;
  #mean: Float64Array;
  /** L of the covariance L Lᵀ. */
  #factor: Matrix;
  /** By orientation and size. */
  #shares: Float64Array;
  #sums: {shares: Float64Array; mean: Float64Array; square: Float64Array[]};

  /** @param size places of a curve */
  constructor(size: number) {
    const components = orientations * sizes.length;
    const distance = (i: number, j: number) => Math.abs(i - j) / size;
    this.#size = size;
    this.#first = Array.from({length: size}, (_, i) =>
      Float64Array.from({length: size}, (_, j) => start.variance * Math.exp(-distance(i, j) / start.correlation))
    );
    this.#mean = Float64Array.from({length: size}, (_, i) => start.height * Math.exp(-i / size / start.length));
    this.#mean = centred(this.#mean);
    this.#factor = cholesky(this.#first);
    this.#shares = new Float64Array(components).fill(1 / components);
    this.#sums = this.#noSums();
  }

  /** The mean of a curve, given what was measured of it; remembers what `update` needs. */
  posterior(curve: MeasuredCurve): Float64Array {
    const components = [false, true].flatMap((isMirrored) => this.#components(curve, isMirrored));
    const most = Math.max(...components.map(({logEvidence}) => logEvidence));
    const weights = components.map(({logEvidence}) => Math.exp(logEvidence - most));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = new Float64Array(this.#size);
    const covariances = new Map<Matrix, number>();
    for (const [index, component] of components.entries()) {
      const share = weights[index] / total;
      this.#sums.shares[index] += share;
      if (share < negligible) continue;
      const shape = this.#shapeOf(component);
      covariances.set(component.factor, (covariances.get(component.factor) ?? 0) + share);
      for (let i = 0; i < shape.length; ++i) {
        const place = component.isMirrored ? shape.length - 1 - i : i;
        mean[place] += share * component.sign * component.size * shape[i];
        this.#sums.mean[i] += share * shape[i];
        const row = this.#sums.square[i];
        for (let j = 0; j <= i; ++j) row[j] += share * shape[i] * shape[j];
      }
    }
    for (const [factor, share] of covariances) this.#addCovariance(factor, share);
    return mean;
  }

  /** Takes the shape's distribution from the curves since the last time. */
  update(): void {
    const {shares, mean, square} = this.#sums;
    const curves = shares.reduce((sum, share) => sum + share, 0);
    // Negligible components are missing from the sums of shapes.
    this.#mean = mean.map((sum) => sum / curves);
    const covariance = square.map((row) => row.slice());
    for (let i = 0; i < this.#size; ++i) {
      for (let j = 0; j <= i; ++j) {
        const sum = square[i][j] - curves * this.#mean[i] * this.#mean[j];
        const shrunk = sum + pseudoCurves.covariance * this.#first[i][j];
        covariance[i][j] = covariance[j][i] = shrunk / (curves + pseudoCurves.covariance);
      }
    }
    this.#factor = cholesky(covariance);
    const total = curves + pseudoCurves.component * shares.length;
    this.#shares = shares.map((share) => (share + pseudoCurves.component) / total);
    this.#sums = this.#noSums();
  }

  /**
   * The curve is sign × size × (mean + L t) with t standard normal: given values z with precisions H, t has the
   * precision P = 1 + size² LᵀHL and the mean P⁻¹ b, b = sign size LᵀHz − size² LᵀHm.
   */
  #components({values, variances}: MeasuredCurve, isMirrored: boolean): Component[] {
    const precisions = variances.map((variance) => 1 / variance);
    const measured = isMirrored ? values.toReversed() : values;
    if (isMirrored) precisions.reverse();
    const mean = this.#mean;
    const information = this.#project(precisions);
    const ofMean = this.#projectVector(precisions, mean);
    const ofValues = this.#projectVector(precisions, measured);
    const meanSquare = product(precisions, mean, mean);
    const meanValues = product(precisions, mean, measured);
    const factors = sizes.map((size) =>
      cholesky(information.map((row, i) => row.map((value, j) => size * size * value + (i === j ? 1 : 0))))
    );
    return [1, -1].flatMap((sign) =>
      sizes.map((size, index): Component => {
        const factor = factors[index];
        const right = ofValues.map((value, i) => size * (sign * value - size * ofMean[i]));
        const solved = solveLower(factor, right);
        const logDeterminant = factor.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
        const share = this.#shares[this.#index(sign, isMirrored, index)];
        const logEvidence =
          Math.log(share) -
          logDeterminant +
          (dot(solved, solved) + size * (2 * sign * meanValues - size * meanSquare)) / 2;
        return {sign, isMirrored, size, logEvidence, factor, solved};
      })
    );
  }

  /** Mirrored components come last, as `posterior` lists them. */
  #index(sign: number, isMirrored: boolean, size: number): number {
    return ((isMirrored ? 2 : 0) + (sign === 1 ? 0 : 1)) * sizes.length + size;
  }

  #shapeOf({factor, solved}: Component): Float64Array {
    const inner = solveUpper(factor, solved);
    return this.#mean.map((value, i) => {
      let sum = value;
      for (let k = 0; k <= i; ++k) sum += this.#factor[i][k] * inner[k];
      return sum;
    });
  }

  /** L P⁻¹ Lᵀ, which is HᵀH with H = G⁻¹Lᵀ, G the factor of P. */
  #addCovariance(factor: Matrix, share: number): void {
    const halves = this.#factor.map((row) => solveLower(factor, row));
    for (let i = 0; i < this.#size; ++i) {
      for (let j = 0; j <= i; ++j) this.#sums.square[i][j] += share * dot(halves[i], halves[j]);
    }
  }

  /** LᵀHL */
  #project(precisions: Float64Array): Float64Array[] {
    const square = this.#square();
    for (let k = 0; k < this.#size; ++k) {
      const row = this.#factor[k];
      for (let i = 0; i <= k; ++i) {
        const scaled = precisions[k] * row[i];
        for (let j = 0; j <= i; ++j) square[i][j] += scaled * row[j];
      }
    }
    for (let i = 0; i < this.#size; ++i) for (let j = 0; j < i; ++j) square[j][i] = square[i][j];
    return square;
  }

  /** LᵀHx */
  #projectVector(precisions: Float64Array, vector: Float64Array): Float64Array {
    const result = new Float64Array(this.#size);
    for (let k = 0; k < this.#size; ++k) {
      const scaled = precisions[k] * vector[k];
      for (let i = 0; i <= k; ++i) result[i] += scaled * this.#factor[k][i];
    }
    return result;
  }

  #square(): Float64Array[] {
    return Array.from({length: this.#size}, () => new Float64Array(this.#size));
  }

  #noSums() {
    const shares = new Float64Array(orientations * sizes.length);
    return {shares, mean: new Float64Array(this.#size), square: this.#square()};
  }
}

function centred(curve: Float64Array): Float64Array {
  const mean = curve.reduce((sum, value) => sum + value, 0) / curve.length;
  return curve.map((value) => value - mean);
}

/** Solves Lᵀ x = right. */
function solveUpper(lower: Matrix, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let row = lower.length - 1; row >= 0; --row) {
    solution[row] /= lower[row][row];
    for (let k = 0; k < row; ++k) solution[k] -= lower[row][k] * solution[row];
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; ++index) sum += a[index] * b[index];
  return sum;
}

function product(weights: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; ++index) sum += weights[index] * a[index] * b[index];
  return sum;
}
