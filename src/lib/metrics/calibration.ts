import {checkRows} from "../statistics/labelledRows.js";

export interface Calibration {
  meanProbability: number[];
  positiveRate: number[];
  rows: number[];
}

/**
 * Reliability: the rows in order of probability (of equal ones, in their own order), cut into bins of equal size; in
 * each, what the model expected and what came. Sizes differ by at most one row, the larger bins first, as
 * `numpy.array_split` cuts.
 */
export function calibration(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  {bins = 10}: {bins?: number} = {}
): Calibration {
  const rows = checkRows(labels, probabilities);
  const order = Uint32Array.from({length: rows}, (_, row) => row);
  order.sort((a, b) => probabilities[a] - probabilities[b] || a - b);
  const result: Calibration = {meanProbability: [], positiveRate: [], rows: []};
  const small = Math.floor(rows / bins);
  const larger = rows % bins;
  let start = 0;
  for (let bin = 0; bin < bins && start < rows; ++bin) {
    const end = start + small + (bin < larger ? 1 : 0);
    let probability = 0;
    let positives = 0;
    for (const row of order.subarray(start, end)) {
      probability += probabilities[row];
      positives += labels[row];
    }
    result.meanProbability.push(probability / (end - start));
    result.positiveRate.push(positives / (end - start));
    result.rows.push(end - start);
    start = end;
  }
  return result;
}
