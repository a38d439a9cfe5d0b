/**
 * What a classifier would predict at every threshold that its scores allow, highest first. At entry i, the rows with
 * a score of at least `thresholds[i]` are predicted as 1: `truePositives[i]` of them rightly, `falsePositives[i]`
 * wrongly. Rows of equal score share an entry, so every metric made from the curve treats ties fairly.
 */
export interface ThresholdCurve {
  thresholds: Float64Array;
  truePositives: Float64Array;
  falsePositives: Float64Array;
  positives: number;
  negatives: number;
}

/**
 * @param labels 0 or 1 by row
 * @param scores higher means likelier 1, by row; none may be NaN
 */
export function thresholdCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCurve {
  const rows = checkRows(labels, scores);
  const order = Uint32Array.from({length: rows}, (_, row) => row);
  order.sort((a, b) => scores[b] - scores[a]);
  const thresholds = new Float64Array(rows);
  const truePositives = new Float64Array(rows);
  const falsePositives = new Float64Array(rows);
  let entries = 0;
  let positives = 0;
  for (let rank = 0; rank < rows; ++rank) {
    const row = order[rank];
    if (labels[row] === 1) ++positives;
    if (rank + 1 < rows && scores[order[rank + 1]] === scores[row]) continue;
    thresholds[entries] = scores[row];
    truePositives[entries] = positives;
    falsePositives[entries] = rank + 1 - positives;
    ++entries;
  }
  return {
    thresholds: thresholds.subarray(0, entries),
    truePositives: truePositives.subarray(0, entries),
    falsePositives: falsePositives.subarray(0, entries),
    positives,
    negatives: rows - positives
  };
}

/** The number of rows, after checking that there is one score a label, labels are 0 or 1 and no score is NaN. */
export function checkRows(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  if (labels.length !== scores.length)
    throw new RangeError(`${labels.length} labels do not go with ${scores.length} scores.`);
  for (let row = 0; row < labels.length; ++row) {
    if (labels[row] !== 0 && labels[row] !== 1) throw new RangeError(`Label ${labels[row]} is neither 0 nor 1.`);
    if (Number.isNaN(scores[row])) throw new RangeError(`The score of row ${row} is not a number.`);
  }
  return labels.length;
}

/**
 * Area under the receiver operating characteristic: the chance that a random positive has a higher score than a
 * random negative, ties counting half (as ranks averaged over ties give). Undefined where one of the classes is
 * missing.
 */
export function auc({truePositives, falsePositives, positives, negatives}: ThresholdCurve): number | undefined {
  if (positives === 0 || negatives === 0) return undefined;
  // Twice the area in units of one positive by one negative: whole numbers, hence exact.
  let doubled = 0;
  let previousTrue = 0;
  let previousFalse = 0;
  for (let i = 0; i < truePositives.length; ++i) {
    doubled += (falsePositives[i] - previousFalse) * (truePositives[i] + previousTrue);
    previousTrue = truePositives[i];
    previousFalse = falsePositives[i];
  }
  return doubled / (2 * positives * negatives);
}

/**
 * Average precision: precision at every threshold, weighted by the gain in recall, Σ (Rᵢ − Rᵢ₋₁) Pᵢ, without
 * interpolation (scikit-learn's `average_precision_score`). Undefined where there are no positives.
 */
export function averagePrecision({truePositives, falsePositives, positives}: ThresholdCurve): number | undefined {
  if (positives === 0) return undefined;
  let sum = 0;
  let previous = 0;
  for (let i = 0; i < truePositives.length; ++i) {
    const gained = truePositives[i] - previous;
    if (gained > 0) sum += (gained * truePositives[i]) / (truePositives[i] + falsePositives[i]);
    previous = truePositives[i];
  }
  return sum / positives;
}

/**
 * The threshold with the highest F1; of equally good ones the highest. It lies midway between two neighbouring
 * scores, so that a rounding of the scores' last digits changes no prediction. 1 where there are no positives.
 */
export function bestF1Threshold({thresholds, truePositives, falsePositives, positives}: ThresholdCurve): number {
  if (positives === 0) return 1;
  let best = 0;
  let bestScore = -1;
  for (let i = 0; i < thresholds.length; ++i) {
    const score = (2 * truePositives[i]) / (truePositives[i] + falsePositives[i] + positives);
    if (score > bestScore) {
      bestScore = score;
      best = i;
    }
  }
  const next = thresholds[best + 1];
  return next === undefined ? thresholds[best] : (thresholds[best] + next) / 2;
}

/** 0.240: a threshold as it is shown everywhere; predictions use all its digits. */
export const formatThreshold = (threshold: number): string => threshold.toFixed(3);

export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
}

/**
 * The receiver operating characteristic from (0, 0) to (1, 1), thinned to at most `points` points, which are evenly
 * spaced along the curve (in steps of true plus false positive rate) and all on it. Undefined where one of the
 * classes is missing.
 */
export function rocCurve(curve: ThresholdCurve, {points = 200}: {points?: number} = {}): RocCurve | undefined {
  const {truePositives, falsePositives, positives, negatives} = curve;
  if (points < 2) throw new RangeError("A curve has at least two points.");
  if (positives === 0 || negatives === 0) return undefined;
  const roc: RocCurve = {falsePositiveRate: [0], truePositiveRate: [0]};
  const last = truePositives.length - 1;
  const step = 2 / (points - 1);
  let next = step;
  for (let i = 0; i <= last; ++i) {
    const truePositiveRate = truePositives[i] / positives;
    const falsePositiveRate = falsePositives[i] / negatives;
    const travelled = truePositiveRate + falsePositiveRate;
    if (i < last && (travelled < next || roc.truePositiveRate.length === points - 1)) continue;
    roc.falsePositiveRate.push(falsePositiveRate);
    roc.truePositiveRate.push(truePositiveRate);
    next = (Math.floor(travelled / step) + 1) * step;
  }
  return roc;
}
