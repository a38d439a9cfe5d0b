import {checkRows} from "../statistics/labelledRows.js";

export interface ProbabilityHistogram {
  /** One more than bins. Bins are [low, high), the last one closed. */
  edges: number[];
  positives: number[];
  negatives: number[];
}

/** Upper ends that divide into bins with short decimal edges. */
const upperEnds = [0.05, 0.1, 0.2, 0.25, 0.5, 1];

/**
 * Rows by probability and class, in bins of equal width from 0 to the lowest round number that holds every row:
 * a timid model, which never says more than 20 %, would otherwise show in a few bins only.
 */
export function probabilityHistogram(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  {bins = 50}: {bins?: number} = {}
): ProbabilityHistogram {
  const rows = checkRows(labels, probabilities);
  let highest = 0;
  for (let row = 0; row < rows; ++row) highest = Math.max(highest, probabilities[row]);
  const upper = upperEnds.find((end) => end >= highest) ?? 1;
  const edges = Array.from({length: bins + 1}, (_, i) => Number(((upper * i) / bins).toFixed(10)));
  const positives = Array<number>(bins).fill(0);
  const negatives = Array<number>(bins).fill(0);
  for (let row = 0; row < rows; ++row) {
    const bin = binOf(probabilities[row], edges);
    ++(labels[row] === 1 ? positives : negatives)[bin];
  }
  return {edges, positives, negatives};
}

/** The bin by the edges as they are written, not by a division that may round across one. */
function binOf(value: number, edges: readonly number[]): number {
  const bins = edges.length - 1;
  let bin = Math.max(0, Math.min(bins - 1, Math.floor((value / edges[bins]) * bins)));
  while (bin > 0 && value < edges[bin]) --bin;
  while (bin < bins - 1 && value >= edges[bin + 1]) ++bin;
  return bin;
}
