import {checkRows} from "../statistics/labelledRows.js";

/**
 * Mean negative log-likelihood, in nats. Probabilities are kept 2⁻⁵² away from 0 and 1, as scikit-learn's `log_loss`
 * does for doubles.
 */
export function logloss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = checkRows(labels, probabilities);
  let sum = 0;
  for (let row = 0; row < rows; ++row) sum += rowLogloss(labels[row], probabilities[row]);
  return sum / rows;
}

/** The log loss of one row. */
export function rowLogloss(label: number, probability: number): number {
  const kept = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability));
  return -Math.log(label === 1 ? kept : 1 - kept);
}

/** Brier score: mean squared difference of probability and outcome. */
export function brier(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = checkRows(labels, probabilities);
  let sum = 0;
  for (let row = 0; row < rows; ++row) sum += (probabilities[row] - labels[row]) ** 2;
  return sum / rows;
}
