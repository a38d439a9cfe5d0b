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
