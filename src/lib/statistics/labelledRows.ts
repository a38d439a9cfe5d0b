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
