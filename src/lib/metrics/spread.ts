import type {Interval} from "../statistics/interval.js";
import {studentQuantile} from "../statistics/studentQuantile.js";

export interface Spread {
  mean: number;
  standardDeviation: number;
}

/**
 * Mean and standard deviation of a sample (n − 1; 0 for a single value). Undefined where they do not exist: for no
 * values, and for values that are not finite or so large that their sums are not.
 */
export function spread(values: readonly number[]): Spread | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = count === 1 ? 0 : Math.sqrt(squares / (count - 1));
  return Number.isFinite(mean) && Number.isFinite(standardDeviation) ? {mean, standardDeviation} : undefined;
}

export type {Interval};

/**
 * The corrected resampled t interval of a mean over the folds of one cross-validation: of a metric, or of the
 * difference of two models on the same folds. Folds share training rows, so that the ordinary t interval is too
 * narrow; here the variance of the mean is (1/k + n_test / n_train) s², with k − 1 degrees of freedom.
 * C. Nadeau & Y. Bengio, “Inference for the generalization error”, Machine Learning 52 (2003), 239–281.
 * @param values one a fold
 * @param options.testToTrain rows tested over rows trained on, by default those of equal folds: 1 / (k − 1)
 * @returns undefined for fewer than two values, and where `spread` is
 */
export function correctedInterval(
  values: readonly number[],
  {confidence = 0.95, testToTrain = 1 / (values.length - 1)}: {confidence?: number; testToTrain?: number} = {}
): Interval | undefined {
  const folds = values.length;
  const summary = folds < 2 ? undefined : spread(values);
  if (summary === undefined) return undefined;
  const {mean, standardDeviation} = summary;
  const error = Math.sqrt(1 / folds + testToTrain) * standardDeviation;
  const half = studentQuantile((1 + confidence) / 2, folds - 1) * error;
  const interval = {mean, low: mean - half, high: mean + half};
  return Number.isFinite(interval.low) && Number.isFinite(interval.high) ? interval : undefined;
}
