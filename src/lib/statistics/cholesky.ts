/** A symmetric matrix, row by row. */
export type Matrix = readonly Float64Array[];

/**
 * The lower triangle L of a symmetric positive definite matrix A = L Lᵀ.
 * @throws RangeError if the matrix is not positive definite
 */
export function cholesky(matrix: Matrix): Float64Array[] {
  const lower = matrix.map((row) => new Float64Array(row.length));
  for (let row = 0; row < lower.length; ++row) {
    const current = lower[row];
    for (let column = 0; column <= row; ++column) {
      const other = lower[column];
      let sum = matrix[row][column];
      for (let k = 0; k < column; ++k) sum -= current[k] * other[k];
      if (row > column) current[column] = sum / other[column];
      else if (sum > 0) current[row] = Math.sqrt(sum);
      else throw new RangeError("The matrix is not positive definite.");
    }
  }
  return lower;
}

/** Solves L x = right. */
export function solveLower(lower: Matrix, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let row = 0; row < lower.length; ++row) {
    const factors = lower[row];
    let value = solution[row];
    for (let k = 0; k < row; ++k) value -= factors[k] * solution[k];
    solution[row] = value / factors[row];
  }
  return solution;
}
