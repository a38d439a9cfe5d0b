import {checkRows} from "./thresholdCurve.js";

/**
 * Mean negative log-likelihood, in nats. Probabilities are kept 2⁻⁵² away from 0 and 1, as scikit-learn's `log_loss`
 * does for doubles.
 */
export function logloss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = checkRows(labels, probabilities);
  let sum = 0;
  for (let row = 0; row < rows; ++row) {
    const probability = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probabilities[row]));
    sum -= labels[row] === 1 ? Math.log(probability) : Math.log(1 - probability);
  }
  return sum / rows;
}

/** Brier score: mean squared difference of probability and outcome. */
export function brier(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = checkRows(labels, probabilities);
  let sum = 0;
  for (let row = 0; row < rows; ++row) sum += (probabilities[row] - labels[row]) ** 2;
  return sum / rows;
}
